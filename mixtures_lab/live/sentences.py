"""What an error means, in plain words, for the kinds that a learner meets."""


def sentence_for(error):
    """A sentence on what the error means, or "" where its own words are plain enough."""
    return ""
