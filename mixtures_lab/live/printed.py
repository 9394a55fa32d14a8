"""What a cell prints, in order, in time, and not without end."""

import contextlib
import io
import time

#: Characters of one cell's prints that are shown: a page is slow with more.
MOST = 100_000

#: Seconds between two messages while a cell prints.
PAUSE = 0.1


class Printed:
    """Gathers what is printed to both streams and hands it on, the latest after `PAUSE`.

    Parameters
    ----------
    show : callable
        Called with a text and the name of its stream.
    """

    def __init__(self, show):
        self._show = show
        self._texts, self._stream, self._since = [], "stdout", 0.0
        self._kept = self._lines_left_out = 0

    @contextlib.contextmanager
    def caught(self):
        """While this lasts, `print` and warnings come here."""
        out, err = Stream(self, "stdout"), Stream(self, "stderr")
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            try:
                yield
            finally:
                self.end()

    def write(self, text, stream):
        room = MOST - self._kept
        if room < len(text):
            self._lines_left_out += text[max(0, room) :].count("\n")
            text = text[: max(0, room)]
        if not text:
            return
        self._kept += len(text)
        if stream != self._stream:
            self.flush()
            self._stream = stream
        self._texts.append(text)
        if time.monotonic() - self._since > PAUSE:
            self.flush()

    def flush(self):
        """Show what has gathered."""
        if self._texts:
            self._show("".join(self._texts), self._stream)
            self._texts = []
            self._since = time.monotonic()

    def end(self):
        """Show the rest, and say how much there was of what is not shown."""
        self.flush()
        if self._lines_left_out:
            self._show(
                f"\n… and {self._lines_left_out:,} more lines, which are not shown: "
                f"a cell's first {MOST:,} characters are.\n",
                "stderr",
            )
            self._lines_left_out = 0


class Stream(io.TextIOBase):
    """One of the two streams, as `print` knows it."""

    encoding = "utf-8"

    def __init__(self, printed, name):
        self._printed, self._name = printed, name

    def writable(self):
        return True

    def write(self, text):
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        self._printed.write(text, self._name)
        return len(text)
