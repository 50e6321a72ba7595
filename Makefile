# Customer Messaging. `make run` and `make test` are all that a new machine needs.
SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

OLDEST := 3.11
NEW_ENOUGH := import sys; sys.exit(sys.version_info < tuple(map(int, "$(OLDEST)".split("."))))
PYTHON ?= $(firstword $(foreach python,python3 python3.14 python3.13 python3.12 python3.11,\
  $(shell $(python) -c '$(NEW_ENOUGH)' 2>/dev/null && echo $(python))))
VENV := .venv
BIN := $(VENV)/bin
VENDOR := web/static/vendor/.installed
TRAINED := var/nlu/.trained

PIP_INSTALL := $(BIN)/python -m pip --disable-pip-version-check --no-input install --require-hashes --only-binary :all: \
  --progress-bar off
# pip names what it fetches; the rest of its words are kept for when it fails, which it says on stderr.
PROGRESS := awk '/^Collecting /{sub(/;.*/, "", $$2); print "  " $$2; fflush()}'
LOCK := $(UV) pip compile --quiet --universal --python-version $(OLDEST) --generate-hashes --no-emit-index-url --no-header
UV ?= uv

INPUTS ?= 1000000

.PHONY: help run test check format eval bench chaos fuzz audit lock clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: $(BIN)/.runtime $(VENDOR) $(TRAINED) ## Run everything on this machine, with a demo business and phones to try it on
	@exec $(BIN)/python -m scheduler.run

test: $(BIN)/.dev $(VENDOR) $(TRAINED) ## Run all tests, on SQLite and PostgreSQL
	$(BIN)/pytest --numprocesses auto --dist worksteal

check: $(BIN)/.dev ## Style, types, layers, and whether the migrations match the models
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest tests/test_architecture.py tests/models/test_migrations.py

format: $(BIN)/.dev ## Put the code into its form
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

eval: $(BIN)/.dev $(TRAINED) ## Measure how well texts are understood
	$(BIN)/python -m tests.eval.run
	$(BIN)/python -m tests.eval.replay

bench: $(BIN)/.dev $(TRAINED) ## Measure how quickly texts are answered and sent
	$(BIN)/python -m tests.bench.text_in
	$(BIN)/python -m tests.bench.due_to_carrier
	$(BIN)/python -m tests.bench.answer_while_draining
	$(BIN)/python -m tests.bench.due_among_millions
	$(BIN)/python -m tests.bench.import_customers
	$(BIN)/python -m tests.bench.pages

chaos: $(BIN)/.dev $(TRAINED) ## Kill and restart everything at random under load for ten minutes, and count
	$(BIN)/python -m tests.faults.chaos

fuzz: $(BIN)/.dev $(VENDOR) $(TRAINED) ## Let a million made-up texts, calls, reports and files in (fewer: INPUTS=5000)
	$(BIN)/python -m tests.fuzz.run --inputs $(INPUTS)

audit: $(BIN)/.dev ## Look for known holes in the libraries that are used (asks the network)
	$(BIN)/pip-audit --requirement requirements.lock --require-hashes --disable-pip --progress-spinner off

lock: ## Renew the lock files from pyproject.toml and package.json (needs uv and npm; upgrade with UPGRADE=--upgrade)
	$(LOCK) $(UPGRADE) --output-file requirements.lock pyproject.toml
	$(LOCK) $(UPGRADE) --output-file requirements-dev.lock --constraint requirements.lock --extra dev pyproject.toml
	npm install --package-lock-only --no-audit --no-fund

clean: ## Remove what was installed; the data under var/ stay
	rm -rf $(VENV) web/static/vendor

$(BIN)/python:
	@$(if $(PYTHON),,echo "Python $(OLDEST) or newer is needed; install it, or name it: make run PYTHON=/path/to/python3" >&2; exit 1)
	@$(PYTHON) -c '$(NEW_ENOUGH)' || { echo "$(PYTHON) is older than Python $(OLDEST); name a newer one:" \
	  "make run PYTHON=/path/to/python3" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); exit 1; }

$(BIN)/.runtime: requirements.lock | $(BIN)/python
	@echo "Installing Python libraries; the first time this takes about a minute."
	@$(PIP_INSTALL) -r requirements.lock | $(PROGRESS)
	@touch $@

$(BIN)/.dev: requirements-dev.lock | $(BIN)/.runtime
	@echo "Installing what tests and checks need."
	@$(PIP_INSTALL) -r requirements-dev.lock | $(PROGRESS)
	@touch $@

$(VENDOR): package-lock.json web/assets.py requirements-node.lock | $(BIN)/python
	@echo "Fetching front-end libraries."
	@$(BIN)/python -I web/assets.py
	@touch $@

$(TRAINED): $(wildcard bot/intents/*.yml bot/nlu/customer/*.py) bot/nlu/train.py | $(BIN)/.runtime
	@echo "Learning what customers' texts mean; this takes up to half a minute."
	@$(BIN)/python -m bot.nlu.train
	@touch $@
