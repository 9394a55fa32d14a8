"""What the status line says. The same words as src/sentences.js."""

#: A change below this, relative to the value, is rounding.
ROUNDING = 1e-12

AFTER = {
    "e": "after the E-step",
    "m": "after the M-step",
    "assign": "after the assignment",
    "update": "after the update",
}

STEP = {
    "e_step": "the E-step",
    "m_step": "the M-step",
    "assign": "the assignment",
    "update": "the update",
}

NAME = {"em": "EM", "kmeans": "K-means"}


def spoken(x):
    """A number as a person reads it in a sentence: 1130.42, −0.50, 1.2e−7."""
    size, sign = abs(x), "−" if x < 0 else ""
    if size != 0 and (size < 0.005 or size >= 1e7):
        digits, power = f"{size:.1e}".split("e")
        return f"{sign}{digits}e{int(power)}".replace("-", "−")
    return f"{sign}{size:.2f}"


def listed(indices):
    """ "1", "1 and 2", "1, 2 and 3", from indices that count from 0."""
    *others, last = (str(j + 1) for j in indices)
    return f"{', '.join(others)} and {last}" if others else last


def progress(t, phase, what, quantity, nll, before):
    """The sentence of a step, a start or an edit.

    `what` names a start or an edit. `before` is the value one iteration
    earlier, None where the two cannot be compared.
    """
    if before is None:
        change = ""
    elif abs(nll - before) <= ROUNDING * abs(nll):
        change = ", unchanged"
    else:
        change = f", {'down' if nll < before else 'up'} {spoken(abs(nll - before))}"
    return f"Iteration {t}, {AFTER.get(phase, what)}: {quantity} = {spoken(nll)}{change}."


def moved_mean(j, x, y):
    return f"mean {j + 1} moved to ({spoken(x)}, {spoken(y)})"


def set_sigma(j, sigma):
    return f"σ of component {j + 1} set to {spoken(sigma)}"


def added_point(i, x, y):
    return f"point {i + 1} added at ({spoken(x)}, {spoken(y)})"


def removed_point(i):
    return f"point {i + 1} removed"


def first_guess(label):
    return f"first guess ({label})"


def begins_here(algorithm):
    return f"{NAME[algorithm]} begins from these means"


def settled(algorithm):
    return f"Nothing changes any more: {NAME[algorithm]} has converged."


def emptied(components):
    if len(components) == 1:
        return f"Component {listed(components)} has lost every point: its weight is 0."
    return f"Components {listed(components)} have lost every point: their weights are 0."


def on_the_floor(components, floor):
    return f"σ of component{_s(components)} {listed(components)} is on its floor, {spoken(floor)}."


def coincident(components):
    return f"Components {listed(components)} coincide, and no step can part them: move one."


def repaired(clusters):
    return (
        f"Cluster{_s(clusters)} {listed(clusters)} had lost every point, and "
        "began again at a point far from the other means."
    )


def too_many_components(K, most):
    return (
        f"K can be 1 to {most} here, not {K}: "
        "there must be a point for every component, and at most 8."
    )


def too_few_points(N, K):
    plural = "" if N == 1 else "s"
    return f"{N} point{plural} must stay for K = {K}: lower K before removing more."


def not_now(action, following):
    hint = f": the next step is {STEP.get(following)}" if following else ""
    name = STEP.get(action, f"“{action}”")
    return f"{name[:1].upper()}{name[1:]} cannot be done now{hint}."


def not_there(what):
    return f"There is no {what}."


def not_a_number(what):
    return f"{what} needs a finite number."


def failed(message):
    return f"{message[:1].upper()}{message[1:]}. Nothing was changed."


def _s(indices):
    return "" if len(indices) == 1 else "s"
