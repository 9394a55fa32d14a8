"""Of style sheets, the rules that can apply to a page that was built.

A rule stays when each of its classes, ids and elements occurs on some page, or as a word of some
script, which may put it there. A class that a script puts together, `name-${kind}`, is found by
its beginning. Attributes are not asked about: too many ways lead to one (`open`, `dataset`).

Custom properties, animations and fonts stay when a rule that stayed asks for them.
"""

import re
from html import unescape
from typing import NamedTuple

import tinycss2

# A tag, and its attributes as far as they have values in quotes, as Sphinx writes them.
TAG = re.compile(r"<([a-zA-Z][\w-]*)((?:\s+[^\s\"'>=]+(?:=\"[^\"]*\"|='[^']*')?)*)")
ATTRIBUTE = re.compile(r"([^\s\"'>=]+)(?:=\"([^\"]*)\"|='([^']*)')?")
WORD = re.compile(r"(?<![\w-])[A-Za-z_][\w-]*")
PROPERTY = re.compile(r"--[\w-]+")

#: One of what these hold must occur. What `:not()` holds need not.
ONE_OF = ("is", "where", "has")

#: At-rules with rules in them.
NESTING = ("media", "supports", "layer", "container")


class Used(NamedTuple):
    """The names that occur on pages and in scripts, and what the pages say about properties."""

    tags: set
    classes: set
    ids: set
    words: set
    properties: set

    def holds(self, kind, name):
        known = getattr(self, kind)
        return name in known or name in self.words or self._begun(name)

    def _begun(self, name):
        """Whether a script has the name up to one of its hyphens, and goes on from there."""
        return any(
            f"{name[: at + 1]}" in self.words for at in range(3, len(name)) if name[at] == "-"
        )


def names_in(pages, scripts):
    """What occurs in the HTML of pages and the text of scripts."""
    used = Used({"html", "body"}, set(), set(), set(), set())
    for page in pages:
        for tag, attributes in TAG.findall(page):
            used.tags.add(tag.lower())
            for name, value, other in ATTRIBUTE.findall(attributes):
                if name == "class":
                    used.classes.update(unescape(value or other).split())
                elif name == "id":
                    used.ids.add(unescape(value or other))
                elif name == "style":
                    used.properties.update(PROPERTY.findall(value or other))
    for script in scripts:
        used.words.update(WORD.findall(script))
        used.properties.update(PROPERTY.findall(script))
    return used


def used_rules(css, used):
    """The text of a style sheet, or of several, without what no page and no script uses."""
    rules = [*filter(None, (_living(rule, used) for rule in _parsed(css)))]
    while True:  # what asked may itself have gone
        text = "\n".join(_text(rule) for rule in rules)
        asked = used.properties | set(re.findall(r"var\(\s*(--[\w-]+)", text))
        beside = re.sub(r"@font-face\{[^}]*\}", "", text)
        kept = [*filter(None, (_asked_for(rule, asked, beside) for rule in rules))]
        if kept == rules:
            return text + "\n"
        rules = kept


class Style(NamedTuple):
    """Selectors and their declarations, or an at-rule without rules in it."""

    head: str
    declarations: tuple


class Group(NamedTuple):
    """An at-rule with rules in it."""

    head: str
    rules: tuple


def _parsed(css):
    nodes = tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)
    return filter(None, map(_rule, nodes))


def _rule(node):
    if node.type == "qualified-rule":
        return Style(_written(node.prelude), _declarations(node.content))
    if node.type != "at-rule" or node.content is None:  # @charset
        return None
    head = f"@{node.at_keyword} {_written(node.prelude)}".strip()
    if node.lower_at_keyword in NESTING:
        inner = tinycss2.parse_rule_list(node.content, skip_comments=True, skip_whitespace=True)
        return Group(head, tuple(filter(None, map(_rule, inner))))
    if node.lower_at_keyword.endswith("keyframes"):
        return Style(head, (_written(node.content),))
    return Style(head, _declarations(node.content))


def _declarations(content):
    """Each declaration as text. What is nested (`&:hover {…}`) is left as it is."""
    if any(token.type == "{} block" for token in content):
        return (_written(content),)
    parts, part = [], []
    for token in [*content, tinycss2.ast.LiteralToken(0, 0, ";")]:
        if token == ";":
            parts.append(_written(part))
            part = []
        else:
            part.append(token)
    return tuple(text for text in parts if text)


def _written(tokens):
    """Tokens as text, without comments and with single spaces."""
    kept = [token for token in tokens if token.type != "comment"]
    for token in kept:
        if token.type == "whitespace":
            token.value = " "
    return tinycss2.serialize(kept).strip()


def _text(rule):
    if isinstance(rule, Group):
        return f"{rule.head}{{\n" + "\n".join(_text(one) for one in rule.rules) + "\n}"
    return f"{rule.head}{{{';'.join(rule.declarations)}}}"


def _living(rule, used):
    """The rule without selectors that nothing matches; None where none is left."""
    if isinstance(rule, Group):
        rules = tuple(filter(None, (_living(one, used) for one in rule.rules)))
        return Group(rule.head, rules) if rules else None
    if rule.head.startswith("@"):
        return rule
    tokens = tinycss2.parse_component_value_list(rule.head)
    selectors = [part for part in _by_commas(tokens) if _may_match(part, used)]
    if not selectors:
        return None
    return Style(
        ",".join(tinycss2.serialize(part).strip() for part in selectors), rule.declarations
    )


def _by_commas(tokens):
    parts = [[]]
    for token in tokens:
        if token == ",":
            parts.append([])
        else:
            parts[-1].append(token)
    return parts


def _may_match(selector, used):
    """Whether all that a selector names occurs."""
    before = None
    for token in selector:
        if not _occurs(token, before, used):
            return False
        before = token
    return True


def _occurs(token, before, used):
    if token.type == "ident":
        if before == ":":
            return True  # :hover, ::before
        if before == ".":
            return used.holds("classes", token.value)
        return used.holds("tags", token.lower_value)
    if token.type == "hash":
        return used.holds("ids", token.value)
    if token.type == "function" and token.lower_name in ONE_OF:
        return any(_may_match(part, used) for part in _by_commas(token.arguments))
    return True


def _asked_for(rule, asked, text):
    """The rule without properties that none reads; None for a font or animation without use."""
    if isinstance(rule, Group):
        rules = tuple(filter(None, (_asked_for(one, asked, text) for one in rule.rules)))
        return Group(rule.head, rules) if rules else None
    if "keyframes" in rule.head:
        name = re.escape(rule.head.split()[-1])
        return rule if re.search(rf"animation[\w-]*:[^;}}]*\b{name}\b", text) else None
    if rule.head == "@font-face":
        family = re.search(r"font-family:\s*[\"']?([^;\"']+)", ";".join(rule.declarations))
        return rule if family and re.search(rf"font[^;}}]*{re.escape(family[1])}", text) else None
    kept = tuple(one for one in rule.declarations if not _is_idle(one, asked))
    return Style(rule.head, kept) if kept else None


def _is_idle(declaration, asked):
    name = declaration.partition(":")[0].strip()
    return name.startswith("--") and name not in asked
