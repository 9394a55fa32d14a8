"""The worker answers the page as PROTOCOL.md says, with Python from the site and nowhere else."""

import pytest

import mixtures_lab


def states(messages):
    return [(message["id"], message["state"]) for message in messages if message["type"] == "cell"]


def texts(outputs):
    return "".join(output["text"] for output in outputs if output["kind"] == "text")


def test_python_starts_with_the_package_that_the_site_was_built_with(page):
    versions = page.first[-1]["versions"]
    assert versions == {
        "python": "3.12.7",
        "numpy": "2.0.2",
        "mixtures_lab": mixtures_lab.__version__,
    }


def test_the_bar_goes_from_nothing_to_all_that_was_to_come(page):
    told = [message for message in page.first if message["type"] == "loading"]
    assert {"Python", "NumPy", "mixtures_lab"} <= {message["part"] for message in told}
    done = [message["done"] for message in told]
    assert done == sorted(done)
    assert len({message["total"] for message in told}) == 1
    assert done[-1] == told[-1]["total"]


def test_nothing_is_asked_of_another_site(page, address):
    assert page.asked and all(url.startswith((address, "blob:")) for url in page.asked)


def test_matplotlib_is_not_fetched_before_a_cell_imports_it(page):
    page.run("x = 1")
    assert not [url for url in page.asked if "matplotlib" in url and "figures" not in url]


def test_cells_run_in_order_in_one_namespace(page):
    messages = page.run("a = 2", "print(a)\na + 1")
    assert states(messages) == [("0", "running"), ("0", "done"), ("1", "running"), ("1", "done")]
    assert texts(m["output"] for m in messages if m["type"] == "output") == "2\n3"


def test_a_first_fit_gives_what_the_package_gives(page):
    code = "from mixtures_lab import datasets, fit_em\n"
    code += "float(fit_em(datasets.old_faithful(), 2, rng=0).trace[-1])"
    fit = mixtures_lab.fit_em(mixtures_lab.datasets.old_faithful(), 2, rng=0)
    [output] = page.outputs(code)
    assert float(output["text"]) == pytest.approx(fit.trace[-1])


def test_the_first_cell_that_fails_is_the_last_that_runs(page):
    messages = page.run("b = 1", "b / 0", "b = 3")
    assert states(messages)[-1] == ("1", "error")
    [error] = [m["output"] for m in messages if m["type"] == "output"]
    assert (error["name"], error["message"]) == ("ZeroDivisionError", "division by zero")
    assert error["lines"] == [{"cell": "1", "line": 1, "text": "b / 0"}]
    assert page.outputs("b")[0]["text"] == "1"
