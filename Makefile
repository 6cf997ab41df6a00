# Each target sets up what it needs; python3 with venv is enough, uv is used where it is found.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
UV := $(shell command -v uv 2>/dev/null)

ifdef UV
MAKE_VENV = $(UV) venv --quiet --seed --python $(PYTHON) $(VENV)
INSTALL = $(UV) pip install --quiet --compile-bytecode --python $(BIN)/python
else
MAKE_VENV = $(PYTHON) -m venv $(VENV)
INSTALL = $(BIN)/python -m pip install -qq --disable-pip-version-check
endif

.DEFAULT_GOAL := help
.PHONY: help setup demo collect test conformance floors check static format lint types layers docs docs-check lock clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(BIN)/python:
	@test -x $@ || $(MAKE_VENV)

$(VENV)/.runtime: requirements.lock pyproject.toml | $(BIN)/python
	@echo "setting up $(VENV) ..."
	@$(INSTALL) --require-hashes -r requirements.lock
	@$(INSTALL) --no-deps --no-build-isolation --editable .
	@$(BIN)/python -m compileall -q monitor # each run of the program would compile it again where it may not write
	@touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.runtime
	@$(INSTALL) --require-hashes -r requirements-dev.lock
	@touch $@

setup: $(VENV)/.dev ## everything that the other targets need; afterwards they work without a network

demo: $(VENV)/.runtime ## a bundled press room, collected into a scratch archive; no network
	@$(BIN)/monitor demo

collect: $(VENV)/.runtime ## read the sources of feeds.yaml into db/press.db
	@$(BIN)/monitor collect

test: $(VENV)/.dev ## the quick tests, under 5 minutes
	$(BIN)/python -m pytest -n 2 -m "not slow"

conformance: $(VENV)/.dev ## all tests, the slow conformance suites among them
	$(BIN)/python -m pytest -n 2

floors: $(VENV)/.dev ## the quality benchmarks against their floors: make floors CORPORA=DIR
	$(BIN)/python -m benchmarks.floors --corpora $(CORPORA)

check: static test ## the whole gate: format, lint, types, layers, docs, tests

static: format lint types layers docs-check

format: $(VENV)/.dev
	$(BIN)/ruff format --check .

lint: $(VENV)/.dev
	$(BIN)/ruff check .

types: $(VENV)/.dev
	$(BIN)/mypy

layers: $(VENV)/.dev
	$(BIN)/lint-imports

docs: $(VENV)/.dev ## write the generated parts of the documentation anew
	$(BIN)/python -m docs.generate

docs-check: $(VENV)/.dev
	$(BIN)/python -m docs.generate --check

lock: ## resolve the dependencies anew (needs uv)
	uv pip compile pyproject.toml --group build --universal --python-version 3.11.2 --generate-hashes \
	  --no-emit-index-url --no-header --quiet --upgrade -o requirements.lock
	uv pip compile pyproject.toml --group dev -c requirements.lock --universal --python-version 3.11.2 --generate-hashes \
	  --no-emit-index-url --no-header --quiet --upgrade -o requirements-dev.lock

clean: ## remove what was installed and built here; the archive in db/ stays
	rm -rf $(VENV) dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
