"""The files that configure the project say each thing once, and agree."""

import re
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[1]
FILES = [*ROOT.glob("*.y*ml"), *(ROOT / ".github").rglob("*.y*ml"), ROOT / "CITATION.cff"]


class Once(yaml.SafeLoader):
    """Refuses a key that a mapping has already: YAML itself keeps the last in silence."""

    def construct_mapping(self, node, deep=False):
        keys = [self.construct_object(key) for key, _ in node.value]
        if twice := {str(key) for key in keys if keys.count(key) > 1}:
            raise ValueError(f"{', '.join(twice)} stands twice{node.start_mark}")
        return super().construct_mapping(node, deep)


def test_a_key_that_stands_twice_is_found():
    with pytest.raises(ValueError, match="b stands twice"):
        yaml.load("a: {b: 1, c: 2, b: 3}", Once)


def test_files_whose_names_begin_with_a_dot_are_read_too():
    read = {path.relative_to(ROOT).as_posix() for path in FILES}
    assert {".pre-commit-config.yaml", ".github/workflows/test.yml", "_config.yml"} <= read


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_no_key_stands_twice(path):
    assert yaml.load(path.read_text(encoding="utf-8"), Once)


def test_the_pythons_that_are_promised_are_those_that_are_tried():
    promised = set(re.findall(r"Python :: (3\.\d+)", (ROOT / "pyproject.toml").read_text("utf-8")))
    workflow = yaml.safe_load((ROOT / ".github/workflows/test.yml").read_text("utf-8"))
    assert set(workflow["jobs"]["test"]["strategy"]["matrix"]["python"]) == promised


def test_the_readme_shows_what_its_example_prints(capsys):
    readme = (ROOT / "README.md").read_text("utf-8")
    code, printed = re.search(r"```python\n(.*?)```\n\n```\n(.*?)```", readme, re.DOTALL).groups()
    exec(code, {})
    assert capsys.readouterr().out == printed
