# The two commands of a newcomer: `make demo` and `make test`. Nothing but Debian, Python 3.11 and make is needed.
.PHONY: demo test test-sqlite test-postgresql test-the-other-half check lint bench bench-smoke audit ci install install-dev \
    system-packages-for-tests messages migrations update-requirements
SHELL := /bin/bash
# An empty environment (env -i) has not even these.
export PATH ?= /usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
export LANG ?= C.UTF-8
export UV_PYTHON_DOWNLOADS := never
export UV_NO_PROGRESS := 1
export UV_SYSTEM_CERTS := true
# What Python compiles is kept for the next start: tests and benches start many programs.
unexport PYTHONDONTWRITEBYTECODE

export PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV := $(BIN)/uv
# Two workers to a core: while one waits for a browser, a server or the disk, the other one works. Each file is one
# worker's, the longest first.
ON_TWO_CORES := -n 4 --dist loadfile --no-loadscope-reorder
# What tests write lies in memory, where there is such a place: the disk is waited for, but is at once there.
IN_MEMORY := $(if $(wildcard /dev/shm/.),TMPDIR=/dev/shm)
# It reads old rows for as long as it counts a table, whenever it likes; the tests of their erasing count who reads them.
WITHOUT_AUTOVACUUM := POSTGRES_OPTIONS="-c autovacuum=off"
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard src/massicot/locale/*/LC_MESSAGES/*.po))
# What only looks at the program does so in a data folder of its own.
ASIDE := mkdir -p $(VENV)/home; MASSICOT_HOME=$(abspath $(VENV))/home

demo: install
	$(BIN)/massicot demo

test: test-sqlite test-postgresql
	$(BIN)/python tools/suite.py

# What runs once, on one of the two, is left to the one whose turn it is (tests/turns.py).
test-sqlite: install-dev
	$(IN_MEMORY) $(BIN)/pytest $(ON_TWO_CORES) --share=own

# After the other one, and never beside it, even under make -j; what needs the server for itself, at the end.
test-postgresql: test-sqlite
	$(IN_MEMORY) tools/with-postgres.sh $(BIN)/pytest $(ON_TWO_CORES) --share=own
	$(IN_MEMORY) $(WITHOUT_AUTOVACUUM) tools/with-postgres.sh $(BIN)/pytest -m alone

# What ran once runs on the other database too, and what breaks a copy of the program whatever has changed.
test-the-other-half: test
	$(IN_MEMORY) $(BIN)/pytest $(ON_TWO_CORES) --share=other
	$(IN_MEMORY) tools/with-postgres.sh $(BIN)/pytest $(ON_TWO_CORES) --share=other

# While one works on a subject: the tests nearest to what changed, on SQLite.
check: install-dev
	$(IN_MEMORY) $(BIN)/python tools/check.py $(ON_TWO_CORES)

lint: install-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djade --check --target-version 5.2 $$(find src -name '*.html')
	$(ASIDE) $(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(ASIDE) $(BIN)/python -m django makemigrations --check --dry-run --settings massicot.config.settings
	$(BIN)/python tools/messages.py --check

bench: install-dev
	failed=0; $(BIN)/python bench/all.py || failed=1; \
	$(BIN)/pytest --hypothesis-profile long tests/*/test_*machine.py tests/web/test_hostile.py || failed=1; exit $$failed

# Each of them once, at a size of seconds, on the database that they all know.
bench-smoke: install-dev
	tools/with-postgres.sh $(BIN)/python bench/all.py --smoke

# Outside continuous integration: it asks the network, and what somebody publishes overnight turns it red.
audit: install-dev
	failed=0; $(BIN)/python tools/audit.py || failed=1; $(BIN)/python tools/next_django.py || failed=1; exit $$failed

ci: lint test test-the-other-half bench-smoke

install: $(VENV)/runtime-installed $(CATALOGUES)
install-dev: system-packages-for-tests $(VENV)/dev-installed $(CATALOGUES)

system-packages-for-tests:
	tools/system-packages.sh test

$(CATALOGUES) &: $(CATALOGUES:.mo=.po) | $(VENV)/runtime-installed
	$(BIN)/python tools/hatch_build.py
	touch $(CATALOGUES)

$(UV): requirements/tools.txt
	tools/system-packages.sh
	[ -x $(BIN)/python ] || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip --version >/dev/null 2>&1 || $(BIN)/python -m ensurepip >/dev/null
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/tools.txt
	touch $(UV)

$(VENV)/runtime-installed: $(UV) requirements/runtime.txt pyproject.toml
	$(UV) pip install -q -p $(VENV) --require-hashes -r requirements/runtime.txt -r requirements/build.txt
	$(UV) pip install -q -p $(VENV) --no-deps --no-build-isolation -e .
	touch $@

$(VENV)/dev-installed: $(VENV)/runtime-installed requirements/dev.txt
	$(UV) pip install -q -p $(VENV) --require-hashes -r requirements/dev.txt
	touch $@

migrations: install-dev
	$(ASIDE) $(BIN)/python -m django makemigrations --settings massicot.config.settings

messages: install-dev
	$(BIN)/python tools/messages.py

COMPILE := $(UV) pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url
update-requirements: $(UV)
	$(COMPILE) --upgrade pyproject.toml -o requirements/runtime.txt
	$(COMPILE) --upgrade --extra dev pyproject.toml -o requirements/dev.txt
	$(COMPILE) --upgrade requirements/build.in -o requirements/build.txt
	$(COMPILE) --upgrade requirements/tools.in -o requirements/tools.txt
