"""One page of feedback per learner: points, what is wrong by name, and where to read on."""

import re

from jinja2 import Environment

from ..checks.show import box
from .safe import as_html
from .submission import SHOWN

#: What a learner may do who handed in something else.
ASK = "Please hand in the notebook that you worked in: the file whose name ends in .ipynb."

PAGE = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True).from_string("""\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{ title }}: feedback for {{ learner }}</title>
<style>
:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem;
       overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; line-height: 1.25; } h2 { font-size: 1.1rem; margin: 2.2rem 0 .4rem; }
p, details, blockquote { margin: .5rem 0; }
summary { cursor: pointer; }
pre, blockquote { padding: .5rem .9rem; border: 1px solid #8c8c8c; border-radius: 4px; }
pre { font-size: .85rem; white-space: pre-wrap; }
img { max-width: 100%; } math { overflow-x: auto; max-width: 100%; }
td, th { border: 1px solid #8c8c8c; padding: .1rem .5rem; } table { border-collapse: collapse; }
.points { font-weight: normal; white-space: nowrap; }
</style>
</head>
<body>
<main>
<h1>{{ title }}</h1>
<p>{{ learner }}: <strong>{{ "%g"|format(score) }} of {{ "%g"|format(points) }} points</strong>
{%- if due %} so far. A person will read your words, for {{ "%g"|format(due) }} more
{%- endif %}.</p>
{% if reason %}<p>{{ reason }}</p>{% endif %}
{% if until %}<p>Both answers side by side follow after {{ until }}, when nobody can hand in
any more.</p>{% endif %}
{% if notes %}
<ul>{% for note in notes %}<li>{{ note }}</li>{% endfor %}</ul>
{% endif %}
{% for item in items %}
<h2>{{ item.name }} <span class="points">· {{ "%g"|format(item.score) }} of
{{ "%g"|format(item.points) }}</span></h2>
{{ item.box|safe }}
{% if item.comment %}<div><strong>Comment:</strong> {{ item.comment|safe }}</div>{% endif %}
{% if item.read %}<p>Read on in the book:
{% for words, link in item.read %}
{% if link %}<a href="{{ link }}">{{ words }}</a>{% else %}{{ words }}{% endif %}
{{- "." if loop.last else "; " }}
{% endfor %}</p>{% endif %}
{% if item.code %}
<details><summary>Your cell</summary><pre>{{ item.code }}</pre></details>
{% endif %}
{% endfor %}
{% for answer in answers %}
<h2>{{ answer.name }} <span class="points">·
{% if answer.score is none %}to be marked
{% else %}{{ "%g"|format(answer.score) }} of {{ "%g"|format(answer.points) }}
{% endif %}</span></h2>
<blockquote>{{ answer.text|safe or "No answer." }}</blockquote>
{% if answer.comment %}<div><strong>Comment:</strong> {{ answer.comment|safe }}</div>{% endif %}
{% endfor %}
</main>
</body>
</html>
""")


def feedback_page(learner, problem_set, graded, marks, until="", book=""):
    """The page, as HTML that asks no other site for anything.

    `marks` are the points and comments that the gradebook has, by a test's or an answer's id.
    `until` a time, if one is given, no right number is on it: of a mistake it has the name alone.
    `book` is the address of the book's site, where chapters are linked to.
    """
    codes = {function: graded.cells.get(id, "") for function, id in problem_set.ids.items()}
    answers = [
        {
            "name": reply.id.replace("answer-", "In words: ").replace("-", " "),
            "score": marks.get(reply.id, (None, ""))[0],
            "comment": as_html(marks.get(reply.id, (None, ""))[1]),
            "points": reply.points,
            "text": "" if reply.blank else as_html(reply.text[:SHOWN], reply.images),
        }
        for reply in graded.replies
    ]
    items = [
        {
            "name": verdict.function,
            "score": marks.get(verdict.id, (verdict.score, ""))[0],
            "comment": as_html(marks.get(verdict.id, (None, ""))[1]),
            "points": verdict.points,
            "box": brief_box(verdict) if until else verdict.box,
            "read": []
            if verdict.score == verdict.points
            else [
                (words, link_to(words, problem_set, book))
                for words in problem_set.chapters.get(verdict.function, [])
            ],
            "code": "" if verdict.right else codes.get(verdict.function, ""),
        }
        for verdict in graded.verdicts
    ]
    unread = not graded.verdicts or all(v.mistake == "no notebook" for v in graded.verdicts)
    return PAGE.render(
        title=problem_set.title,
        learner=learner,
        score=sum(given["score"] or 0 for given in (*items, *answers)),
        points=problem_set.points,
        due=sum(a["points"] for a in answers if a["score"] is None),
        reason=f"It could not be graded: {graded.reason}. {ASK}" if unread else "",
        notes=[note[0].upper() + note[1:] + "." for note in graded.notes],
        items=[] if unread else items,
        answers=answers,
        until=until,
    )


def link_to(chapter, problem_set, book):
    """The address of a chapter that is named by its number; none without the book's."""
    number = re.search(r"\d+", chapter)
    pages = problem_set.path.parents[1].glob(f"{int(number[0]):02}-*.ipynb") if number else ()
    page = next(iter(sorted(pages)), None)
    if not page or not re.match(r"https?://", book):
        return ""
    return f"{book.rstrip('/')}/{page.parent.name}/{page.stem}.html"


def brief_box(verdict):
    """What is wrong by its name, without a number of the course's own."""
    if verdict.right:
        return verdict.box
    heading = f"{'✗ ' if verdict.score < verdict.points else ''}{verdict.function}"
    words = verdict.mistake or "It differs from the right answer."
    return box(heading, words[0].upper() + words[1:], passed=False)
