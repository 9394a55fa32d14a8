"""A JupyterHub for a walk, on 127.0.0.1 alone: installed, started, asked, and ended."""

import contextlib
import json
import os
import secrets
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request

from accounts import LONG, SYSTEM

#: Seconds for the hub, or a server of it, to start.
STARTING = 120

CONFIG = """\
c = get_config()
c.JupyterHub.bind_url = "http://127.0.0.1:{port}"
c.JupyterHub.hub_port = {inner}
c.JupyterHub.cleanup_servers = True
c.ConfigurableHTTPProxy.api_url = "http://127.0.0.1:{proxy}"
c.ConfigurableHTTPProxy.command = [{node!r}]
c.JupyterHub.authenticator_class = "dummy"
c.DummyAuthenticator.password = {password!r}
c.Authenticator.allowed_users = {accounts!r}
c.JupyterHub.spawner_class = "localprocess"
c.Spawner.ip = "127.0.0.1"
c.Spawner.cmd = [{server!r}]
c.JupyterHub.services = [{{"name": "walk", "api_token": {token!r}}}]
c.JupyterHub.load_roles = [{{
    "name": "walk", "services": ["walk"], "scopes": ["admin:users", "admin:servers", "tokens"],
}}]
"""


def install(folder):
    """JupyterHub, JupyterLab and nbgrader, and the proxy; nothing if they are there already."""
    env, log = folder / "env", folder / "install.log"
    if not (env / "bin" / "nbgrader").exists():
        with open(log, "w") as out:
            for command in (
                ["python3", "-m", "venv", env],
                [env / "bin" / "pip", "install", "jupyterhub", "jupyterlab", "nbgrader"],
                ["npm", "install", "--prefix", folder / "npm", "configurable-http-proxy"],
            ):
                path = {**os.environ, "PATH": f"{SYSTEM}:{os.environ['PATH']}"}
                subprocess.run(command, env=path, stdout=out, stderr=out, check=True, timeout=LONG)
    return env


def free_ports(number):
    with contextlib.ExitStack() as stack:
        open_ones = [stack.enter_context(socket.socket()) for _ in range(number)]
        for one in open_ones:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in open_ones]


class Hub:
    """The hub, while it runs."""

    def __init__(self, folder, installed, accounts):
        self.folder, self.password = folder, secrets.token_hex(16)
        self._token, self._tokens = secrets.token_hex(16), {}
        port, inner, proxy = free_ports(3)
        self.address = f"http://127.0.0.1:{port}"
        programs = installed / "env" / "bin"
        folder.mkdir(mode=0o700)
        config = folder / "jupyterhub_config.py"
        config.write_text(
            CONFIG.format(
                port=port,
                inner=inner,
                proxy=proxy,
                node=str(installed / "npm/node_modules/.bin/configurable-http-proxy"),
                password=self.password,
                accounts={account.name for account in accounts},
                server=str(programs / "jupyterhub-singleuser"),
                token=self._token,
            )
        )
        self._log = open(folder / "hub.log", "w")
        self._process = subprocess.Popen(
            [programs / "jupyterhub", "--config", config],
            cwd=folder,
            env={"PATH": f"{programs}:{SYSTEM}", "LANG": "C.UTF-8", "HOME": str(folder)},
            stdin=subprocess.DEVNULL,
            stdout=self._log,
            stderr=self._log,
            start_new_session=True,
        )

    def __enter__(self):
        self._until(lambda: "version" in self._hub("GET", ""), "the hub did not start")
        return self

    def __exit__(self, *_):
        self._process.send_signal(signal.SIGTERM)  # it ends the proxy and everybody's servers
        try:
            self._process.wait(60)
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
        self._log.close()

    def start(self, account):
        """Start somebody's server, as at their first visit."""
        name = account.name
        with contextlib.suppress(urllib.error.HTTPError):
            self._hub("POST", f"/users/{name}")

        def ready():
            return self._hub("GET", f"/users/{name}")["servers"].get("", {}).get("ready")

        if not ready():
            self._hub("POST", f"/users/{name}/server")
        self._until(ready, f"the server of {name} did not start")
        self._tokens[name] = self._hub("POST", f"/users/{name}/tokens", {"note": "walk"})["token"]

    def ask(self, account, method, path, data=None):
        """What somebody's own server answers, at a page or at what its buttons call."""
        address = f"{self.address}/user/{account.name}{path}"
        return _ask(self._tokens[account.name], method, address, data)

    def _hub(self, method, path, data=None):
        return json.loads(_ask(self._token, method, f"{self.address}/hub/api{path}", data) or "{}")

    def _until(self, true, otherwise):
        end = time.monotonic() + STARTING
        while time.monotonic() < end:
            assert self._process.poll() is None, (self.folder / "hub.log").read_text()
            with contextlib.suppress(OSError):
                if true():
                    return
            time.sleep(0.5)
        raise AssertionError(f"{otherwise}:\n{(self.folder / 'hub.log').read_text()[-3000:]}")


def _ask(token, method, address, data):
    body = None if method == "GET" else json.dumps(data or {}).encode()
    request = urllib.request.Request(address, body, method=method)
    request.add_header("Authorization", f"token {token}")
    request.add_header("Content-Type", "application/json")
    with urllib.request.urlopen(request, timeout=120) as answer:
        return answer.read().decode()
