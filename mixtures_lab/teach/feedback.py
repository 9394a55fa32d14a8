"""One page of feedback per learner: points, what is wrong by name, and where to read on."""

from jinja2 import Environment

PAGE = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True).from_string("""\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{ title }}: feedback for {{ learner }}</title>
<style>
:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.1rem; margin: 2rem 0 .3rem; }
table { border-collapse: collapse; } td, th { padding: .2rem .8rem .2rem 0; text-align: left; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; padding: .5rem .8rem;
      border: 1px solid; border-radius: 4px; font-size: .85rem; }
.points { font-weight: normal; }
</style>
</head>
<body>
<h1>{{ title }}</h1>
<p>{{ learner }}: <strong>{{ "%g"|format(score) }} of {{ "%g"|format(points) }} points</strong>
{%- if due %}, and {{ "%g"|format(due) }} still to be given by a person{% endif %}.</p>
{% if reason %}<p>{{ reason }}</p>{% endif %}
{% if notes %}
<ul>{% for note in notes %}<li>{{ note }}</li>{% endfor %}</ul>
{% endif %}
{% for item in items %}
<h2>{{ item.name }} <span class="points">· {{ "%g"|format(item.score) }} of
{{ "%g"|format(item.points) }}</span></h2>
{{ item.box|safe }}
{% if item.code %}
<details><summary>Your cell</summary><pre>{{ item.code }}</pre></details>
{% endif %}
{% endfor %}
{% for answer in answers %}
<h2>In words <span class="points">·
{% if answer.score is none %}to be marked
{% else %}{{ "%g"|format(answer.score) }} of {{ "%g"|format(answer.points) }}
{% endif %}</span></h2>
<pre>{{ answer.text or "No answer." }}</pre>
{% if answer.comment %}<p><strong>Comment:</strong> {{ answer.comment }}</p>{% endif %}
{% endfor %}
</body>
</html>
""")


def feedback_page(learner, problem_set, graded, by_hand, codes):
    """The page, as HTML that asks no other site for anything.

    `by_hand` are the points and comments of a person, and `codes` the learner's cells by
    function.
    """
    answers = [
        {
            "score": by_hand.get(reply.id, (None, ""))[0],
            "comment": by_hand.get(reply.id, (None, ""))[1],
            "points": reply.points,
            "text": "" if reply.blank else reply.text,
        }
        for reply in graded.replies
    ]
    items = [
        {
            "name": verdict.function,
            "score": verdict.score,
            "points": verdict.points,
            "box": verdict.box,
            "code": "" if verdict.right else codes.get(verdict.function, ""),
        }
        for verdict in graded.verdicts
    ]
    unread = not graded.verdicts or all(v.mistake == "no notebook" for v in graded.verdicts)
    return PAGE.render(
        title=problem_set.title,
        learner=learner,
        score=graded.score + sum(a["score"] or 0 for a in answers),
        points=problem_set.points,
        due=sum(a["points"] for a in answers if a["score"] is None),
        reason=f"It could not be graded: {graded.reason}." if unread else "",
        notes=[note[0].upper() + note[1:] + "." for note in graded.notes],
        items=[] if unread else items,
        answers=answers,
    )
