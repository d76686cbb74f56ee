# Foyer. `make` lists the targets; `make run` starts a box office; `make test` runs every test.
.DEFAULT_GOAL := help
SHELL := /bin/bash
UV_VERSION := 0.13.9
UV := $(shell command -v uv 2>/dev/null || echo .local/uv/bin/uv)
PYTHON := .venv/bin/python
SUDO := $(shell [ "$$(id -u)" = 0 ] || echo sudo)
CLIENT_SOURCES := infra/clients.py infra/python_client.py web/build/client.mjs clients/python/foyer/client.py \
	clients/python/pyproject.toml $(wildcard clients/*/README.md clients/typescript/*.json clients/typescript/src/*.ts)
CHROMIUM := $(shell command -v chromium chromium-browser google-chrome 2>/dev/null | head -1)

.PHONY: help
help: ## list the targets
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

.PHONY: run
run: .venv/.synced web/dist/manifest.json ## start the whole box office on this computer (Ctrl-C stops it)
	@$(PYTHON) -m localstack up

.PHONY: reset
reset: .venv/.synced ## forget everything that the local box office knows
	@$(PYTHON) -m localstack reset

.PHONY: test
test: .venv/.synced web/dist/manifest.json browser ## run every test, in the browser too
	@npm --prefix web run --silent units
	@mkdir -p .local; $(PYTHON) -m pytest -m waits -p no:cacheprovider >.local/waits.log 2>&1 & waiting=$$!; \
	$(PYTHON) -m pytest -n 2 --dist loadfile; status=$$?; \
	echo "Beside them, what mostly waits:"; wait $$waiting || status=1; cat .local/waits.log; exit $$status

.PHONY: hostile
hostile: .venv/.synced web/dist/manifest.json ## the wire's tests, on a cloud that delivers everything twice
	@FOYER_DELIVER=twice FOYER_LAMBDA_PICK=any $(PYTHON) -m pytest -n 2 --dist loadfile tests/api tests/workflows tests/resilience

.PHONY: check
check: lint test ## exactly what CI runs

.PHONY: lint
lint: .venv/.synced web/dist/manifest.json ## style, types, layers, sizes
	@.venv/bin/ruff check . && .venv/bin/ruff format --check --quiet .
	@.venv/bin/mypy
	@.venv/bin/lint-imports --no-logo
	@npm --prefix web run --silent types && npm --prefix web run --silent sizes
	@npm --prefix web run --silent workflows
	@$(MAKE) --silent docs && git diff --exit-code --stat docs/openapi.json docs/reference docs/requirements.md README.md web/src/api web/pages/docs

.PHONY: format
format: .venv/.synced ## put the code into its form
	@.venv/bin/ruff check --fix . ; .venv/bin/ruff format .

.PHONY: web
web: clients ## build the pages' scripts
	@npm --prefix web run --silent build

.PHONY: clients
clients: .local/build/clients/.made ## make the API's clients, which a box office hands out under /clients/

.PHONY: docs
docs: .venv/.synced web/node_modules/.package-lock.json ## write the generated reference again
	@$(PYTHON) -m infra reference && npm --prefix web run --silent client

.PHONY: bench
bench: .venv/.synced web/dist/manifest.json ## count what each action costs, how big and how fast functions are
	@$(PYTHON) -m infra package --stage example
	@$(PYTHON) -m bench.report --package .local/build/example/out/deployment.zip

.PHONY: lock
lock: .venv/.synced ## choose versions again for requirements*.in
	@for name in requirements requirements-dev; do \
	  $(UV) pip compile --quiet --python-version 3.11 --no-annotate --no-header --no-emit-index-url $$name.in -o $$name.txt; done

.PHONY: clean
clean: ## remove what was built (not the local box office's data)
	@rm -rf .venv web/node_modules web/dist .local/build .mypy_cache .ruff_cache .pytest_cache .hypothesis

.PHONY: browser
browser:
ifeq ($(CHROMIUM),)
	@echo "Installing Chromium for the browser tests …"
	@$(SUDO) apt-get update -qq && $(SUDO) apt-get install -y -qq chromium >/dev/null
endif

.local/uv/bin/uv:
	@echo "Installing uv …"
	@python3 -m venv .local/uv && .local/uv/bin/pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)

.venv/.synced: requirements-dev.txt | $(UV)
	@echo "Installing Python packages …"
	@[ -x .venv/bin/python ] || $(UV) venv --quiet --python 3.11 .venv
	@$(UV) pip sync --quiet --python .venv/bin/python requirements-dev.txt && touch $@

web/node_modules/.package-lock.json: web/package-lock.json
	@command -v npm >/dev/null || { echo "Foyer needs Node 20 or newer with npm: https://nodejs.org"; exit 1; }
	@echo "Installing web packages …"
	@npm --prefix web ci --silent

.local/build/clients/.made: .venv/.synced web/node_modules/.package-lock.json docs/openapi.json $(CLIENT_SOURCES)
	@echo "Making clients …"
	@$(PYTHON) -m infra clients && npm --prefix web run --silent package && touch $@

web/dist/manifest.json: web/node_modules/.package-lock.json .local/build/clients/.made $(shell find web/src web/pages web/build -type f 2>/dev/null)
	@echo "Building pages …"
	@npm --prefix web run --silent build && touch $@
