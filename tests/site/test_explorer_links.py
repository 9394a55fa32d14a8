"""Links to a start: kept as they are, and held to what a picture would make of them."""

import pytest

TEXT = "# Try it\n\nLoad [a bad start](#try-it?K=2&mu=-1,0;1,−0.5)."


def test_a_link_to_a_start_stays_a_link_of_its_page(build_small_site):
    site = build_small_site({"index": TEXT}, ["explorer_links", "katex_math", "equation_ids"])
    assert site.warnings == ""
    link = site.pages["index"].select_one("p a")
    assert (link["href"], link.get_text()) == ("#try-it?K=2&mu=-1,0;1,−0.5", "a bad start")


@pytest.mark.parametrize(
    "wrong, words",
    [("#nowhere?K=2", "no heading here is called #nowhere"),
     ("#try-it?mu=1,2;3", "“3” in mu is no mean"), ("#try-it?colour=red", "“colour”")],
)  # fmt: skip
def test_a_link_that_would_be_refused_fails_the_build(build_small_site, wrong, words):
    site = build_small_site(
        {"index": f"# Try it\n\nLoad [this]({wrong})."},
        ["explorer_links", "katex_math", "equation_ids"],
    )
    assert words in site.warnings
