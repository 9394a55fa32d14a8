"""Turn problem sets into what students get, and what they hand in into points.

What you can do here::

    make assignments                      # dist/assignments: one zip per set
    make grade SUBMISSIONS=folder         # scores, feedback and a summary of the class

    from mixtures_lab.teach import mark   # in a hidden test of a problem set

A learner's code never runs in the process that holds the answers or the grades. The page
"For instructors" of the book says how all this is used.
"""

from .marks import Mark, mark

__all__ = ["Mark", "mark"]
