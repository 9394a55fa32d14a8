"""What fails for one learner fails for that one alone, is said with their name, and goes on."""

from contextlib import contextmanager

from .door import one_line


class Guard:
    """Around one stage for one learner.

    Parameters
    ----------
    say : callable
        Called with a sentence for each stage that failed.
    """

    def __init__(self, say):
        self._say, self._notes = say, {}

    @contextmanager
    def __call__(self, item, stage, book=None):
        """What is done within may fail; a gradebook is then as it was before."""
        try:
            yield
        except Exception as error:
            note = one_line(f"{stage} failed ({type(error).__name__}: {error})")[:500]
            self._notes.setdefault(item, []).append(f"{item.learner}: {note}; run it again")
            self._say(f"{item.learner}, {item.name}: {note}. The same command tries it again.")
            if book is not None:
                book.db.rollback()

    def notes(self, item):
        """What failed for this learner, in sentences."""
        return tuple(self._notes.get(item, ()))
