"""Each platform gets its own columns."""

import csv
import io
from datetime import datetime, timezone

from made_up_class import NAME

from mixtures_lab.teach.export import exports
from mixtures_lab.teach.find import Work
from mixtures_lab.teach.lms import Origin
from mixtures_lab.teach.roster import Person, Roster

WHEN = datetime(2027, 3, 1, 17, tzinfo=timezone.utc)


def table(sets, origin, roster=None):
    work = Work(origin.learner, NAME, None, origin=origin)
    texts = exports(
        sets[NAME], [(work, "7.5", False, "=fine", WHEN, "0:30:00")], roster or Roster()
    )
    ((file, text),) = texts.items()
    return file, list(csv.DictReader(io.StringIO(text)))


def test_moodle_gets_its_grading_worksheet(sets):
    origin = Origin("Ada Lovelace", "moodle", "201", "Ada Lovelace")
    file, (row,) = table(sets, origin)
    assert file == f"moodle-{NAME}.csv"
    assert (row["Identifier"], row["Grade"], row["Maximum Grade"]) == (
        "Participant 201", "7.5", "15",
    )  # fmt: skip
    assert row["Full name"] == "Ada Lovelace"


def test_gradescope_gets_its_own_columns(sets):
    origin = Origin("301", "gradescope", "71", "Ada King Lovelace", "ada@x.example")
    _, (row,) = table(sets, origin, Roster([Person("301", "Ada King Lovelace")]))
    assert (row["First Name"], row["Last Name"], row["SID"]) == ("Ada King", "Lovelace", "301")
    assert (row["Total Score"], row["Submission ID"], row["Status"]) == ("7.5", "71", "Graded")
    assert (row["Submission Time"], row["Lateness (H:M:S)"]) == (
        "2027-03-01 17:00:00 UTC", "0:30:00",
    )  # fmt: skip
