"""An error as the page tells it: the learner's own lines, and what the last one means."""

import linecache
import traceback

from .sentences import sentence_for

#: Calls of one another that are shown: what calls itself without end has a thousand.
MOST = 8


def error_output(error, files):
    """The output for an exception; `files` has the cell's id for each cell's file name."""
    return {
        "kind": "error",
        "name": type(error).__name__,
        "message": words_of(error),
        "lines": lines_of(error, files),
        "sentence": sentence_for(error),
    }


def lines_of(error, files):
    """The lines of cells that led to the error, the outermost first."""
    places = [
        (frame.f_code.co_filename, line)
        for frame, line in traceback.walk_tb(error.__traceback__)
        if frame.f_code.co_filename in files
    ]
    if isinstance(error, SyntaxError) and error.filename in files:
        places.append((error.filename, error.lineno))
    if len(places) > MOST:
        places = [*places[: MOST // 2], *places[-MOST // 2 :]]
    return [
        {"cell": files[file], "line": line, "text": linecache.getline(file, line).rstrip()}
        for file, line in places
    ]


def words_of(error):
    """What the exception says, whatever it is."""
    if isinstance(error, SyntaxError):
        return str(error.msg)
    try:
        return str(error)[:2000]
    except BaseException:  # an exception of the learner's that cannot even be printed
        return ""
