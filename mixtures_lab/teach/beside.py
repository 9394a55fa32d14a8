"""What lies beside a notebook: a photo or a PDF may be the answer that the notebook lacks."""

import base64
import hashlib

from . import door
from .submission import PICTURE

#: Files that a person can read, by the ends of their names.
READABLE = frozenset(
    ".pdf .doc .docx .odt .rtf .md .txt .html .htm .png .jpg .jpeg .heic .gif .webp".split()
)

#: Pictures that a page can show, by their first bytes.
SHOWN = {b"\x89PNG": "image/png", b"\xff\xd8\xff": "image/jpeg", b"GIF8": "image/gif"}

#: Bytes of a file that is looked at; a photo has fewer.
MOST = PICTURE * 3 // 4

#: Above the names of files that stand where an answer is missing.
FILES = "(No words in the notebook; this was handed in beside it, and may be the answer.)"


def readable(item):
    """What a learner handed in that a person can read and the grader cannot."""
    return [path for path in (item.path, *item.more) if path.suffix.lower() in READABLE]


def digest_of(paths):
    """A few letters that change when one of the files does."""
    digest = hashlib.sha256()
    for path in paths:
        digest.update(repr((door.name_of(path.name), _data(path))).encode())
    return digest.hexdigest()[:16]


def with_files(graded, paths):
    """A result in which every missing answer waits for a person, who finds the files in it."""
    if not paths or not any(reply.blank for reply in graded.replies):
        return graded
    names = [f"- `{door.one_line(door.name_of(path.name)).replace('`', '')}`" for path in paths]
    text = "\n".join([FILES, "", *names, "", f"({digest_of(paths)})"])
    images = tuple(picture for path in paths for picture in _pictures(path))
    replies = (
        reply._replace(text=text, blank=False, images=images) if reply.blank else reply
        for reply in graded.replies
    )
    return graded._replace(replies=tuple(replies))


def _data(path):
    try:
        return door.read(path, MOST)
    except door.Unreadable as reason:
        return str(reason).encode()


def _pictures(path):
    """The file as a cell's picture, (name, type, base64), if it is one that a page can show."""
    data = _data(path)
    for start, kind in SHOWN.items():
        if data.startswith(start):
            yield door.one_line(door.name_of(path.name)), kind, base64.b64encode(data).decode()
