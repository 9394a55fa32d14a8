"""What is wrong with the shape of an answer, in words."""


def other_axis(problem, mine, right):
    """Which axis is too many or lost, and what to do about it."""
    if mine.ndim <= right.ndim:
        return (
            "an axis that is lost where it has length 1",
            "np.squeeze and .flatten drop every axis of length 1, of a single point or a single "
            "component as well: name the axis that is to go.",
        )
    letters = {n: letter for n, letter in zip(problem.size, "NKd", strict=True) if n > 1}
    shape, its_own = (_in_letters(a.shape, letters) for a in (mine, right))
    return (
        f"an axis too many: shape {shape} instead of {its_own}",
        "Leave out keepdims, or the None that added the axis; .reshape drops it in the end. "
        "Left in, it would broadcast against the next array to a whole matrix of numbers.",
    )


def _in_letters(shape, letters):
    names = [letters.get(n, str(n)) for n in shape]
    return f"({names[0]},)" if len(names) == 1 else f"({', '.join(names)})"


def wrong_shape(problems, got, axes):
    """Which shape an answer has instead of its own; `axes` say what rows and columns are."""
    for problem, g in zip(problems, got, strict=True):
        shape = problem.right[0].shape
        if g.shape == shape:
            continue
        N, K, d = problem.size
        where = f" (N = {N}, K = {K}, d = {d})"
        if g.shape == (K,) and shape == (N,):
            return f"there is one number for each column instead of each row{where}: axis=1"
        if 0 < g.ndim < len(shape):
            if g.shape == shape[: g.ndim]:
                where += f": one number for each {axes[0]}"
            elif g.shape == shape[len(shape) - g.ndim :]:
                where += f": one number for each {axes[1]}"
        return f"the shape is {g.shape} instead of {shape}{where}"
    return None
