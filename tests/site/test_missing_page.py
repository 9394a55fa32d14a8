"""404.html, which a host shows at any address where nothing is."""

from pathlib import Path

import pytest
from serving import Served, served


class Host(Served):
    """Answers as GitHub Pages does."""

    def send_error(self, code, message=None, explain=None):
        page = Path(self.directory, "404.html").read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", len(page))
        self.end_headers()
        self.wfile.write(page)


def test_it_has_its_look_and_leads_back_however_deep_the_address_was(site, browser):
    tab = browser.new_page()
    missing = []
    tab.on("response", lambda answer: answer.status == 404 and missing.append(answer.url))
    with served(site.folder, handler=Host) as root:
        asked = [f"{root}/{path}" for path in ("nowhere", "book/nowhere.html", "a/b/c/d/nowhere")]
        for address in asked:
            tab.goto(address)
            assert tab.get_by_role("heading", name="There is no such page").is_visible()
            assert tab.locator("article p").evaluate("p => getComputedStyle(p).fontSize") == "17px"
            tab.get_by_role("link", name="The introduction", exact=True).click()
            tab.wait_for_url(f"{root}/book/intro.html")
    assert missing == asked  # and nothing that these asked for
    tab.close()


@pytest.mark.parametrize(
    "base, root", [("", "/"), ("https://x.org", "/"), ("https://x.org/lab", "/lab/")]
)
def test_addresses_start_from_the_root_of_the_host_and_others_stay(monkeypatch, base, root):
    monkeypatch.syspath_prepend(Path(__file__).parents[2] / "book" / "_ext")
    from missing_page import from_the_root

    inside = '<a href="book/intro.html"> <img src="./a.svg"> <form action="search.html">'
    assert from_the_root(inside, base).count(f'="{root}') == 3
    outside = '<a href="#top"> <a href="https://x.org/a"> <img src="data:,"> <a href="/lab/a">'
    assert from_the_root(outside, base) == outside
