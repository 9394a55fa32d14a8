"""Time the grading of 200 submissions of problem set 3: an ordinary class, and every bad kind.

Prints seconds for the whole command, `make grade` as a lecturer types it.
"""

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests" / "teach"))

from made_up_class import BAD, NAME, ORDINARY, write_class  # noqa: E402

from mixtures_lab.teach.course import Course  # noqa: E402
from mixtures_lab.teach.sources import read_set  # noqa: E402

SOURCES = ROOT / "book" / "assignments"
NUMBER = 200


def main():
    with tempfile.TemporaryDirectory() as scratch:
        scratch = Path(scratch)
        released = Course(scratch / "released").release(read_set(SOURCES / f"{NAME}.ipynb"))
        ordinary = [
            ORDINARY[k % len(ORDINARY)]._replace(name=f"learner-{k:03}") for k in range(NUMBER)
        ]
        both = [*ordinary[: NUMBER - len(BAD)], *BAD]
        for what, learners in (("an ordinary class", ordinary), ("with every bad kind", both)):
            folder = scratch / what.replace(" ", "-")
            write_class(released, folder, learners)
            print(f"{len(learners)} submissions, {what}: {seconds(folder, scratch):.0f} s")


def seconds(folder, scratch):
    course = scratch / f"course-{folder.name}"
    command = [sys.executable, "-m", "mixtures_lab.teach", "--sources", SOURCES, "grade", folder]
    start = time.perf_counter()
    subprocess.run([*command, "--course", course], check=True, stdout=subprocess.DEVNULL)
    taken = time.perf_counter() - start
    kept = list((course / "results" / NAME).glob("*.json"))
    assert len(kept) == NUMBER and all(json.loads(path.read_text()) for path in kept)
    return taken


if __name__ == "__main__":
    main()
