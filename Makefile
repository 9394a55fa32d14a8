# Two commands: `make book` and `make test`. Each sets up .venv by itself.
# Written for GNU make 3.81, which macOS has.

PYTHON ?= python3
BIN := .venv/bin
COURSE ?= course

# Handed on as they were given: in a name $ and quotes may be letters like any other.
override SUBMISSIONS := $(value SUBMISSIONS)
override COURSE := $(value COURSE)
override SET := $(value SET)
override BOOK := $(value BOOK)
export SUBMISSIONS COURSE SET BOOK

# A name may have letters that the locale or the terminal has not: read as UTF-8, it is one name
# everywhere, and what cannot be shown is spelled out.
export PYTHONUTF8 := 1
export PYTHONIOENCODING := $(firstword $(subst :, ,$(PYTHONIOENCODING))):backslashreplace

# Where the home cannot be written to, what matplotlib, IPython and Jupyter would keep there is
# kept in .venv.
ifneq ($(shell test -d "$$HOME" && test -w "$$HOME" && echo yes),yes)
KEPT := $(CURDIR)/.venv/home
export MPLCONFIGDIR ?= $(KEPT)/matplotlib
export IPYTHONDIR ?= $(KEPT)/ipython
export JUPYTER_CONFIG_DIR ?= $(KEPT)/jupyter
export JUPYTER_DATA_DIR ?= $(KEPT)/jupyter/data
endif

.PHONY: help book test test-hub test-wasm lab bench lighthouse assignments grade clean venv

help:
	@echo "make book    execute every chapter and build the site in _build/html"
	@echo "make test    prove everything: package, chapters, site"
	@echo "make test-hub  walk the instructors' page on a JupyterHub, as root"
	@echo "make test-wasm  run the package's tests in the Python of a page, in Chromium"
	@echo "make lab     open the chapters in JupyterLab, to step through"
	@echo "make bench   time the package, the explorer, Python on a page and a grading; count the mistakes that are named"
	@echo "make lighthouse  say how fast the built site is on a phone (wants Node)"
	@echo "make assignments              zip the problem sets for students, in dist/assignments"
	@echo "make grade SUBMISSIONS=folder  grade what they handed in, into COURSE=course"
	@echo "make clean   remove what these have made"
	@echo "Another Python: make book PYTHON=python3.12"

# --all: a page is stale when the package has changed, which Sphinx does not see. Nor does it
# remove a page that is in the book no more.
book: venv
	rm -rf _build
	$(BIN)/jupyter-book build . --all -W --keep-going
	@echo "Open _build/html/index.html in a browser."

test: venv
	$(BIN)/python -m pytest

# By hand, as root on Linux: it makes accounts, and removes them.
test-hub: venv
	$(BIN)/python tests/hub/walk.py

# By hand: as long as the rest together. PYTEST="tests/test_em.py -k floor" runs a part.
test-wasm: venv
	$(BIN)/python tests/wasm/suite.py $(PYTEST)

lab: venv
	@# Else JupyterLab asks at its first start whether it may fetch news.
	@$(BIN)/jupyter labextension disable --level=sys_prefix @jupyterlab/apputils-extension:announcements 2>/dev/null
	$(BIN)/jupyter-lab --ip 127.0.0.1 --notebook-dir book

bench: venv
	$(BIN)/python tests/benchmarks/speed.py
	$(BIN)/python tests/benchmarks/explorer_page.py
	$(BIN)/python tests/benchmarks/explorer_notebook.py
	$(BIN)/python tests/benchmarks/live_python.py
	$(BIN)/python tests/benchmarks/grading.py
	$(BIN)/python tests/benchmarks/diagnosis.py

# Of the site that was built last. PAGES="book/intro.html search.html" are these alone.
lighthouse: venv
	$(BIN)/python tests/benchmarks/lighthouse.py $(PAGES)

assignments: venv
	$(BIN)/python -m mixtures_lab.teach assignments

# SET=3 says which set it is, where neither a path nor a notebook tells. UNLOCKED=1 grades also where
# the kernel cannot hold what the submissions do.
grade: venv
	@test -n "$$SUBMISSIONS" || { echo "say which folder: make grade SUBMISSIONS=folder" >&2; exit 1; }
	$(BIN)/python -m mixtures_lab.teach grade "$$SUBMISSIONS" --course "$$COURSE" $${SET:+--set "$$SET"} $${BOOK:+--book "$$BOOK"} $${UNLOCKED:+--unlocked}

# The course folder is left alone: grades are in it.
clean:
	rm -rf .venv _build dist build .pytest_cache .hypothesis .ruff_cache mixtures_lab.egg-info

venv:
	@command -v "$(PYTHON)" >/dev/null || { echo "$(PYTHON) is not found: install Python 3.10 or newer, or name one with PYTHON=…" >&2; exit 1; }
	@"$(PYTHON)" .ci/venv.py
	@mkdir -p .venv/home
