"""What a learner does to a session, one action at a time."""


def act(session, name, **arguments):
    """One action; the frame that answers it."""
    session.act({"name": name, **arguments})
    return session.frame
