"""Make .venv with all of requirements.txt, unless it is there already.

`make` runs this before every command, and it says in one sentence what is
missing. Any Python must be able to read this file, to hear that it is too old:
hence neither f-strings nor characters beyond ASCII.
"""

import os
import subprocess
import sys

DONE = os.path.join(".venv", "installed")  # written last: a .venv that holds it is whole
PYTHON = getattr(sys, "_base_executable", sys.executable)  # not the .venv's own, if it is active


def main():
    if sys.version_info < (3, 10):
        stop(
            "{} is Python {}.{}, and 3.10 or newer is needed: name one, as in "
            "`make book PYTHON=python3.12`.".format(PYTHON, *sys.version_info[:2])
        )
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        stop(
            "{} has no venv module: install it "
            "(Debian, Ubuntu: `apt install python3-venv`).".format(PYTHON)
        )

    import fcntl

    with open(__file__) as lock:  # of two commands at once the second waits
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not is_up_to_date():
            install()


def is_up_to_date():
    if not os.path.exists(DONE):
        return False
    with open(DONE, "rb") as file:
        return file.read() == wanted()


def wanted():
    """What a .venv is made from: when any of it changes, a new one is made."""
    surroundings = [sys.version, os.getcwd(), os.environ.get("PIP_CONSTRAINT", "")]
    parts = [part.encode("utf-8", "surrogateescape") for part in surroundings]
    for name in ("requirements.txt", "pyproject.toml"):
        with open(name, "rb") as file:
            parts.append(file.read())
    return b"\n".join(parts)


def install():
    print("Installing into .venv: once, a minute or two.")
    sys.stdout.flush()
    run(PYTHON, "-m", "venv", "--clear", ".venv")
    python = os.path.join(".venv", "bin", "python")
    run(python, "-m", "pip", "--disable-pip-version-check", "install", "-r", "requirements.txt")
    with open(DONE, "wb") as file:
        file.write(wanted())


def run(*command):
    if subprocess.call(command) != 0:
        stop("this failed, and the lines above say why: " + " ".join(command))


def stop(sentence):
    sys.exit("make: " + sentence)


if __name__ == "__main__":
    main()
