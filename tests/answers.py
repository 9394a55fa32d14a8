"""What no student may find: the lines of solutions, hidden tests and model answers."""

import io
import json
import re
import zipfile
from pathlib import Path

from mixtures_lab.teach.sources import HIDDEN, nbgrader_of

SOURCES = Path(__file__).parents[1] / "book" / "assignments"
SOLUTION = re.compile(r"### BEGIN SOLUTION\n(.*?)### END SOLUTION", re.DOTALL)


def cells_of(path):
    return json.loads(Path(path).read_text(encoding="utf-8"))["cells"]


def secrets_of(name):
    """The lines that no student may find: of solutions, hidden tests, and model answers."""
    for cell in cells_of(SOURCES / f"{name}.ipynb"):
        source, about = "".join(cell["source"]), nbgrader_of(cell)
        found = [*SOLUTION.findall(source), *HIDDEN.findall(source)]
        if about.get("grade") and about.get("solution"):
            found.append(source)
        for text in found:
            yield from (line.strip() for line in text.splitlines() if telling(line))


def answers_on(folder, pages):
    """(file, line) of each answer on a site: on its parsed `pages`, or anywhere else in it."""
    secrets = {line for path in SOURCES.glob("*.ipynb") for line in secrets_of(path.stem)}
    # How a hidden test of one's own is written stands on the instructors' page.
    secrets = {line for line in secrets if not line.startswith(("import ", "from "))}
    assert len(secrets) > 60
    found, helpers = [], {path.stem for path in SOURCES.glob("*.py")}
    for path in (path for path in folder.rglob("*") if path.is_file()):
        text = text_of(path.read_bytes(), path.name)
        page = pages.get(path.relative_to(folder).as_posix())
        text += page.get_text() if page else ""
        found += [(path.name, line) for line in secrets if line in text]
        found += [(path.name, "")] if path.stem in helpers else []
    return found


def telling(line):
    """Whether a line says something: not a bracket, a name alone, or the return of one."""
    line = line.split("#")[0].strip()
    names_alone = re.fullmatch(r'(return )?"?\w+"?(, \w+)*,?', line)
    return len(re.sub(r"\W", "", line)) > 12 and not names_alone


def text_of(data, name=""):
    """All text in a file, in whatever is zipped in it, and in a notebook's strings."""
    if zipfile.is_zipfile(io.BytesIO(data)):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            inner = (text_of(archive.read(entry), entry) for entry in archive.namelist())
            return "\n".join([*archive.namelist(), *inner])
    text = data.decode("utf-8", errors="replace")
    if name.endswith(".ipynb"):
        text += "\n".join("".join(cell["source"]) for cell in json.loads(text)["cells"])
    return text
