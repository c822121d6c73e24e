# Every task of the project has one name, and this file is the list of them: `make` alone prints it.
.DEFAULT_GOAL := help
.PHONY: help run dev test proof bench check manage format lock clean python python-dev assets
# The steps that a task needs build on each other.
.NOTPARALLEL:

PORT ?= 8000
ARGS ?=
export PORT

PYTHON_HERE := .venv/bin/python
SERVICES := $(PYTHON_HERE) -m chitech.core.devservices
# Tests have servers of their own, which may forget everything in a power cut and so are fast.
TEST_SERVICES := env CHITECH_STATE='$(CURDIR)/.state/test' CHITECH_FAST=1 $(SERVICES)

help: ## Say what each task does (this list)
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: python assets ## Set up what is missing and serve the demo portal on http://localhost:$PORT (8000)
	@$(SERVICES).run

dev: python assets ## The same with DEBUG, reloading whatever changes
	@$(SERVICES).run --reload

# Tests speak plain http to loopback, which is for the demo (and DEBUG) alone; what production does instead has tests of its own.
test: python-dev assets ## Run all tests, or those that ARGS names (ARGS="tests/jobs -k publish")
	@CHITECH_DEMO=1 $(TEST_SERVICES) exec -- $(PYTHON_HERE) -m pytest -n 2 --dist worksteal $(ARGS)

# Servers, workers and a mail server of its own, all of which are killed and started again.
proof: python-dev ## Break every part that delivers messages, and let 500 people go for 30 seats; account for each step
	@$(PYTHON_HERE) -m tests.proof $(ARGS)
	@env -u DATABASE_URL -u REDIS_URL $(PYTHON_HERE) -m tests.proof.seats

# It fills and drops databases: a Postgres of its own, whatever DATABASE_URL says.
bench: python assets ## Measure how fast the portal is, into bench.json (BENCH_ROWS=10000,100000)
	@env -u DATABASE_URL -u REDIS_URL -u CHITECH_DEMO -u DEBUG CHITECH_STATE='$(CURDIR)/.state/bench' $(SERVICES) exec -- $(PYTHON_HERE) -m bench

check: python-dev assets ## Check format, lint, types, import rules, templates, migrations and production settings
	@$(TEST_SERVICES) exec -- scripts/check

manage: python ## Run a manage.py command in the environment of `make run` (ARGS="shell")
	@CHITECH_DEMO=1 $(SERVICES) exec -- $(PYTHON_HERE) manage.py $(ARGS)

format: python-dev ## Put the code into the form that `make check` asks for
	@.venv/bin/ruff check --fix-only --quiet .
	@.venv/bin/ruff format --quiet .

lock: ## Work out the lock files anew from pyproject.toml
	@scripts/lock

clean: ## Stop the servers and delete all that was made, the demo's data too
	@if [ -x $(PYTHON_HERE) ]; then $(SERVICES) down && $(TEST_SERVICES) down; fi
	rm -rf .venv .state node_modules static/dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis

python:
	@scripts/venv requirements-local.lock

python-dev:
	@scripts/venv requirements-dev.lock

assets:
	@$(SERVICES).assets
