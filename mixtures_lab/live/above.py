"""Which cells above must run first, so that a cell shows what it would from top to bottom.

A name comes from the nearest cell above that makes it, and from those that changed it since: its
makers. They need not run again if nothing that ran later has touched the name, and if they ran
as they now stand, with what they need.
"""

from .names import names_of


def needed(cells, history):
    """The ids of the cells that must run before the last one, in order.

    Parameters
    ----------
    cells : list of (id, code)
        In the page's order; the last is the one to be run.
    history : list of (id, code, done)
        What ran since the names were last forgotten, in that order, and whether it ended well.
    """
    page, last = Page(cells), len(cells) - 1
    ran = Ran(page, history)
    run, grown = {last}, True
    while grown:
        more = {
            maker
            for cell in run
            for name in page.reads(cell)
            if not ran.holds(name, page.makers(cell, name), run, cell)
            for maker in page.makers(cell, name)
        }
        grown = not more <= run
        run |= more
    return [cells[cell][0] for cell in sorted(run - {last})]


class Page:
    """The cells in their order, each by its place."""

    def __init__(self, cells):
        self.cells = [tuple(cell) for cell in cells]
        self.names = [names_of(code) for _, code in cells]
        self._generators = frozenset().union(*(names.generators for names in self.names))
        self._imports = frozenset().union(*(names.imports for names in self.names))
        self._reads, self._makers = {}, {}

    def touched(self, names, name):
        """Whether a cell with these names makes or changes a name.

        Who draws a random number changes its source; what is called of a module changes nothing.
        """
        changed = name in names.changes and name not in self._imports
        drawn = name in names.reads and name in self._generators
        return name in names.makes or names.everything or changed or drawn

    def makers(self, cell, name):
        """The cells above whose work the name holds when `cell` runs, in order."""
        if (cell, name) not in self._makers:
            makers = []
            for above in reversed(range(cell)):
                if self.touched(self.names[above], name):
                    makers.insert(0, above)
                    if name in self.names[above].makes:
                        break
            self._makers[cell, name] = makers
        return self._makers[cell, name]

    def reads(self, cell):
        """What a cell reads, and what the functions read that it may call."""
        if cell not in self._reads:
            reads, waiting = set(), set(self.names[cell].reads)
            while waiting:
                name = waiting.pop()
                reads.add(name)
                for maker in self.makers(cell, name)[-1:]:
                    waiting |= self.names[maker].later.get(name, frozenset()) - reads
            self._reads[cell] = reads
        return self._reads[cell]


class Ran:
    """What the names hold, from what has run."""

    def __init__(self, page, history):
        self._page = page
        places = {cell: place for place, cell in enumerate(page.cells)}
        self._ran = [
            (places.get((id, code)) if done else None, names_of(code)) for id, code, done in history
        ]
        self._when = {place: at for at, (place, _) in enumerate(self._ran)}
        self._valid = {}

    def holds(self, name, makers, run, reader):
        """Whether a name holds the work of its makers, also when `run` has run up to `reader`."""
        above = (self._page.names[cell] for cell in run if cell < reader)
        if any(self._page.touched(names, name) for names in above):
            return False
        touched = [place for place, names in self._ran if self._page.touched(names, name)]
        held = touched[-len(makers) :] if makers else []
        return held == makers and all(map(self._is_valid, makers))

    def _is_valid(self, cell):
        """Whether a cell ran as it stands, after all that it needs, which did likewise."""
        if cell not in self._valid:
            makers = {m for n in self._page.reads(cell) for m in self._page.makers(cell, n)}
            self._valid[cell] = cell in self._when and all(
                self._is_valid(m) and self._when[m] < self._when[cell] for m in makers
            )
        return self._valid[cell]
