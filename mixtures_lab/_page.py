"""Whether this Python is one on a page of the book: mixtures_lab.live says so here."""

#: Shows objects on the page, as the last line of a cell is shown; None where there is no page.
display = None


class Stopped(KeyboardInterrupt):
    """The reader has pressed Stop: who catches whatever a learner's function raises, not this."""
