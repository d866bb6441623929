# Everything starts here: `make deck` and `make test` need a clone and Python 3.11 or newer, nothing else.
PYTHON ?= $(shell for python in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$python; break; }; done)
VENV := .venv
BIN := $(VENV)/bin
TOOLS ?= ../osloregion-slides-tools
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt
PYTEST := $(BIN)/python -m pytest -n auto

.PHONY: deck test test-all test-slow fuzz mutants check accept schema docs site bench clean

deck: $(VENV)/installed  ## build out/osloregionen.pptx
	$(BIN)/osloregion-slides build decks/osloregionen.yaml -o out/osloregionen.pptx

test: check  ## what every change has to pass
	$(PYTEST) -m "not slow"

test-all: test test-slow  ## and what takes longer

test-slow: $(VENV)/tested
	@tests/setup-debian.sh
	$(PYTEST) -m slow

fuzz: $(VENV)/tested  ## more cases: make fuzz CASES=100000
	CASES=$(CASES) $(PYTEST) tests/fuzz

mutants: $(VENV)/tested  ## change the code of a room, count what its tests notice: make mutants ROOM=fit (update, outline)
	nice -n 10 $(BIN)/python -m tests.mutants $(ROOM)

check: $(VENV)/tested
	@tests/setup-debian.sh
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

accept: $(VENV)/tested  ## renew the golden files and pictures, to be looked at in the diff
	$(PYTEST) --accept tests/test_golden.py tests/pictures

schema: $(VENV)/installed  ## assets/schema/ from what the kinds say of their fields; new kinds into the gallery; docs/commands.md
	$(BIN)/python -m osloregion_slides.schema
	$(BIN)/python -m osloregion_slides.cli.reference > docs/commands.md

docs: $(VENV)/installed  ## the documents as a site in out/site-docs
	$(PIP) --editable '.[docs]'
	$(BIN)/python docs/make_site.py

site: $(VENV)/tested  ## the page without a server in out/site; Pyodide comes from npm into a folder beside this one
	npm install --silent --no-audit --no-fund --prefix "$(TOOLS)" pyodide@314
	$(BIN)/osloregion-slides site out/site --pyodide "$(TOOLS)/node_modules/pyodide"

bench: $(VENV)/tested  ## measure against other tools; benchmarks/RESULTS.md
	$(BIN)/python -m benchmarks

clean:
	rm -rf $(VENV) out build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed; name it with PYTHON=/path/to/python" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
		echo "this Python cannot make a virtual environment; on Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }

$(VENV)/installed: pyproject.toml constraints.txt | $(BIN)/python
	$(PIP) --editable .
	@touch $@

$(VENV)/tested: pyproject.toml constraints.txt | $(BIN)/python
	$(PIP) --editable '.[test]'
	@touch $(VENV)/installed $@
