"""A whole class is graded, and whatever was handed in gets a score with a reason."""

import contextlib
import csv
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from made_up_class import CLASS, NAME, ORDINARY, hands_in, write_class
from nbconvert import HTMLExporter

from mixtures_lab.teach.course import Course

ROOT = Path(__file__).parents[2]
SOURCES = ROOT / "book" / "assignments"


def grade_command(submissions, course, *more):
    command = [sys.executable, "-m", "mixtures_lab.teach", "--sources", SOURCES, "grade"]
    return [*map(str, command), str(submissions), "--course", str(course), *more]


class GradedClass:
    """What `make grade` wrote for the made-up class."""

    def __init__(self, folder, output):
        self.folder, self.output = folder, output
        with open(folder / f"scores-{NAME}.csv", encoding="utf-8-sig", newline="") as file:
            self.scores = {row["learner"]: row for row in csv.DictReader(file)}

    def result(self, learner):
        path = Course(self.folder).result(learner, NAME)
        return json.loads(path.read_text(encoding="utf-8"))["graded"]

    def feedback(self, learner):
        return (self.folder / "feedback" / learner / NAME / f"{NAME}.html").read_text("utf-8")


@pytest.fixture(scope="module")
def graded(released, tmp_path_factory):
    # Its letters mean something in a pattern, in an address, or to a shell.
    folder = tmp_path_factory.mktemp("class") / "Kurs [2026] 50%41 'ü' ?*#"
    write_class(released[NAME], folder / "submitted")
    made = subprocess.run(
        grade_command(folder / "submitted", folder / "course"),
        env={**os.environ, "PYTHONIOENCODING": "ascii"},  # a terminal without ü and π
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert made.returncode == 0, made.stderr
    return GradedClass(folder / "course", made.stdout + made.stderr)


def test_everybody_has_a_score(graded):
    assert set(graded.scores) == {learner.name for learner in CLASS}


@pytest.mark.parametrize("learner", CLASS, ids=lambda learner: learner.name)
def test_each_gets_their_points_and_a_reason(graded, learner):
    row = graded.scores[learner.name]
    said = json.dumps(graded.result(learner.name), ensure_ascii=False)
    assert float(row["score"]) == learner.score
    assert learner.says in said
    assert row["reason"]
    assert learner.name in graded.feedback(learner.name)


def test_the_named_mistakes_stand_in_the_feedback(graded):
    assert "ln π forgotten" in graded.feedback("mia-no-pi")
    assert "a posterior taken through the densities" in graded.feedback("ned-naive")
    assert "Half of the points" in graded.feedback("ned-naive")


def test_the_table_says_in_words_what_was_refused(graded):
    reasons = {name: row["reason"] for name, row in graded.scores.items()}
    assert reasons["flo-reference"] == "log_gaussians: mixtures_lab.log_gaussians was called"
    assert reasons["ivo-kills"] == "log_gaussians: os.kill is not allowed while grading"
    assert reasons["gil-files"].endswith("out of reach while grading")


def test_what_a_learner_wrote_is_escaped_in_the_feedback(released, tmp_path):

    from mixtures_lab.teach.feedback import feedback_page
    from mixtures_lab.teach.grading import grade, released_cells
    from mixtures_lab.teach.sources import read_set

    evil = "<script>alert(1)</script>"
    hands_in(P=f"    raise ValueError('{evil}')", words=evil)(
        json.loads(released[NAME].read_text()), tmp_path
    )
    problem_set = read_set(SOURCES / f"{NAME}.ipynb")
    path = tmp_path / NAME / f"{NAME}.ipynb"
    found = grade(problem_set, released_cells(released[NAME]), path, draw=5)
    page = feedback_page(evil, problem_set, found, {})
    assert evil not in page
    assert "&lt;script&gt;" in page


def test_all_that_is_written_lies_in_the_course_folder_whatever_its_name(graded):
    assert {path.name for path in graded.folder.parent.iterdir()} == {"submitted", "course"}
    assert [path.name for path in graded.folder.parent.parent.iterdir()] == [
        graded.folder.parent.name
    ]
    assert (graded.folder / "gradebook.db").is_file()


def test_the_gradebook_holds_every_score_and_what_a_person_has_to_mark(graded):
    with Course(graded.folder).gradebook() as book:
        for learner in CLASS:
            submission = book.find_submission(NAME, learner.name)
            assert submission.score == learner.score
        assert book.find_submission(NAME, "ada").needs_manual_grade
        assert not book.find_submission(NAME, "tom-blank").needs_manual_grade


def test_the_summary_counts_the_mistakes(graded):
    with open(graded.folder / f"mistakes-{NAME}.csv", encoding="utf-8-sig", newline="") as file:
        counts = {(r["function"], r["mistake"]): int(r["learners"]) for r in csv.DictReader(file)}
    assert counts["log_posterior", "ln π forgotten"] == 2
    assert sum(n for (function, _), n in counts.items() if function == "log_posterior") == len(
        CLASS
    )
    picture = (graded.folder / f"summary-{NAME}.svg").read_text(encoding="utf-8")
    assert "ln π forgotten" in picture


def test_a_graded_notebook_has_every_cell_the_gradebook_knows(graded, released):
    expected = [c["metadata"]["nbgrader"]["grade_id"] for c in cells_of(released[NAME])]
    for learner in ("cid-stripped", "abe-deleted", "kay-text", "dan-only-functions"):
        path = graded.folder / "autograded" / learner / NAME / f"{NAME}.ipynb"
        found = [c["metadata"].get("nbgrader", {}).get("grade_id") for c in cells_of(path)]
        assert found[: len(expected)] == expected


def answer_in(graded, learner, id="answer-outlier"):
    """The cell of an answer as nbgrader's pages show it."""
    path = graded.folder / "autograded" / learner / NAME / f"{NAME}.ipynb"
    return next(c for c in cells_of(path) if c["metadata"]["nbgrader"]["grade_id"] == id)


def test_what_a_person_opens_does_nothing_by_itself(graded):
    page = HTMLExporter().from_filename(
        str(graded.folder / "autograded" / "evil" / NAME / f"{NAME}.ipynb")
    )[0]
    for html in (page, graded.feedback("evil")):
        soup = BeautifulSoup(html, "html.parser")
        assert not soup.find_all(onerror=True)
        assert not [a for a in soup.find_all("a", href=True) if "javascript" in a["href"]]
        assert "onerror" in soup.get_text(), "its words are lost"
    assert r"\href" not in answer_in(graded, "evil")["source"]


def test_words_and_photos_wait_for_a_person_wherever_they_stand(graded):
    assert "Below: answer-outlier." in answer_in(graded, "below")["source"]
    assert "Below: answer-outlier." in graded.feedback("below")
    assert answer_in(graded, "photo")["attachments"]
    assert "data:image/png;base64,iVBOR" in graded.feedback("photo")
    with open(graded.folder / f"waiting-{NAME}.csv", encoding="utf-8-sig", newline="") as file:
        waits = {(row["learner"], row["what"]): row["why"] for row in csv.DictReader(file)}
    for learner in ("below", "photo"):
        assert waits[learner, "answer-outlier"] == "not marked yet"
    assert ("photo", "answer-derivation") not in waits
    assert ("tom-blank", "answer-outlier") not in waits


def test_no_tick_stands_over_a_function_that_raised(graded):
    (box,) = [v["box"] for v in graded.result("pia-raises")["verdicts"] if v["score"] == 0]
    assert "✓" not in box and "✗" in box


def cells_of(path):
    return json.loads(path.read_text(encoding="utf-8"))["cells"]


def processes_below(folder):
    """The processes whose working folder is below this one, once they had a second to end."""
    end = time.monotonic() + 1
    while True:
        found = []
        for link in Path("/proc").glob("[0-9]*/cwd"):
            with contextlib.suppress(OSError):
                if Path(os.readlink(link)).is_relative_to(folder):
                    found.append(link.parent.name)
        if not found or time.monotonic() > end:
            return found
        time.sleep(0.05)


def test_killed_and_started_again_nothing_is_lost_or_done_twice(released, tmp_path):
    quick = ORDINARY[:6]
    write_class(released[NAME], tmp_path / "submitted", quick)
    course, results = tmp_path / "course", tmp_path / "course" / "results" / NAME
    command = grade_command(tmp_path / "submitted", course)
    own = {
        **os.environ,
        "TMPDIR": str(tmp_path),
    }  # where its learners' processes have their folders
    process = subprocess.Popen(
        command, env=own, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        end = time.monotonic() + 120
        while len(list(results.glob("*.json"))) < 2 and time.monotonic() < end:
            assert process.poll() is None, "it was done before it could be killed"
            time.sleep(0.02)
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert not processes_below(tmp_path)
    before = {path.name: path.stat().st_mtime_ns for path in results.glob("*.json")}
    assert 2 <= len(before) < len(quick)
    again = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert again.returncode == 0, again.stderr
    assert f"{len(before)} of {len(quick)} submissions were graded before." in again.stdout
    after = {path.name: path.stat().st_mtime_ns for path in results.glob("*.json")}
    assert len(after) == len(quick)
    assert {name: after[name] for name in before} == before
    rows = (course / f"scores-{NAME}.csv").read_text(encoding="utf-8-sig").splitlines()[1:]
    assert len(rows) == len(quick)


def test_a_folder_without_submissions_is_said_in_a_sentence(tmp_path):
    (tmp_path / "empty").mkdir()
    made = subprocess.run(
        grade_command(tmp_path / "empty", tmp_path / "course"), capture_output=True, text=True
    )
    assert made.returncode == 1
    assert made.stderr == f"teach: {tmp_path / 'empty'} holds no submission\n"
