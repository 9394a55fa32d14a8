"""Where the wrong functions are kept."""

#: task -> [(why, function)]
WRONG = {}

#: Of others, the words that must occur in the diagnosis, and those that must not.
WORDS = {}


def wrong(task, why, says=(), never=()):
    """Keep a function under its task with what is wrong with it, or what must be said of it."""

    def keep(function):
        if says:
            WORDS[task, why] = (function, says, never)
        else:
            WRONG.setdefault(task, []).append((why, function))
        return function

    return keep
