# The two commands of a newcomer: `make demo` and `make test`. Nothing but Debian, Python 3.11 and make is needed.
.PHONY: demo test test-sqlite test-postgresql lint bench ci install install-dev messages update-requirements clean
SHELL := /bin/bash
export UV_PYTHON_DOWNLOADS := never
export UV_NO_PROGRESS := 1

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV := $(BIN)/uv
ON_TWO_CORES := -n 2 --dist loadfile

demo: install
	$(BIN)/massicot demo

test: install-dev test-sqlite test-postgresql

test-sqlite: install-dev
	$(BIN)/pytest $(ON_TWO_CORES)

test-postgresql: install-dev
	tools/with-postgres.sh $(BIN)/pytest $(ON_TWO_CORES)

lint: install-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djade --check --target-version 5.2 $$(git ls-files 'src/**/*.html')
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m django makemigrations --check --dry-run --settings massicot.config.settings

bench: install-dev
	for script in bench/bench_*.py; do $(BIN)/python $$script || exit 1; done

ci: test lint

install: $(VENV)/runtime-installed
install-dev: $(VENV)/dev-installed

$(UV): requirements/tools.txt
	tools/system-packages.sh
	[ -x $(BIN)/python ] || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/tools.txt
	touch $(UV)

$(VENV)/runtime-installed: $(UV) requirements/runtime.txt pyproject.toml
	$(UV) pip install -q -p $(VENV) --require-hashes -r requirements/runtime.txt -r requirements/build.txt
	$(UV) pip install -q -p $(VENV) --no-deps --no-build-isolation -e .
	$(BIN)/python tools/hatch_build.py
	touch $@

$(VENV)/dev-installed: $(UV) requirements/dev.txt pyproject.toml
	tools/system-packages.sh test
	$(UV) pip install -q -p $(VENV) --require-hashes -r requirements/dev.txt
	$(UV) pip install -q -p $(VENV) --no-deps --no-build-isolation -e .
	$(BIN)/python tools/hatch_build.py
	touch $(VENV)/runtime-installed $@

messages: install-dev
	$(BIN)/python tools/messages.py

COMPILE := $(UV) pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url
update-requirements: $(UV)
	$(COMPILE) --upgrade pyproject.toml -o requirements/runtime.txt
	$(COMPILE) --upgrade --extra dev pyproject.toml -o requirements/dev.txt
	$(COMPILE) --upgrade requirements/build.in -o requirements/build.txt
	$(COMPILE) --upgrade requirements/tools.in -o requirements/tools.txt
