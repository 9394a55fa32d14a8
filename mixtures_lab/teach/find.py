"""Find the submissions in a folder: whose they are, and for which set."""

import os
import re
from pathlib import Path
from typing import NamedTuple

from . import door, lms
from .roster import Roster
from .sources import SetError, matches
from .submission import read_submission

#: Files that come with a set, and are not what is handed in.
OURS = (".whl", ".csv", "timestamp.txt", "submission_secret.txt", "requirements.txt", "README.txt")

#: What lies loose among submissions is one if it ends like this.
HANDED_IN = set(
    ".ipynb .py .pdf .zip .rar .7z .gz .tar .html .htm .md .doc .docx .odt .rtf "
    ".png .jpg .jpeg .heic .gif .webp".split()
)

#: Folders within a learner's folder that are looked into, and files of it that are looked at.
DEPTH, MANY = 8, 1000

#: What a learner replaces, in a function and in an answer.
STUB, WORDS_STUB = "raise NotImplementedError(", "Write your answer here."


class Work(NamedTuple):
    """One submission to be graded."""

    learner: str
    name: str  # of the set
    path: Path
    more: tuple = ()  # other files of the same learner, which were not graded
    origin: lms.Origin | None = None


class Found(NamedTuple):
    """A file, and what is known of it."""

    origin: lms.Origin
    path: Path
    name: str | None  # of the set


def find_work(folder, sets, only=None, roster=None):
    """The submissions in a folder, and sentences on what could not be placed.

    Any of these lay-outs will do: nbgrader's `learner/set/notebook`, one folder per
    learner, one file per learner, a folder per set with one of these in it, and what Canvas,
    Moodle and Gradescope export. The set is the one that the path names, else the one
    whose functions the notebook holds, else the only one there is.
    """
    folder, roster, strays = Path(folder), roster or Roster(), []
    every = [s.name for s in sets]
    wanted = wanted_of(every, only)
    files = []
    for entry in entries_of(folder, every, strays):
        files += files_of(*entry, folder, sets)
    theirs, homeless, others = placed(files, learners_of({f.origin for f in files}, roster), wanted)
    by_name = {s.name: s for s in sets}
    work = [
        work_of(learner, by_name[name], their_files)
        for (learner, name), their_files in sorted(theirs.items())
    ]
    homeless += listed("not submissions, and left alone", strays)
    homeless += listed("of other sets, and left alone", others)
    return work, [door.printable(sentence) for sentence in homeless]


def wanted_of(every, only):
    """The names of the sets that are asked for."""
    wanted = [name for name in every if only is None or matches(name, only)]
    if not wanted:
        raise SetError(f"there is no set {only!r}: there are {', '.join(every)}")
    return [name for name in wanted if name == str(only)] or wanted  # an exact name wins


def files_of(origin, entry, name, folder, sets):
    """The files of one submission; `name` is its set, if a folder above says so."""
    every = [s.name for s in sets]
    inside = list(files_in(entry)) if is_folder(entry) else [entry]
    for path in inside:
        label = Path(origin.file) if path == entry else path.relative_to(folder)
        yield Found(origin, path, name or set_by_path(label, every) or set_by_content(path, sets))
    if not inside:
        named = [c for c in children_of(entry) if c.name in every and is_folder(c)]
        yield from [Found(origin, child, child.name) for child in named] or [
            Found(origin, entry, name)
        ]


def placed(files, learners, wanted):
    """({(learner, set): files}, sentences on what is of no set, the paths that are of others)."""
    known = {found.name for found in files} & set(wanted)
    default = wanted[0] if len(wanted) == 1 else known.pop() if len(known) == 1 else None
    theirs, homeless, others, of_one = {}, [], [], {}
    for found in files:
        if found.name:
            of_one.setdefault(learners[found.origin], set()).add(found.name)
    for found in sorted(files, key=lambda found: found.name is None):
        learner, name = learners[found.origin], found.name
        if name is None:  # a photo, say: beside the one notebook that its learner handed in
            name = next(iter(of_one[learner])) if len(of_one.get(learner, ())) == 1 else default
        if name is None:
            homeless.append(f"{found.path}: it could not be told which set this is for; say SET=…")
        elif name not in wanted:
            others.append(found.path)
        else:
            theirs.setdefault((learner, name), []).append(found)
    return theirs, homeless, others


