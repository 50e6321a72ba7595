# Customer Messaging. `make run` and `make test` are all that a new machine needs.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin

$(VENV)/.installed: requirements-dev.lock
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements-dev.lock
	touch $@

.PHONY: check test
check: $(VENV)/.installed
	$(BIN)/ruff check .
	$(BIN)/mypy

test: $(VENV)/.installed
	$(BIN)/pytest
