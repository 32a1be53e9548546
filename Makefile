# Two commands are all there is to know: `make demo` and `make test`. `make` lists the rest.
.DEFAULT_GOAL := help
BIN := .venv/bin
export PATH := $(CURDIR)/.venv/bin:$(PATH)
SAIKNE_IN_MEMORY := DATABASE_URL=sqlite://:memory:

.PHONY: help setup demo test check fix e2e e2e-full bench messages docs

help:  ## list the targets
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup:  ## prepare everything in .venv: Python packages, assets, catalogues
	@tools/setup.sh

demo: setup  ## build the demo service (the first time) and serve it at http://127.0.0.1:8000
	@$(BIN)/saikne demo $(ARGS)

test: setup  ## run all tests on SQLite, and on PostgreSQL and in a browser where they are found
	@$(BIN)/python tools/run_tests.py $(ARGS)

e2e: setup  ## run the browser tests
	@$(BIN)/python tools/run_tests.py --only browser $(ARGS)

e2e-full: setup  ## run the browser tests on every page, in both languages and at every width
	@E2E=full $(BIN)/python tools/run_tests.py --only browser $(ARGS)

bench: setup  ## print figures of this machine; ARGS=pages for one part
	@$(BIN)/saikne bench $(ARGS)

messages: setup  ## collect the sentences of the screen into the catalogues of both languages
	@$(BIN)/python -m saikne.core.catalogue $(ARGS)

docs: setup  ## check that every link in the documents leads somewhere
	@$(BIN)/python tools/check_docs.py

fix: setup  ## put code and templates into their one format
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .
	@find saikne -name '*.html' -exec $(BIN)/djade --target-version 5.2 {} +

CHECKS := check-types check-style check-format check-rooms check-migrations check-messages check-templates check-docs
.PHONY: $(CHECKS)

check: setup  ## lint, format, types, rooms, migrations, catalogues, templates, links
	@$(MAKE) --no-print-directory --keep-going --jobs 4 --output-sync=target $(CHECKS)
	@echo "All checks passed."

# The longest first: the others run beside it.
check-types:
	@$(BIN)/mypy saikne tests $(wildcard tools/*.py)
check-style:
	@$(BIN)/ruff check --quiet .
check-format:
	@$(BIN)/ruff format --quiet --check .
check-rooms:
	@report=$$($(BIN)/lint-imports 2>&1) || { echo "$$report"; exit 1; }
check-migrations:
	@$(SAIKNE_IN_MEMORY) $(BIN)/python manage.py makemigrations --check --dry-run
check-messages:
	@$(BIN)/python -m saikne.core.catalogue --check
check-templates:
	@find saikne -name '*.html' -exec $(BIN)/djade --check --target-version 5.2 {} +
check-docs:
	@$(BIN)/python tools/check_docs.py