def work_of(learner, problem_set, files):
    """The best of a learner's files for a set, and the others beside it."""
    best = files[0]
    if len(files) > 1:
        best = max(files, key=lambda found: rank(found, problem_set))
    more = tuple(found.path for found in files if found.path != best.path)
    return Work(learner, problem_set.name, best.path, more, best.origin)


def listed(what, paths):
    """A sentence that names some files, if there are any."""
    names = [door.name_of(path.name) for path in paths]
    more = f" and {len(names) - 5} more" if len(names) > 5 else ""
    return [f"{what}: {', '.join(names[:5])}{more}"] if names else []


def entries_of(folder, names, strays):
    """(origin, file or folder, name of the set if a folder above says so) of each submission."""
    inner = [entry for entry in children_of(folder) if not hidden(entry)]
    if len(inner) == 1 and os.path.isfile(inner[0] / lms.METADATA):
        folder = inner[0]  # as Gradescope's zip has it
    people = lms.gradescope(folder)
    for entry in children_of(folder):
        if hidden(entry) or entry.name == lms.METADATA:
            continue
        if entry.name in people:
            for origin in people[entry.name]:
                yield origin, entry, None
        elif is_folder(entry) and entry.name in names:  # a folder per set
            for child in children_of(entry):
                if not hidden(child) and handed_in(child, strays):
                    yield lms.origin_of(child), child, entry.name
        elif handed_in(entry, strays):
            yield lms.origin_of(entry), entry, None


def handed_in(entry, strays):
    """Whether this is what someone handed in; else it is kept among the strays."""
    if not lms.typed_in(entry.name) and (
        is_folder(entry) or Path(entry.name).suffix.lower() in HANDED_IN
    ):
        return True
    strays.append(entry)
    return False


def learners_of(origins, roster):
    """{origin: learner}: by the roster, else by the name, which may be another one's as well."""
    ids, people = {}, {}
    for origin in origins:
        ids.setdefault(origin.learner, set()).add((origin.lms, origin.id))
        person = roster.id_of(origin)
        people.setdefault(person, set()).add((origin.lms, origin.id))

    def learner_of(origin):
        person = roster.id_of(origin)
        same = [id for lms, id in people[person] if lms and lms == origin.lms]
        if person is not None and len(same) <= 1:
            return person
        if origin.lms == "moodle" and len(ids[origin.learner]) > 1:
            return f"{origin.learner}_{origin.id}"
        return origin.learner

    return {origin: learner_of(origin) for origin in origins}


def hidden(entry):
    return entry.name.startswith((".", "__MACOSX"))


def is_folder(entry):
    """Whether it is a folder, as far as this account can see: a link to one is none."""
    return os.path.isdir(entry) and not os.path.islink(entry)


def children_of(folder):
    try:
        return sorted(folder.iterdir())
    except OSError:
        return []


def files_in(folder):
    """The files of a learner's folder, without what nbgrader and notebooks leave there."""
    folders, seen = [(folder, 0)], 0
    while folders:
        folder, depth = folders.pop()
        for entry in children_of(folder):
            if is_folder(entry):
                if depth < DEPTH and not entry.name.startswith((".", "__")):
                    folders.append((entry, depth + 1))
            elif not entry.name.startswith(".") and not entry.name.endswith(OURS):
                yield entry
                seen += 1
            if seen >= MANY:
                return


def set_by_path(path, names):
    """The set that a part of a path names; the longest name, where one begins with another."""
    for part in reversed(path.parts):
        stem = Path(part).stem
        begun = [name for name in names if part == name or stem.startswith(name)]
        if begun:
            return max(begun, key=len)
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


def rank(found, problem_set):
    """Which of several files is graded: a notebook, worked in, of the last attempt.

    Then the one in which more is done, the one of the set's name, and the newest.
    """
    path, is_notebook, done = found.path, found.path.suffix == ".ipynb", 0
    if is_notebook:
        submission = read_submission(path)
        cells = [submission.defining(f) for f in problem_set.solutions]
        done = sum(cell is not None and STUB not in cell.source for cell in cells)
        answers = [submission.by_id(answer.id) for answer in problem_set.answers]
        done += sum(cell is not None and cell.text not in ("", WORDS_STUB) for cell in answers)
    try:
        when = os.lstat(path).st_mtime
    except OSError:
        when = 0
    named = re.sub(r"-\d+$", "", Path(found.origin.file or path).stem) == problem_set.name
    named = named or path.stem == problem_set.name
    return is_notebook, done > 0, found.origin.attempt, done, named, when
