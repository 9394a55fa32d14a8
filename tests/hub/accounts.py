"""Unix accounts that are made for a walk, and removed after it."""

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import time
from pathlib import Path

#: Where commands of the system are; what root has beside it, other accounts may not reach.
SYSTEM = "/usr/local/bin:/usr/bin:/bin"

#: Seconds for one command.
LONG = 600


class Account:
    """An account of this computer, with a home of its own, closed to others."""

    def __init__(self, name):
        subprocess.run(["useradd", "--create-home", "--shell", "/bin/bash", name], check=True)
        entry = pwd.getpwnam(name)
        self.name, self.uid, self.gid = name, entry.pw_uid, entry.pw_gid
        self.home = Path(entry.pw_dir)
        self.home.chmod(0o700)

    def run(self, commands, folder=".", programs=None, fails=False):
        """Run lines of a terminal as this account, in a folder of its home; what they print."""
        path = f"{programs}:{SYSTEM}" if programs else SYSTEM
        kept = {k: v for k, v in os.environ.items() if k.startswith("PIP_") or k.endswith("_proxy")}
        ran = subprocess.run(
            ["bash", "-ec", commands],
            cwd=self.home / folder,
            env=kept | {"HOME": str(self.home), "USER": self.name, "PATH": path, "LANG": "C.UTF-8"},
            user=self.uid,
            group=self.gid,
            extra_groups=os.getgrouplist(self.name, self.gid),
            umask=0o022,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=LONG,
        )
        if (ran.returncode != 0) != fails:
            raise AssertionError(f"{self.name}: {commands}\n{ran.stdout}")
        return ran.stdout

    def own(self, path):
        """Hand over a file or a folder, with all that is in it."""
        subprocess.run(["chown", "-R", f"{self.uid}:{self.gid}", path], check=True)

    def remove(self):
        """Remove the account, with what it still runs: a command that was too long, say."""
        for entry in Path("/proc").iterdir():
            with contextlib.suppress(OSError):
                if entry.name.isdigit() and entry.stat().st_uid == self.uid:
                    os.kill(int(entry.name), signal.SIGKILL)
        time.sleep(1)  # until the system has forgotten them
        subprocess.run(["userdel", self.name], check=True)
        shutil.rmtree(self.home)
