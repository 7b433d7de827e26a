# Each target does its own set-up. `make run` needs Python 3.11 or newer and nothing else.
PYTHON ?= python3
BIN := .venv/bin
SHELL := /bin/sh
LOCK := $(BIN)/uv pip compile --quiet --generate-hashes --no-emit-index-url --no-emit-find-links --universal --python-version 3.11 --no-header

.PHONY: help run setup dev browser tesseract test check fix bench fuzz hostile migrate lock
.DEFAULT_GOAL := help

help:
	@echo "make run      set up, load the worked example and serve on 127.0.0.1:8000 (PORT changes it)"
	@echo "make test     everything: linters, types, walls, all tests, browser journeys"
	@echo "make setup    only the environment, with .venv/bin/plumbline"
	@echo "make check    linters, types, walls, markers, locks; changes nothing"
	@echo "make fix      put right what can be put right by itself"
	@echo "make bench    measure, as a table and as bench-results.json"
	@echo "make fuzz     send 20,000 odd requests to every form and route (SEED changes them, FUZZ how many)"
	@echo "make hostile  have 300 broken and hostile files read"
	@echo "make migrate  bring the database up to date"
	@echo "make lock     write the lock files anew after a change in pyproject.toml"

define environment
@command -v $(PYTHON) >/dev/null 2>&1 || { echo "There is no $(PYTHON) here. Install Python 3.11 or newer (Debian: apt-get install python3), or name one: make PYTHON=/path/to/python3"; exit 1; }
@$(PYTHON) tools/make_env.py $(1)
endef

setup:
	$(call environment,requirements.lock)

dev:
	$(call environment,requirements-dev.lock)

browser:
	@sh tools/need_chromium.sh

tesseract:
	@sh tools/need_tesseract.sh

run: setup
	@exec $(BIN)/plumbline start

migrate: setup
	@$(BIN)/plumbline migrate

check: dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/plumbline check-markers
	$(BIN)/pytest -n 0 tests/house/test_locks.py

fix: dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# What was compiled is kept for the next process and the next run, whatever the surroundings say: it is half of the start.
test: export PYTHONDONTWRITEBYTECODE :=
test: dev browser tesseract
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -n 3 --dist loadfile --no-loadscope-reorder

bench: dev
	$(BIN)/python -m tests.bench

FUZZ ?= 20000
SEED ?= 20160501
fuzz: dev
	FUZZ=$(FUZZ) SEED=$(SEED) $(BIN)/pytest -n 2 -rP tests/fuzz

hostile: dev
	HOSTILE=all $(BIN)/pytest -n 2 tests/hostile

lock: dev
	$(LOCK) pyproject.toml --output-file requirements.lock
	$(LOCK) pyproject.toml --group dev --output-file requirements-dev.lock
