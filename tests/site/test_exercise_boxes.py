"""Exercises and solutions on a page: they fold without a script."""

from collections import Counter

PAGE = """# A page

```{exercise} The missing factor
:label: ex-one

Derive it.
```

```{solution} ex-one
:class: dropdown

Expand the square.
```

```{exercise}
:label: ex-two

Shift it.
```

```{solution-start} ex-two
:class: dropdown
```

Nothing

```python
assert True
```

```{solution-end}
```

```{note}
:class: dropdown

A box without a title of its own stays open.
```
"""


def built(build_small_site):
    site = build_small_site(
        {"index": PAGE}, ["sphinx_exercise", "exercise_boxes", "katex_math"], numfig=True
    )
    assert site.warnings == ""
    return site.pages["index"]


def test_a_solution_is_folded_below_its_name(build_small_site):
    first, second = built(build_small_site).select("details.solution")
    assert not first.has_attr("open")
    assert first.summary.get_text() == "Solution to Exercise 1 (The missing factor)"
    assert "Expand the square." in first.get_text()
    assert second.summary.get_text() == "Solution to Exercise 2"
    assert "Nothing" in second.get_text() and "assert True" in second.get_text()


def test_the_name_of_a_solution_holds_no_link_that_takes_the_click(build_small_site):
    assert not built(build_small_site).select("summary a")


def test_an_exercise_stays_open(build_small_site):
    page = built(build_small_site)
    assert [box.name for box in page.select(".exercise")] == ["div", "div"]
    assert not page.select("details .exercise")


def test_every_id_of_the_page_is_there_once(build_small_site):
    ids = Counter(element["id"] for element in built(build_small_site).select("[id]"))
    assert [name for name, times in ids.items() if times > 1] == []
