"""What stands for pictures, boxes and widgets while grading: it takes anything and does nothing."""

import dis
import sys
import types

import numpy as np


class Nothing(types.ModuleType):
    """Any attribute, call, item or sum of it is nothing, too, and it can be taken apart."""

    __path__ = ()

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        if name == "subplots":
            return _subplots(of_pyplot=self.__name__.endswith("pyplot"))
        return Nothing(name)

    def __call__(self, *args, **kwargs):
        return self

    def __iter__(self):
        return iter([self] * _asked_for(sys._getframe(1)))

    def _itself(self, *_):
        return self

    def _no(self, *_):
        return False

    def _zero(self, *_):
        return 0

    __getitem__ = __enter__ = __neg__ = __abs__ = _itself
    __add__ = __sub__ = __mul__ = __truediv__ = __floordiv__ = __mod__ = __pow__ = _itself
    __radd__ = __rsub__ = __rmul__ = __rtruediv__ = __rfloordiv__ = __rmod__ = __rpow__ = _itself
    __lt__ = __le__ = __gt__ = __ge__ = __contains__ = _no
    __len__ = __int__ = __index__ = _zero

    def __bool__(self):
        return True

    def __float__(self):
        return 0.0

    def __format__(self, how):
        return ""

    def __setitem__(self, key, value):
        pass

    def __exit__(self, *_):
        return None

    def __mro_entries__(self, bases):
        return ()


def _asked_for(frame):
    """How many values the line that is being run takes apart, as in `n, bins, bars = plt.hist(x)`.

    Nobody else knows how many a picture's function would have returned.
    """
    code, at = frame.f_code.co_code, frame.f_lasti
    what, number = dis.opname[code[at]], code[at + 1]
    if what == "UNPACK_SEQUENCE":
        return number
    if what == "UNPACK_EX":  # with a star in it
        return number + (code[at - 1] if dis.opname[code[at - 2]] == "EXTENDED_ARG" else 0)
    return 0


def _subplots(of_pyplot):
    """As matplotlib's: the axes come in the shape that was asked for, so that they are counted."""

    def subplots(nrows=1, ncols=1, *args, squeeze=True, **kwargs):
        axes = np.empty((nrows, ncols), dtype=object)
        for place in np.ndindex(axes.shape):
            axes[place] = Nothing("axes")
        if squeeze:
            axes = axes.item() if axes.size == 1 else axes.squeeze()
        return (Nothing("figure"), axes) if of_pyplot else axes

    return subplots
