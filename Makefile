# Everything this project can do; `make help` lists it.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
INDEX := $(or $(CORPUS_INDEX),index)
PYTEST_WORKERS ?= 2

.DEFAULT_GOAL := help
.PHONY: help run test lint bench bench-german bench-full soak equal-engines lock clean

help: ## what there is
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 15

$(VENV)/installed: requirements.txt pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed, this is " + sys.version) if sys.version_info < (3, 11) else 0'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	$(BIN)/python -m corpus.german.lexicon
	touch $@

$(VENV)/installed-test: $(VENV)/installed requirements-test.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-test.txt
	touch $@

run: $(VENV)/installed ## install, build the index from seeds/ (unless there is one) and serve the page
	test -e $(INDEX)/CURRENT || $(BIN)/corpus build
	$(BIN)/corpus serve

test: lint ## install and run every check and test
	$(BIN)/python -m pytest -n $(PYTEST_WORKERS) --dist worksteal

lint: $(VENV)/installed-test ## formatter, linter, types, import rules
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(VENV)/installed-test ## speed beside other search programs, in under three minutes
	$(BIN)/python -m benchmarks.large

bench-german: $(VENV)/installed-test ## the German beside its peers, and the worth of each rule, in eight minutes
	$(BIN)/python -m benchmarks.german

bench-full: $(VENV)/installed-test ## speed up to a million articles, and the other benchmarks of speed
	$(BIN)/python -m benchmarks.large --full
	$(BIN)/python -m benchmarks.embedded
	$(BIN)/python -m benchmarks.crossover

soak: export PYTHONPATH := tests
soak: $(VENV)/installed-test ## kill 1,000 changes at random moments, publish 500 times under load
	$(BIN)/python -W ignore -m soak.kill_changes --rounds 1000
	$(BIN)/python -W ignore -m soak.publications --publications 500

equal-engines: $(VENV)/installed-test ## 200 queries on 2,000 articles: do Whoosh and tantivy agree?
	$(BIN)/python tests/soak/equal_engines.py

lock: $(VENV)/installed-test ## renew requirements*.txt from pyproject.toml
	$(BIN)/pip-compile -q --generate-hashes --allow-unsafe --strip-extras --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --all-build-deps -o requirements.txt pyproject.toml
	$(BIN)/pip-compile -q --generate-hashes --allow-unsafe --strip-extras --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --all-build-deps --extra test -o requirements-test.txt pyproject.toml

clean: ## remove what was installed and generated, the index excepted
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
