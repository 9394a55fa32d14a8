"""What a cell prints, in order, in time, and not without end."""

import contextlib
import io
import time

#: Characters of one cell's prints that are shown: a page is slow with more.
MOST = 100_000

#: Lines that are shown as they come; what prints more is shown every `PAUSE` seconds.
AT_ONCE, PAUSE = 50, 0.1


class Printed:
    """Gathers what is printed to both streams, and hands it on line by line.

    Parameters
    ----------
    show : callable
        Called with a text and the name of its stream.
    """

    def __init__(self, show):
        self._show = show
        self._texts, self._stream = [], "stdout"
        self._shown, self._since = 0, 0.0  # how often, and when last
        self._kept = self._lines_left_out = 0
        self._is_cut = False

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
        if self._is_cut:
            self._lines_left_out += text.count("\n")
            return
        if stream != self._stream:
            self.flush()
            self._stream = stream
        room = MOST - self._kept
        self._is_cut = room < len(text)
        self._lines_left_out += text.count("\n", room)
        self._kept += len(text)
        self._texts.append(text[:room])
        if text.endswith("\n") and (self._shown < AT_ONCE or self._is_time()):
            self.flush()

    def flush(self):
        """Show what has gathered."""
        if self._texts:
            self._show("".join(self._texts), self._stream)
            self._texts = []
            self._shown += 1
            self._since = time.monotonic()

    def end(self):
        """Show the rest, and say how much there was of what is not shown."""
        self.flush()
        if self._is_cut:
            more = f"{self._lines_left_out:,} more lines" if self._lines_left_out else "more of it"
            self._show(
                f"\n… and {more}, not shown: a cell's first {MOST:,} characters are.\n", "stderr"
            )

    def _is_time(self):
        return time.monotonic() - self._since > PAUSE


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
