"""The door: every file that someone handed in is opened here, and every text comes in here.

What is no ordinary file, or larger than it may be, is a reason in words. Text is made
printable once, so that no table, page, picture or gradebook stumbles over it.
"""

import hashlib
import os
import re
import stat

#: Bytes that a file's name may have on the systems that grade.
NAME = 255

#: What cannot be written as UTF-8, nor stand in XML: halves of characters, control characters.
UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
HALF = re.compile("[\ud800-\udfff]")


class Unreadable(Exception):
    """Why a file is not read, in words that a learner understands."""


def read(path, most):
    """The bytes of an ordinary file of at most so many bytes; `Unreadable` for everything else."""
    file = _opened(path)
    try:
        about = os.fstat(file)
        if not stat.S_ISREG(about.st_mode):
            raise Unreadable("not an ordinary file")
        if about.st_size > most:
            raise Unreadable(f"larger than {size(most)}: clear its outputs")
        with open(file, "rb", closefd=False) as opened:
            data = opened.read(most + 1)
    except OSError as error:
        raise Unreadable(f"the file cannot be read: {words_of(error)}") from None
    finally:
        os.close(file)
    if len(data) > most:
        raise Unreadable(f"larger than {size(most)}: clear its outputs")
    return data


def _opened(path):
    """An ordinary file's descriptor."""
    # Opened first and looked at then, so that it cannot be exchanged in between. A link is not
    # followed, and a pipe that nobody writes to is not waited for.
    flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
    try:
        mode = os.lstat(path).st_mode
        if stat.S_ISLNK(mode):
            raise Unreadable("a link to another file, which is not followed")
        if not stat.S_ISREG(mode):  # to open a device may do something
            raise Unreadable(_no_file(path))
        return os.open(path, flags)
    except FileNotFoundError:
        raise Unreadable("no notebook was handed in") from None
    except (OSError, ValueError) as error:
        raise Unreadable(f"the file cannot be read: {words_of(error)}") from None


def _no_file(path):
    """What is wrong with a path that is no file."""
    if not os.path.isdir(path):
        return "not an ordinary file"
    try:
        os.listdir(path)
    except PermissionError:
        return "the folder cannot be read"
    return "no notebook was handed in"


def size(number):
    return f"{number // 2**20} MB" if number >= 2**20 else f"{number} bytes"


def words_of(error):
    """An error of the system's without the path, which the reader knows."""
    return getattr(error, "strerror", None) or str(error)


def printable(text):
    """Text that can be written, shown and drawn everywhere; what cannot is spelled out."""
    return UNPRINTABLE.sub(lambda found: f"\\x{ord(found[0]):02x}", str(text))


def whole(code):
    """Code without halves of characters, which no file can hold; all else means something."""
    return HALF.sub("\ufffd", code)


def one_line(text):
    """Printable text without breaks, for a cell of a table or a line of a list."""
    return re.sub(r"\s+", " ", printable(text)).strip()


def name_of(name):
    """The id of a learner whose file or folder has this name: text, and itself a name."""
    text = printable(os.fsencode(name).decode("utf-8", errors="backslashreplace"))
    return fitting(text.replace("\n", "\\n").replace("\t", "\\t"), NAME)


def fitting(name, most):
    """A name of at most so many bytes; two that differ stay different."""
    data = name.encode()
    if len(data) <= most:
        return name
    digest = hashlib.sha256(data).hexdigest()[:8]
    return f"{data[: most - 9].decode(errors='ignore')}~{digest}"
