# Every chore in one word; `make` alone lists them. Each prepares what it needs: the virtual environment, the secrets of
# this machine (var/casework.env), the compiled words.

PYTHON ?= $(firstword $(shell command -v python3.11) $(shell command -v python3) python3)
HOST ?= 127.0.0.1
PORT ?= 8000
WORKERS ?= 2
# Half of a story is waiting: for a page, for a process to start, for the clock. One more than there are cores.
STORYTELLERS ?= 3

PY := .venv/bin/python
PYTEST := $(PY) -m pytest
SECRETS := $(or $(CASEWORK_VAR),var)/casework.env
WORDS := $(patsubst %.po,%.mo,$(wildcard locale/*/LC_MESSAGES/*.po))
READY := .venv/.installed $(SECRETS) $(WORDS)
DEV := .venv/.installed-dev $(SECRETS) $(WORDS)

INSTALL_CHROMIUM := The browser stories need Chromium and a Chinese font: apt-get install chromium-headless-shell fonts-noto-cjk
HAS_CHROMIUM := command -v chromium-headless-shell >/dev/null || command -v chromium >/dev/null

export HOST PORT
.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help run test unit smoke lint format e2e bench crash screenshots

help: ## list the chores
	@awk -F ':.*## ' '/^[a-z0-9]+:.*## / {printf "  make %-11s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))

run: $(READY) ## the system with its demo at http://127.0.0.1:8000 (PORT=8001, or HOST=0.0.0.0 for a phone in the same network)
	@$(PY) -m casework.house.serve

test: unit smoke ## the unit suite, then one browser story where Chromium is installed

unit: $(DEV) ## the unit suite only, on the database of DATABASE_URL (default: a SQLite file); ARGS="-k clock" picks
	$(PYTEST) -m "not e2e" -n $(WORKERS) --dist worksteal --durations=12 --durations-min=5 $(ARGS)

smoke: $(DEV) ## the one browser story that `make test` runs
	@if $(HAS_CHROMIUM); then set -x; $(PYTEST) -m smoke tests/e2e; else echo "$(INSTALL_CHROMIUM)"; fi

e2e: $(DEV) ## all browser stories, on what DATABASE_URL and REDIS_URL say
	@$(HAS_CHROMIUM) || { echo "$(INSTALL_CHROMIUM)"; exit 1; }
	$(PYTEST) -m e2e -n $(STORYTELLERS) --dist loadfile --no-loadscope-reorder --durations=20 --durations-min=5 $(ARGS)

lint: $(DEV) ## style, import directions, migrations, templates, translations, Django's own checks
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	.venv/bin/lint-imports
	$(PY) manage.py check
	DATABASE_URL=sqlite://:memory: $(PY) manage.py makemigrations --check --dry-run
	$(PY) manage.py check_templates
	$(PY) manage.py check_words

format: $(DEV) ## lay the code out as `make lint` wants it
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .

bench: $(DEV) ## the measurements of benchmarks/README.md
	$(PY) -m benchmarks $(ARGS)

crash: $(DEV) ## pull the plug 200 times and compare what people were told with the database; ARGS="--kills 20 --seed 7"
	$(PY) -m tests.crash $(ARGS)

screenshots: $(DEV) ## the demo's pages as the README shows them, into docs/images/
	@$(HAS_CHROMIUM) || { echo "$(INSTALL_CHROMIUM)"; exit 1; }
	$(PY) -m tests.screenshots

# --- what the chores need ---------------------------------------------------------------------------------------------
$(SECRETS): | .venv/.installed
	@$(PY) -m casework.house.first_run

%.mo: %.po | .venv/.installed $(SECRETS)
	@$(PY) manage.py compile_words

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
	  { echo "Python 3.11 or newer is needed: apt-get install python3 python3-venv, or say where it is with PYTHON=/path/to/python3.11"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
	  { echo "Python's venv module is missing: apt-get install python3-venv"; exit 1; }
	@echo "Making the virtual environment in .venv (a minute or two, once)"
	@$(PYTHON) -m venv .venv

.venv/.installed: requirements.txt | .venv/bin/python
	@$(PY) -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

.venv/.installed-dev: requirements-dev.txt requirements.txt | .venv/bin/python
	@$(PY) -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch .venv/.installed $@
