"""Walk the instructors' page on a JupyterHub, word by word: `make test-hub`, as root on Linux.

A hub and its proxy are installed into a throwaway folder, three accounts are made (two lecturers
and a student), and the page's own commands are typed, from releasing a set to feedback that the
student reads. All is on 127.0.0.1; what was started is ended, and what was made is removed.
`--installed FOLDER` keeps hub and proxy there for another time.
"""

import argparse
import contextlib
import csv
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests" / "teach")]

from accounts import Account  # noqa: E402
from hub import Hub, install  # noqa: E402
from instructors_page import Page  # noqa: E402
from menus import Menus  # noqa: E402

from mixtures_lab.teach.sources import nbgrader_of, read_set  # noqa: E402

NAME = "01-distances-and-kmeans"
STUB = 'raise NotImplementedError("to be written by you")'

#: Seconds for all of it.
ALTOGETHER = 1500

LECTURER, SECOND, STUDENT = "mixlab-lecturer", "mixlab-second", "mixlab-student"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--installed", type=Path, help="where hub and proxy are, or will be kept")
    installed = parser.parse_args().installed
    missing = what_is_missing()
    if missing:
        print(f"The hub is not walked through: {missing}.")
        return
    signal.signal(signal.SIGALRM, too_long)
    signal.alarm(ALTOGETHER)
    with contextlib.ExitStack() as stack:
        scratch = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="mixlab-hub-")))
        scratch.chmod(0o755)
        installed = installed or scratch
        installed.mkdir(parents=True, exist_ok=True)
        accounts = {}
        for name in (LECTURER, SECOND, STUDENT):
            accounts[name] = Account(name)
            stack.callback(accounts[name].remove)
        Walk(scratch, installed.resolve(), accounts, stack).all()
    print("Every step of the page did what it says.")


def what_is_missing():
    """Why this computer cannot walk, in words; nothing if it can."""
    if sys.platform != "linux" or os.geteuid() != 0:
        return "it makes accounts, which needs root, on Linux"
    for program in ("node", "npm", "useradd", "userdel", "unzip", "git", "make"):
        if shutil.which(program) is None:
            return f"{program} is not found"
    return None


def too_long(*_):
    raise TimeoutError(f"the walk was not done after {ALTOGETHER} seconds")


