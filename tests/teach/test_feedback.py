"""One page of feedback: points, what is wrong by name, and where to read on."""

from types import SimpleNamespace

import pytest

from mixtures_lab.teach.feedback import brief_box, feedback_page, link_to
from mixtures_lab.teach.grading import Graded, Verdict

WRONG = Verdict("p", "log_gaussians", 4, 2, "no normaliser", "said", "<div>numbers 1.234</div>")
RIGHT = Verdict("q", "log_posterior", 4, 4, None, "right", "<div>all right</div>")
REPLY = SimpleNamespace(id="answer-why", points=3, blank=False, text="Because **so**.", images={})


@pytest.fixture
def problem_set(tmp_path):
    (tmp_path / "05-density.ipynb").touch()
    return SimpleNamespace(
        title="Set 3",
        points=11,
        ids={"log_gaussians": "p", "log_posterior": "q"},
        chapters={"log_gaussians": ["chapter 5"], "log_posterior": ["chapter 6"]},
        path=tmp_path / "assignments" / "03-set.ipynb",
    )


def page(problem_set, verdicts=(WRONG, RIGHT), marks=None, **options):
    graded = Graded("a reason", ("a note",), verdicts, (REPLY,), {"p": "a < b", "q": "fine"}, ())
    return feedback_page("ada", problem_set, graded, marks or {}, **options)


def test_the_points_are_added_up_and_what_a_person_will_read_is_said(problem_set):
    made = page(problem_set)
    assert "ada: <strong>6 of 11 points</strong>" in made
    assert "A person will read your words, for 3 more" in made
    assert "<li>A note.</li>" in made


def test_what_the_gradebook_has_goes_before_what_the_grader_gave(problem_set):
    made = page(problem_set, marks={"p": (3.5, "Nearly."), "answer-why": (2, "Well said.")})
    assert "ada: <strong>9.5 of 11 points</strong>" in made
    assert "Nearly." in made and "Well said." in made
    assert "A person will read" not in made


def test_code_and_where_to_read_on_stand_beside_what_is_wrong_alone(problem_set):
    made = page(problem_set, book="https://example.org/book/")
    assert "<pre>a &lt; b</pre>" in made and "fine" not in made
    assert (
        f'href="https://example.org/book/{problem_set.path.parents[1].name}/05-density.html"'
        in made
    )
    assert "chapter 6" not in made


def test_before_the_deadline_no_right_number_is_on_the_page(problem_set):
    made = page(problem_set, until="Monday")
    assert "1.234" not in made
    assert "No normaliser" in made and "after Monday" in made
    assert "1.234" in page(problem_set)


def test_a_notebook_that_could_not_be_read_is_asked_for(problem_set):
    made = page(problem_set, verdicts=(WRONG._replace(mistake="no notebook"),))
    assert "It could not be graded: a reason. Please hand in the notebook" in made
    assert "no normaliser" not in made.lower()


def test_a_brief_box_has_the_name_and_no_number():
    assert brief_box(RIGHT) == RIGHT.box
    assert "No normaliser" in brief_box(WRONG) and "1.234" not in brief_box(WRONG)
    nameless = brief_box(WRONG._replace(mistake=None))
    assert "It differs from the right answer." in nameless


@pytest.mark.parametrize(
    "chapter, book",
    [("chapter 9", "https://a.org"), ("the intro", "https://a.org"), ("chapter 5", "")],
)
def test_a_page_that_is_not_there_is_not_linked_to(problem_set, chapter, book):
    assert link_to(chapter, problem_set, book) == ""
