"""A headless Firefox that is told what to do over WebDriver BiDi, as any Firefox can be.

Playwright drives only the Firefox that it brings itself, which a machine may not have.
"""

import contextlib
import itertools
import json
import re
import shutil
import subprocess
import time

import websocket  # of jupyter-server

NAMES = ("firefox", "firefox-esr")

PREFERENCES = {
    "privacy.reduceTimerPrecision": False,  # else times are whole milliseconds
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "toolkit.telemetry.enabled": False,
    "app.update.enabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "extensions.update.enabled": False,
    "browser.aboutHomeSnippets.updateUrl": "",
    "services.settings.server": "data:,",
}


def find():
    """The path of a Firefox, or None."""
    return next(filter(None, map(shutil.which, NAMES)), None)


@contextlib.contextmanager
def opened(path, folder):
    """`evaluate(address, expression)` opens a page and gives what a promise on it comes to."""
    profile = folder / "firefox"
    profile.mkdir()
    lines = (f"user_pref({json.dumps(k)}, {json.dumps(v)});" for k, v in PREFERENCES.items())
    (profile / "user.js").write_text("\n".join(lines))
    command = [path, "--headless", "--no-remote", "--profile", str(profile)]
    log = folder / "firefox.log"
    with log.open("w") as file:
        browser = subprocess.Popen(
            [*command, "--remote-debugging-port=0"], stdout=subprocess.DEVNULL, stderr=file
        )
    try:
        address = _address(browser, log) + "/session"
        wire = websocket.create_connection(address, timeout=300, suppress_origin=True)
        ids = itertools.count(1)

        def call(method, **parameters):
            id = next(ids)
            wire.send(json.dumps({"id": id, "method": method, "params": parameters}))
            while (answer := json.loads(wire.recv())).get("id") != id:
                pass  # what nobody asked for
            if answer["type"] == "error":
                raise RuntimeError(f"{method}: {answer['message']}")
            return answer["result"]

        call("session.new", capabilities={})
        context = call("browsingContext.getTree")["contexts"][0]["context"]
        size = {"width": 1180, "height": 900}
        call("browsingContext.setViewport", context=context, viewport=size)

        def evaluate(address, expression):
            call("browsingContext.navigate", context=context, url=address, wait="complete")
            answer = call(
                "script.evaluate",
                expression=f"({expression})().then(JSON.stringify)",
                target={"context": context},
                awaitPromise=True,
            )
            if answer["type"] == "exception":
                raise RuntimeError(answer["exceptionDetails"]["text"])
            return json.loads(answer["result"]["value"])

        yield evaluate
        wire.close()
    finally:
        browser.terminate()
        browser.wait(timeout=20)


def _address(browser, log):
    """Where it listens, once it says so."""
    while browser.poll() is None:
        said = re.search(r"BiDi listening on (ws://\S+)", log.read_text())
        if said:
            return said[1]
        time.sleep(0.1)
    raise RuntimeError(f"Firefox ended at once: {log.read_text()}")
