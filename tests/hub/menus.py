"""What a lecturer sees in the browser: the words of the menus that the page names."""

import contextlib
import tempfile
from pathlib import Path

import browsers
from playwright.sync_api import TimeoutError, sync_playwright


class Menus:
    """A browser in which somebody has logged in to the hub."""

    def __init__(self, hub, account):
        self._address, self._name, self._password = hub.address, account.name, hub.password

    def __enter__(self):
        self._playwright = sync_playwright().start()
        path = browsers.find(self._playwright, Path(tempfile.gettempdir()) / "mixlab-browser.lock")
        self._browser = self._playwright.chromium.launch(executable_path=path, args=browsers.FLAGS)
        self._page = self._browser.new_page()
        self._page.set_default_timeout(60_000)
        self._page.goto(f"{self._address}/hub/login")
        self._page.fill("#username_input", self._name)
        self._page.fill("#password_input", self._password)
        self._page.click("#login_submit")
        return self

    def __exit__(self, *_):
        self._browser.close()
        self._playwright.stop()

    def _menu(self, *words):
        """Choose from the menus of JupyterLab."""
        self._page.goto(f"{self._address}/user/{self._name}/lab")
        first, second = words
        bar = self._page.locator(".lm-MenuBar-itemLabel")
        bar.get_by_text(first, exact=True).click()
        self._page.locator(".lm-Menu-itemLabel").get_by_text(second, exact=True).click()

    def restart_the_server(self):
        """File → Hub Control Panel → Stop My Server, then Start My Server."""
        with self._page.context.expect_page() as opened:
            self._menu("File", "Hub Control Panel")
        panel = opened.value
        panel.set_default_timeout(60_000)
        stop = panel.get_by_role("button", name="Stop My Server")
        start = panel.get_by_role("button", name="Start My Server")
        # A click before the page's script is there does nothing, and the page shows the other
        # button only if the server stopped soon: so it is loaded again until it does.
        for _ in range(9):
            if stop.is_visible() and stop.is_enabled():
                stop.click()
            with contextlib.suppress(TimeoutError):
                start.wait_for(timeout=10_000)
                break
            panel.reload(wait_until="networkidle")
        start.click()
        panel.wait_for_url(f"**/user/{self._name}/**")
        panel.close()

    def open_the_assignment_list(self, course):
        """Nbgrader → Assignment List: the course is there."""
        self._menu("Nbgrader", "Assignment List")
        self._page.get_by_role("tab", name="Assignments").wait_for()

    def open_the_formgrader(self, name):
        """In a tab of its own, under Manual Grading: the set is there."""
        self._page.goto(f"{self._address}/user/{self._name}/formgrader")
        self._page.get_by_role("link", name="Manual Grading").click()
        self._page.get_by_role("link", name=name).wait_for()
