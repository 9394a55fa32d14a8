"""The interactive picture: drag the means, step EM and K-means, see every matrix.

    from mixtures_lab.explorer import Explorer
    Explorer(X)                                        # in a notebook
    Explorer(X, e_step=my_e_step, m_step=my_m_step)    # your code, step by step
    Explorer(X, assign=my_assign, update=my_update)    # and your K-means

In a notebook Python computes every number. On a page without a kernel a small
JavaScript engine does, held to the package by tests. PROTOCOL.md is what they share.
"""

__all__ = ["Explorer"]


def __getattr__(name):
    """`Explorer`, on first use: it needs anywidget, the session does not."""
    if name != "Explorer":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    try:
        from .widget import Explorer
    except ModuleNotFoundError as error:
        if error.name not in ("anywidget", "traitlets"):
            raise
        raise ModuleNotFoundError(
            f"the explorer needs {error.name}: pip install 'mixtures-lab[explorer]'",
            name=error.name,
        ) from None
    return Explorer
