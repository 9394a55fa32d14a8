"""Equations are called by their id: ``(dist-6)``, not ``(17)``.

The docstrings, the tests and the problem sets refer to a line of the derivation
by its id, so the id is what the page shows beside the line and what a
``{eq}`` reference prints.
"""

from sphinx.domains.math import MathDomain


class EquationIds(MathDomain):
    def note_equation(self, docname, labelid, location=None):
        super().note_equation(docname, labelid, location)  # warns about duplicates
        self.equations[labelid] = (docname, labelid)


def _leave_numbering_to_the_ids(app, config):
    config.math_numfig = False


def setup(app):
    app.add_domain(EquationIds, override=True)
    app.connect("config-inited", _leave_numbering_to_the_ids)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
