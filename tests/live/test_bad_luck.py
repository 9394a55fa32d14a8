"""Whatever keeps Python from starting, one sentence says what, and says it at once."""

import one_page
import pytest


@pytest.fixture
def failed(browser, address):
    """What the page hears at last when requests are answered so."""
    pages = []

    def start(routes):
        pages.append(one_page.Page(browser, address, routes))
        return pages[0].started()[-1]

    yield start
    pages[0].page.close()


def test_a_browser_without_wasm_is_told_so(failed, parts):
    script = (parts / "live-worker.mjs").read_text(encoding="utf-8")
    without = "delete globalThis.WebAssembly;" + script

    def answer(route):
        route.fulfill(body=without, content_type="text/javascript")

    message = failed({"**/live-worker.mjs": answer})
    assert (message["type"], message["why"]) == ("failed", "wasm")
    assert "has no WebAssembly" in message["sentence"]


def test_a_site_that_forbids_wasm_is_told_what_to_allow(failed):
    """The rules of a worker are those that came with its script."""

    def answer(route):
        response = route.fetch()
        policy = one_page.POLICY.replace(" 'wasm-unsafe-eval'", "")
        headers = {**response.headers, "content-security-policy": policy}
        route.fulfill(response=response, headers=headers)

    message = failed({"**/live-worker.mjs": answer})
    assert (message["type"], message["why"]) == ("failed", "csp")
    assert "'wasm-unsafe-eval'" in message["sentence"]


@pytest.mark.parametrize(
    "part, answer",
    [
        ("parts.json", lambda route: route.abort()),
        ("pyodide.asm.wasm", lambda route: route.fulfill(status=503)),
    ],
)
def test_a_part_that_is_lost_is_said_to_be_lost(failed, part, answer):
    message = failed({f"**/{part}": answer})
    assert (message["type"], message["why"]) == ("failed", "network")
    assert "connection was lost" in message["sentence"]


def test_what_comes_after_a_failure_is_not_answered(browser, address):
    page = one_page.Page(browser, address, {"**/parts.json": lambda route: route.abort()})
    page.started()
    page.page.evaluate("post({type: 'run', run: 1, cells: [{id: 'a', code: '1'}]})")
    page.page.wait_for_timeout(100)
    assert page.heard()[-1]["type"] == "failed"
    page.page.close()
