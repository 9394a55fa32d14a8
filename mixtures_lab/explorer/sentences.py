"""What the status line says, from the templates of src/words.json. As src/sentences.js."""

from .words import WORDS

#: A change below this, relative to the value, is rounding.
ROUNDING = WORDS["ROUNDING"]

SENTENCES = {**WORDS["SENTENCES"], **WORDS["LATER"]}
PHASES, STEPS = WORDS["PHASES"], WORDS["STEPS"]


def say(name, count=1, **values):
    """A sentence with its values put in; `count` chooses between one thing and several."""
    template = SENTENCES[name]
    if isinstance(template, list):
        template = template[count != 1]
    return template.format(**values)


def say_of(name, indices, **values):
    """A sentence on some components or clusters, whose indices count from 0."""
    *others, last = (str(j + 1) for j in indices)
    which = f"{', '.join(others)} and {last}" if others else last
    return say(name, len(indices), which=which, **values)


def spoken(x):
    """A number as a person reads it in a sentence: 1130.42, −0.50, 1.2e−7."""
    size, sign = abs(x), "−" if x < 0 else ""
    if size == float("inf"):
        return f"{sign}∞"
    if size != 0 and (size < 0.005 or size >= 1e7):
        digits, power = f"{size:.1e}".split("e")
        return f"{sign}{digits}e{int(power)}".replace("-", "−")
    return f"{sign}{size:.2f}"


def progress(t, phase, what, quantity, value, before):
    """The sentence of a step, a start or an edit.

    `what` names a start or an edit. `before` is the value one iteration
    earlier, None where the two cannot be compared.
    """
    if before is None:
        change = ""
    elif abs(value - before) <= ROUNDING * abs(value):
        change = say("unchanged")
    else:
        change = say("down" if value < before else "up", by=spoken(abs(value - before)))
    what = what if phase in ("start", "edit") else PHASES[phase]
    value = spoken(value)
    return say("progress", t=t, what=what, quantity=quantity, value=value, change=change)


def not_now(action, following):
    """An action that is not legal, and what would be."""
    action = f"The {STEPS[action]}" if action in STEPS else f"“{action}”"
    if not following:
        return say("not_now", action=action)
    return say("not_before", action=action, next=STEPS[following])


def failed(message):
    return say("failed", message=capital(message))


def capital(words):
    return words[:1].upper() + words[1:]
