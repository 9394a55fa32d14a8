"""A progress bar for work that takes long, where tqdm is there to draw it."""

import time

#: Seconds before a bar appears. Whoever waits less than this needs none.
PATIENCE = 3.0


class Progress:
    """Counts steps, and shows them once they have taken a while."""

    def __init__(self, what):
        self._what, self._steps, self._bar, self._looked = what, 0, None, False
        self._due = time.monotonic() + PATIENCE

    def __enter__(self):
        return self

    def step(self, **figures):
        """One step more; `figures` are shown beside the count."""
        self._steps += 1
        if not self._looked and time.monotonic() > self._due:
            self._bar, self._looked = self._begin(), True
        if self._bar is not None:
            self._bar.set_postfix(figures, refresh=False)
            self._bar.update(self._steps - self._bar.n)

    def _begin(self):
        try:
            from tqdm.auto import tqdm
        except ImportError:
            return None
        return tqdm(desc=self._what, unit=" iterations", leave=False)

    def __exit__(self, *error):
        if self._bar is not None:
            self._bar.close()
