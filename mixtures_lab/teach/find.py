"""Find the submissions in a folder: whose they are, and for which set."""

import os
from pathlib import Path
from typing import NamedTuple

from .sources import SetError
from .submission import read_submission

#: Files that come with a set, and are not what is handed in.
OURS = (".whl", ".csv", "timestamp.txt", "submission_secret.txt", "requirements.txt", "README.txt")


class Work(NamedTuple):
    """One submission to be graded."""

    learner: str
    name: str  # of the set
    path: Path
    more: tuple = ()  # other files of the same learner, which were not graded


def find_work(folder, sets, only=None):
    """The submissions in a folder, and sentences on what could not be placed.

    Any of these lay-outs will do: nbgrader's `learner/set/notebook`, one folder per
    learner, or one file per learner. The set is the one that the path names, else the one
    whose functions the notebook holds, else the only one there is.
    """
    folder = Path(folder)
    names = [s.name for s in sets if only is None or matches(s.name, only)]
    if not names:
        raise SetError(f"there is no set {only!r}: there are {', '.join(s.name for s in sets)}")
    sets = [s for s in sets if s.name in names]
    found, unplaced, empty = {}, [], []
    for entry in sorted(folder.iterdir()):
        if entry.name.startswith((".", "__MACOSX")):
            continue
        learner = entry.name if entry.is_dir() else entry.stem
        files = sorted(files_in(entry)) if entry.is_dir() else [entry]
        for path in files:
            name = set_by_path(path.relative_to(folder), names) or set_by_content(path, sets)
            if name is None:
                unplaced.append((learner, path))
            else:
                found.setdefault((learner, name), []).append(path)
        if not files:
            empty += [(learner, entry / name) for name in named_folders(entry, names)] or [
                (learner, entry)
            ]
    known = {name for _, name in found}
    default = names[0] if len(names) == 1 else known.pop() if len(known) == 1 else None
    homeless = []
    for learner, path in [*unplaced, *empty]:
        name = set_by_path(path.relative_to(folder), names) or default
        if name is None:
            homeless.append(f"{path}: it could not be told which set this is for; say SET=…")
        elif (learner, name) not in found:
            found[learner, name] = [path]
    work = []
    for (learner, name), paths in sorted(found.items()):
        best = max(paths, key=lambda path: rank(path, name))
        work.append(Work(learner, name, best, tuple(p for p in paths if p != best)))
    return work, homeless


def matches(name, wanted):
    """Whether a set is meant by its name, its beginning or its number."""
    wanted = str(wanted)
    return name == wanted or name.startswith(wanted.zfill(2) if wanted.isdigit() else wanted)


def files_in(folder):
    """The files of a learner's folder, without what nbgrader and notebooks leave there."""
    for root, folders, files in os.walk(folder):
        folders[:] = sorted(f for f in folders if not f.startswith((".", "__")))
        for name in files:
            if not name.startswith(".") and not name.endswith(OURS):
                yield Path(root) / name


def named_folders(entry, names):
    return [child.name for child in entry.iterdir() if child.is_dir() and child.name in names]


def set_by_path(path, names):
    """The set that a part of a path names."""
    for part in reversed(path.parts):
        for name in names:
            if part == name or Path(part).stem.startswith(name):
                return name
    return None


def set_by_content(path, sets):
    """The set most of whose functions a notebook defines."""
    if path.suffix != ".ipynb":
        return None
    submission = read_submission(path)
    shares = {
        s.name: sum(submission.defining(f) is not None for f in s.solutions) / len(s.solutions)
        for s in sets
    }
    best = max(shares, key=shares.get)
    return best if shares[best] else None


def rank(path, name):
    """Which of several files is the one to grade: a notebook, of the set's name, the newest."""
    return path.suffix == ".ipynb", path.stem == name, path.stat().st_mtime if path.exists() else 0
