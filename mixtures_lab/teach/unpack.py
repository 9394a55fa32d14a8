"""The zip that a learning platform gives: unpacked so that nothing in it leaves its folder."""

import contextlib
import os
import stat
import tempfile
import time
import zipfile
from pathlib import Path, PurePosixPath

from .sources import SetError
from .submission import TOO_LARGE

#: Files of a class, and bytes of all of them together.
FILES, ALTOGETHER = 100_000, 2**33


@contextlib.contextmanager
def opened(path):
    """A folder with the submissions: the folder itself, or what a zip holds, for a while."""
    if path.is_dir():
        yield path
    elif zipfile.is_zipfile(path):
        with tempfile.TemporaryDirectory(prefix="submissions-") as folder:
            unpack(path, Path(folder))
            yield Path(folder)
    else:
        raise SetError(f"{path} is neither a folder nor a zip")


def unpack(path, folder):
    """Write what a zip holds below a folder: ordinary files alone, each within its limit."""
    left = ALTOGETHER
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            if len(entries) > FILES:
                raise SetError(f"{path} holds {len(entries)} files: more than a class hands in")
            for entry in entries:
                target = inside(folder, entry)
                if target is None:
                    continue
                with archive.open(entry) as source, contextlib.suppress(OSError):
                    target.parent.mkdir(parents=True, exist_ok=True)
                    with open(target, "xb") as file:
                        left -= _copy(source, file, min(left, TOO_LARGE + 1))
                    with contextlib.suppress(ValueError, OverflowError):
                        when = time.mktime((*entry.date_time, 0, 0, -1))
                        os.utime(target, (when, when))
                if left <= 0:
                    raise SetError(f"{path} holds more than {ALTOGETHER // 2**30} GB")
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError) as error:
        raise SetError(f"{path} cannot be unpacked: {error}") from None


def inside(folder, entry):
    """Where an entry goes; None for a folder, a link, and what would lie elsewhere."""
    parts = PurePosixPath(entry.filename.replace("\\", "/")).parts
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if entry.is_dir() or not parts or kind not in (0, stat.S_IFREG):
        return None
    if parts[0].startswith(("/", "__MACOSX")) or ".." in parts or ":" in parts[0][1:2]:
        return None
    return folder.joinpath(*parts)


def _copy(source, file, most):
    """Copy at most so many bytes; how many they were."""
    written = 0
    while written < most and (chunk := source.read(min(2**20, most - written))):
        file.write(chunk)
        written += len(chunk)
    return written
