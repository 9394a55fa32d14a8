# Two commands: `make book` and `make test`. Each sets up .venv by itself.
# Written for GNU make 3.81, which macOS has.

PYTHON ?= python3
BIN := .venv/bin

.PHONY: help book test lab clean venv

help:
	@echo "make book    execute every chapter and build the site in _build/html"
	@echo "make test    prove everything: package, chapters, site"
	@echo "make lab     open the chapters in JupyterLab, to step through"
	@echo "make clean   remove what these have made"
	@echo "Another Python: make book PYTHON=python3.12"

# --all: a page is stale when the package has changed, which Sphinx does not see.
book: venv
	$(BIN)/jupyter-book build . --all -W --keep-going
	@echo "Open _build/html/index.html in a browser."

test: venv
	$(BIN)/python -m pytest

lab: venv
	$(BIN)/jupyter-lab --ip 127.0.0.1 --notebook-dir book --LabApp.news_url=None

clean:
	rm -rf .venv _build .pytest_cache .hypothesis .ruff_cache mixtures_lab.egg-info

venv:
	@command -v "$(PYTHON)" >/dev/null || { echo "$(PYTHON) is not found: install Python 3.10 or newer, or name one with PYTHON=…" >&2; exit 1; }
	@"$(PYTHON)" .ci/venv.py
