"""Where the wrong functions are kept."""

#: task -> [(why, function)]
WRONG = {}


def wrong(task, why):
    """Keep a function under its task with what is wrong with it."""

    def keep(function):
        WRONG.setdefault(task, []).append((why, function))
        return function

    return keep
