"""Deadlines have a zone, extensions go before, and how late is said in hours."""

from datetime import datetime, timezone

import pytest

from mixtures_lab.teach.deadline import in_utc, lateness, read_deadlines, time_of
from mixtures_lab.teach.lms import Origin
from mixtures_lab.teach.sources import SetError

NAMES = ["03-a", "04-b"]


@pytest.mark.parametrize(
    "text",
    [
        "2027-03-01 17:00 UTC", "2027-03-01T17:00Z", "2027-03-01 18:00 +01:00",
        "2027-03-01T18:00+0100", "2027-03-01 12:00-05:00", "2027-03-01 18:00 Europe/Berlin",
        "2027-03-01 17:00:00.000000 UTC",
    ],
)  # fmt: skip
def test_a_time_with_its_zone_is_one_time(text):
    assert in_utc(time_of(text)) == "2027-03-01 17:00:00 UTC"


@pytest.mark.parametrize("text", ["2027-03-01 18:00", "tomorrow", "", "2027-03-01 18:00 Nowhere/X"])
def test_a_time_without_a_zone_is_refused(text):
    with pytest.raises(SetError, match="no time with a zone"):
        time_of(text)


def test_an_extension_goes_before_and_the_last_of_all_is_known(tmp_path):
    lines = ["set,learner,deadline", "3,,2027-03-01 17:00 UTC", "03-a,ada,2027-03-05 17:00 UTC"]
    (tmp_path / "deadlines.csv").write_text("\n".join(lines))
    found = read_deadlines(tmp_path, NAMES)
    assert (found.of("03-a", "ben").day, found.of("03-a", "ada").day) == (1, 5)
    assert found.last("03-a").day == 5
    assert found.of("04-b", "ada") is None and found.last("04-b") is None


def test_a_set_that_is_not_there_is_said_with_its_line(tmp_path):
    (tmp_path / "deadlines.csv").write_text("set,deadline\n9,2027-03-01 17:00 UTC\n")
    with pytest.raises(SetError, match=r"line 2: there is no set '9': there are 03-a, 04-b"):
        read_deadlines(tmp_path, NAMES)


def test_late_is_said_in_hours_and_as_the_platform_says_it_where_there_is_no_time():
    due = datetime(2027, 3, 1, 17, tzinfo=timezone.utc)
    assert lateness(due.replace(day=2, minute=5), due) == "24:05:00"
    assert lateness(due, due) == lateness(due.replace(day=1, hour=2), due) == ""
    assert lateness(None, due) == ""
    assert lateness(None, due, Origin("a", "canvas", late=True)) == "late, says Canvas"