class Walk:
    """The steps, in the order of the page."""

    def __init__(self, scratch, installed, accounts, stack):
        self.scratch, self.installed, self.stack = scratch, installed, stack
        self.lecturer, self.second, self.student = accounts.values()
        self.exchange, self.shared = scratch / "exchange", scratch / "mixtures101"
        self.names = {
            "/srv/nbgrader/exchange": str(self.exchange),
            "/srv/mixtures101": str(self.shared),
            "/home/you": str(self.lecturer.home),
            "OTHER": self.second.name,
            "YOU": self.lecturer.name,
        }
        self.page = Page("On a JupyterHub", self.names)
        self.programs = installed / "env" / "bin"
        self.course = self.lecturer.home / "mixtures101"

    def all(self):
        for step in (
            self.the_lecturer_makes_the_zips,
            self.the_hub_is_installed,
            self.the_hub_runs,
            self.the_course_is_made_and_a_set_released,
            self.the_student_fetches_works_and_submits,
            self.the_lecturer_collects_and_grades,
            self.nobody_else_reads_the_course,
            self.the_answers_are_marked_on_the_hub,
            self.the_student_reads_the_feedback,
            self.a_second_lecturer_goes_on,
        ):
            start = time.monotonic()
            step()
            words = step.__name__.replace("_", " ")
            print(f"{time.monotonic() - start:5.0f} s  {words}", flush=True)

    def nbgrader(self, account, commands, folder):
        return account.run(commands, folder, self.programs)

    def the_lecturer_makes_the_zips(self):
        clone = self.lecturer.home / "mixtures-lab"
        subprocess.run(["git", "clone", "--quiet", ROOT, clone], check=True)
        self.lecturer.own(clone)
        self.lecturer.run("make assignments", clone)
        assert (clone / "dist" / "assignments" / f"{NAME}.zip").is_file()

    def the_hub_is_installed(self):
        install(self.installed)
        unzipped = self.scratch / "zip"
        zipped = self.lecturer.home / "mixtures-lab" / "dist" / "assignments" / f"{NAME}.zip"
        subprocess.run(["unzip", "-q", zipped, "-d", unzipped], check=True)
        (unzipped,) = unzipped.iterdir()
        pip = [self.programs / "pip", "install", "-q", "-r", "requirements.txt"]
        subprocess.run(pip, cwd=unzipped, check=True, timeout=600)
        self.exchange.mkdir()
        self.exchange.chmod(0o777)
        config = self.page.block("ClearSolutions").splitlines()
        for_students = self.installed / "env" / "etc" / "jupyter" / "nbgrader_config.py"
        for_students.parent.mkdir(parents=True, exist_ok=True)
        for_students.write_text("\n".join(config[:3]) + "\n")

    def the_hub_runs(self):
        accounts = (self.lecturer, self.second, self.student)
        hub = Hub(self.scratch / "hub", self.installed, accounts)
        self.hub = self.stack.enter_context(hub)
        for account in (self.lecturer, self.student):
            self.hub.start(account)

    def the_course_is_made_and_a_set_released(self):
        self.lecturer.run("mkdir mixtures101 && chmod 700 mixtures101")
        config = self.course / "nbgrader_config.py"
        config.write_text(self.page.block("ClearSolutions"))
        self.lecturer.own(config)
        listed = self.nbgrader(self.lecturer, self.page.block("release_assignment"), self.course)
        assert f"mixtures101 {NAME}" in listed

    def the_student_fetches_works_and_submits(self):
        fetch, submit = self.page.block("fetch_assignment").splitlines()
        # By the button of Assignment List, and by the page's command.
        listed = json.loads(self.hub.ask(self.student, "GET", "/assignments?course_id=mixtures101"))
        assert [found["assignment_id"] for found in listed["value"]] == [NAME]
        asked = {"course_id": "mixtures101", "assignment_id": NAME}
        self.hub.ask(self.student, "POST", "/assignments/fetch", asked)
        notebook = self.student.home / NAME / f"{NAME}.ipynb"
        assert notebook.is_file()
        shutil.rmtree(notebook.parent)
        self.nbgrader(self.student, fetch, ".")
        worked = solved(notebook)
        notebook.write_text(json.dumps(worked))
        run = f"jupyter nbconvert --to notebook --execute --inplace {NAME}/{NAME}.ipynb"
        self.nbgrader(self.student, run, ".")
        said = notebook.read_text()
        for function in read_set(ROOT / "book" / "assignments" / f"{NAME}.ipynb").solutions:
            assert f"✓ {function}" in said, f"the check of {function} did not pass"
        self.nbgrader(self.student, submit, ".")
        # Once more, after a change, by the button: --update takes the later one.
        notebook.write_text(notebook.read_text().replace("Said in words.", "Said again."))
        self.hub.ask(self.student, "POST", "/assignments/submit", asked)

    def the_lecturer_collects_and_grades(self):
        self.nbgrader(self.lecturer, self.page.block("nbgrader collect"), self.course)
        self.grade()
        row = self.row()
        assert row["reason"] == "all functions are right" and row["score"] == "10", row
        assert "Said again." in self.result()

    def grade(self, account=None, clone="mixtures-lab"):
        account = account or self.lecturer
        return account.run(self.page.block("make grade"), account.home / clone)

    def row(self):
        with open(self.course / f"scores-{NAME}.csv", encoding="utf-8-sig", newline="") as file:
            (row,) = csv.DictReader(file)
        assert row["learner"] == STUDENT
        return row

    def result(self):
        (path,) = (self.course / "results" / NAME).glob("*.json")
        return path.read_text()

    def nobody_else_reads_the_course(self):
        for account in (self.student, self.second):
            assert "Permission denied" in account.run(f"ls {self.course}", fails=True)
        # The exchange takes what is handed in, and shows it to nobody else.
        inbound = self.exchange / "mixtures101" / "inbound"
        assert "Permission denied" in self.second.run(f"ls {inbound}", fails=True)

    def the_answers_are_marked_on_the_hub(self):
        config = self.lecturer.home / ".jupyter" / "nbgrader_config.py"
        config.parent.mkdir(exist_ok=True)
        config.write_text(self.page.block("CourseDirectory.root"))
        self.lecturer.own(config.parent)
        with Menus(self.hub, self.lecturer) as menus:
            menus.restart_the_server()
            menus.open_the_formgrader(NAME)
            menus.open_the_assignment_list("mixtures101")
        self.hub.start(self.lecturer)
        self.mark(self.lecturer, points=2, comment="Well said.")
        assert "1 of 1 submissions were graded before" in self.grade()
        assert self.row()["score"] == "12", self.row()

    def mark(self, account, points, comment):
        """Give points and a comment to the first answer in words, as the formgrader's page does."""
        prefix = "/formgrader/api"

        def get(path):
            return json.loads(self.hub.ask(account, "GET", prefix + path))

        (submission,) = get(f"/submitted_notebooks/{NAME}/{NAME}")
        grades = get(f"/grades?submission_id={submission['id']}")
        grade = next(g for g in grades if g["needs_manual_grade"])
        self.hub.ask(account, "PUT", f"{prefix}/grade/{grade['id']}", {"manual_score": points})
        comments = get(f"/comments?submission_id={submission['id']}")
        said = next(c for c in comments if c["name"] == grade["name"])
        self.hub.ask(account, "PUT", f"{prefix}/comment/{said['id']}", {"manual_comment": comment})

    def the_student_reads_the_feedback(self):
        self.nbgrader(self.lecturer, self.page.block("release_feedback"), self.course)
        assert "Well said." in self.fetched()

    def fetched(self):
        """The page of feedback that the student fetches, with the page's own command."""
        self.nbgrader(self.student, f"nbgrader fetch_feedback {NAME}", ".")
        pages = (self.student.home / NAME / "feedback").rglob("*.html")
        newest = max(pages, key=lambda path: path.parent.name)
        return self.student.run(f"cat '{newest}'")

    def a_second_lecturer_goes_on(self):
        subprocess.run(
            ["bash", "-ec", self.page.block("groupadd")], check=True, stdout=subprocess.DEVNULL
        )
        self.stack.callback(subprocess.run, ["groupdel", "mixtures101"], check=True)
        self.course = self.shared
        config = self.course / "nbgrader_config.py"
        with open(config, "a") as file:
            file.write(self.page.block("groupshared"))
        theirs = self.second.home / "mixtures-lab"
        subprocess.run(["git", "clone", "--quiet", ROOT, theirs], check=True)
        self.second.own(theirs)
        self.second.run(self.page.block("ln -s"))
        folder = self.second.home / ".jupyter"
        folder.mkdir()
        root = self.page.block("CourseDirectory.root")
        (folder / "nbgrader_config.py").write_text(
            root.replace(str(self.lecturer.home), str(self.second.home))
        )
        self.second.own(folder)
        self.hub.start(self.second)
        self.mark(self.second, points=1, comment="Seen by two.")
        self.nbgrader(self.second, self.page.block("nbgrader collect"), self.course)
        self.grade(self.second)
        assert self.row()["score"] == "13", self.row()
        self.nbgrader(self.second, self.page.block("release_feedback"), self.course)
        assert "Seen by two." in self.fetched()
        # And the first one after the second.
        self.lecturer.run(self.page.block("ln -s"))
        self.grade(self.lecturer)
        assert "Permission denied" in self.student.run(f"ls {self.course}", fails=True)


def solved(notebook):
    """The student's notebook with right functions, and an answer in words."""
    book = json.loads(notebook.read_text(encoding="utf-8"))
    solutions = read_set(ROOT / "book" / "assignments" / f"{NAME}.ipynb")
    functions = {id: solutions.solutions[name] for name, id in solutions.ids.items()}
    for cell in book["cells"]:
        id = nbgrader_of(cell).get("grade_id", "")
        if id in functions:
            cell["source"] = functions[id]
        elif id.startswith("answer"):
            cell["source"] = "Said in words."
    return book


if __name__ == "__main__":
    main()
