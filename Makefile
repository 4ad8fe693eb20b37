# Notflix: `make` alone prints this help.
SHELL := /bin/sh
PORT ?= 8000
WORKERS ?= 2
ARGS ?=
export PORT
# Some fifty Pythons start in a run of the tests: let them keep what the first has compiled.
unexport PYTHONDONTWRITEBYTECODE

PY := .venv/bin/python
DEVELOP := DEBUG=$${DEBUG:-on}

.DEFAULT_GOAL := help
.PHONY: help run manage test test-all test-postgres test-browser test-api test-django6 lint format lock bench lighthouse audit \
	env env-dev debian-packages clean

help: ## what can be made
	@printf 'Notflix\n\n'
	@sed -n 's/^\([a-z][a-z0-9-]*\):.*## \(.*\)/  make \1|\2/p' $(MAKEFILE_LIST) | awk -F'|' '{ printf "%-24s %s\n", $$1, $$2 }'
	@printf '\nPORT=8001 make run chooses another port; ARGS="..." goes to manage.py and pytest.\n'

run: env ## the site and the task worker on http://localhost:8000
	@$(DEVELOP) exec $(PY) manage.py dev

manage: env ## manage.py in the same environment: make manage ARGS="shell"
	@$(DEVELOP) $(PY) manage.py $(ARGS)

test: env-dev ## every test that needs nothing but the checkout (SQLite)
	$(PY) -m pytest -n $(WORKERS) -m "not browser and not api and not postgres" $(ARGS)

test-all: test test-postgres test-api test-browser ## and PostgreSQL, the API against its schema, a real browser

test-postgres: env-dev ## all that a database decides, on a throw-away PostgreSQL
	@scripts/debian-packages postgresql
	scripts/postgres $(PY) -m pytest -n $(WORKERS) -m "not browser and not api and not once" $(ARGS)

test-api: env-dev ## the API against its own schema
	$(PY) -m pytest -n $(WORKERS) -m api -p no:randomly $(ARGS)

test-browser: env-dev ## journeys, axe, sizes and no-JavaScript in Debian's Chromium
	@scripts/debian-packages chromium
	$(PY) -m pytest -n $(WORKERS) -m browser $(ARGS)

test-django6: ## the SQLite suite on Python 3.13 and the newest Django
	scripts/django6

lint: env-dev ## ruff, import-linter, mypy, djlint, migrations, check --deploy
	scripts/lint

format: env-dev ## let ruff put the code in order
	$(PY) -m ruff check --fix-only --quiet .
	$(PY) -m ruff format .

lock: ## write the three locks anew from the .in files (needs uv)
	scripts/lock

bench: env-dev ## what pages, search and imports cost; writes docs/benchmarks/ (BENCH_ROWS=1000000 for more)
	$(PY) -m bench

bench-%: env-dev
	$(PY) -m bench $*

lighthouse: env-dev ## the four scores of home and film page; fails below 95 (needs npm)
	@scripts/debian-packages chromium
	$(PY) -m bench.lighthouse

audit: env-dev ## known vulnerabilities of the pinned packages (needs the network)
	scripts/audit

env:
	@scripts/environment requirements.txt

env-dev:
	@scripts/environment requirements-dev.txt

debian-packages: ## install what test-all needs from Debian
	@scripts/debian-packages postgresql chromium

clean: ## remove the environment, caches and bundles; keeps the database in var/
	rm -rf .venv .ruff_cache .mypy_cache .pytest_cache .import_linter_cache .hypothesis staticfiles var/bundles var/cache
