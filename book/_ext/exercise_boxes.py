"""The boxes of sphinx-exercise as plain HTML that works without a script.

A solution (or any titled admonition) with the class ``dropdown`` becomes a
``<details>``, which folds by itself.
"""

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform


class details(nodes.General, nodes.Element):
    pass


class summary(nodes.General, nodes.TextElement):
    pass


class ExerciseBoxes(SphinxPostTransform):
    # After sphinx-exercise has written the titles of its boxes (20 to 22).
    default_priority = 30
    formats = ("html",)

    def run(self, **kwargs):
        for section in list(self.document.findall(nodes.section)):
            # The same id in every box of a page, on a section without a heading.
            if section["ids"] in (["exercise-content"], ["solution-content"]):
                section.parent.replace(section, section.children)
        for box in list(self.document.findall(nodes.Admonition)):
            if "dropdown" in box["classes"] and isinstance(box[0], nodes.title):
                box.parent.replace(box, _folded(box))


def _folded(box):
    title, *content = box.children
    for link in list(title.findall(nodes.reference)):
        link.parent.replace(link, link.children)  # it would take the click that unfolds
    classes = [name for name in box["classes"] if name != "dropdown"]
    folded = details("", ids=box["ids"], classes=["admonition", *classes])
    folded += summary("", "", *title.children, classes=["admonition-title"])
    folded += content
    return folded


def _visit(tag):
    return lambda self, node: self.body.append(self.starttag(node, tag, ""))


def _depart(tag):
    return lambda self, node: self.body.append(f"</{tag}>\n")


def setup(app):
    for node, tag in ((details, "details"), (summary, "summary")):
        app.add_node(node, html=(_visit(tag), _depart(tag)))
    app.add_post_transform(ExerciseBoxes)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
