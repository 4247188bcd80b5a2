# The platform on one machine. `make help` lists what there is.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

# The first Python on this machine that is new enough.
PYTHON ?= $(shell for p in python3.11 python3; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
VENV := .venv
RUNTIME := $(VENV)/.runtime-installed
DEV := $(VENV)/.dev-installed
CLIENTS := .cache/clients/venv
BENCH := .cache/bench
LOCAL := $(VENV)/bin/python -m deploy.local

# Values reach the commands through the environment, never through the shell's reading of them.
export ORG SCOPE SERVICE M GIAS SCALE ROUNDS SECONDS ONLY

.PHONY: help
help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or later is needed: name it with PYTHON=..." >&2; exit 1; }
	@echo "Making $(VENV) with $(PYTHON)" >&2
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
		echo "Python cannot make a virtual environment here (on Debian: apt install python3-venv)." >&2; exit 1; }

$(RUNTIME): requirements.lock | $(VENV)/bin/python
	@echo "Installing what the platform needs" >&2
	@$(VENV)/bin/python deploy/local/install.py $< $@

$(DEV): requirements-dev.lock | $(VENV)/bin/python
	@echo "Installing what the checks need" >&2
	@$(VENV)/bin/python deploy/local/install.py $< $@

# The generators of clients, apart from what the platform and its checks need.
$(CLIENTS)/.installed: tests/clients/requirements.lock
	@echo "Installing the generators of clients" >&2
	@$(PYTHON) -m venv $(CLIENTS)
	@$(CLIENTS)/bin/python deploy/local/install.py $< $@

.PHONY: install
install: $(RUNTIME) ## Install what the platform needs

.PHONY: run
run: $(RUNTIME) ## Start the whole platform (PORTS=9000 for other ports); Ctrl-C ends it
	@exec $(LOCAL) run $(if $(PORTS),--ports "$(PORTS)")

.PHONY: sandbox
sandbox: $(RUNTIME) ## Start a sandbox: made-up data, a clock that callers set, problems on demand (PORTS=9000)
	@export PINS_SANDBOX=true; exec $(LOCAL) run $(if $(PORTS),--ports "$(PORTS)")

.PHONY: demo
demo: $(RUNTIME) ## Show a partnership's year on the running platform (GIAS=file.csv for real schools)
	@exec $(LOCAL) demo $(if $(GIAS),--gias "$$GIAS")

.PHONY: dashboard
dashboard: $(RUNTIME) ## Show the dashboard of the project that the demo played
	@exec $(LOCAL) dashboard

.PHONY: token
token: $(RUNTIME) ## Print an access token: ORG=icb:QWO SCOPE="partnership:write"
	@exec $(LOCAL) token "$$ORG" $(if $(SCOPE),--scope "$$SCOPE")

.PHONY: stop
stop: $(RUNTIME) ## Stop one service of the running platform: SERVICE=reporting_api
	@exec $(LOCAL) stop "$$SERVICE"

.PHONY: start
start: $(RUNTIME) ## Start it again: SERVICE=reporting_api
	@exec $(LOCAL) start "$$SERVICE"

.PHONY: migrate
migrate: $(RUNTIME) ## Bring the four databases up to date
	@exec $(LOCAL) migrate

.PHONY: revision
revision: $(DEV) ## Write a migration from the models: SERVICE=partnership_api M="add a column"
	@exec $(LOCAL) revision "$$SERVICE" "$$M"

.PHONY: reset
reset: $(RUNTIME) ## Delete the local data, secrets and logs
	@exec $(LOCAL) reset

.PHONY: openapi
openapi: $(DEV) ## Write the OpenAPI document of each service, and docs/openapi.json of all
	@exec $(VENV)/bin/python -m shared.kit.openapi write

.PHONY: release
release: $(DEV) ## Keep the OpenAPI documents as released: what breaks them later must be in docs/guide/release-notes.md
	@exec $(VENV)/bin/python -m shared.kit.openapi release

.PHONY: scenarios
scenarios: $(DEV) ## Play the scenarios of the sandbox again and keep what comes out
	@exec $(VENV)/bin/python -m tests.scenarios

.PHONY: guide
guide: $(DEV) ## Write the guide: what it takes from the code, and all of it as files in build/guide
	@$(VENV)/bin/python -m docs.building write
	@exec $(VENV)/bin/python -m docs.building site build/guide

.PHONY: guide-check
guide-check: $(DEV) ## Look at every page of the guide in a browser
	@exec $(VENV)/bin/pytest -q tests/guide/every_page.py

.PHONY: manifests
manifests: ## Render the overlays for Kubernetes, as they are applied and tested (needs kubectl)
	@for overlay in one-board national; do \
		kubectl kustomize deploy/kubernetes/overlays/$$overlay >deploy/kubernetes/rendered/$$overlay.yaml || exit 1; done

.PHONY: check
check: $(DEV) ## Format, lint, types, import rules, migrations and OpenAPI documents
	@sh deploy/lint/lint.sh & linting=$$!; \
	$(VENV)/bin/ruff format --check . && $(VENV)/bin/ruff check . && $(VENV)/bin/mypy && \
	$(VENV)/bin/lint-imports && $(VENV)/bin/pytest -q tests/architecture; status=$$?; \
	wait $$linting && exit $$status

.PHONY: test
test: $(DEV) ## Run every test
	@exec $(VENV)/bin/pytest -q -n auto --maxprocesses 4 --dist loadfile tests

.PHONY: test-clients
test-clients: $(RUNTIME) $(CLIENTS)/.installed ## Generate clients in four ways and play a journey through each
	@exec $(VENV)/bin/python -m tests.clients

.PHONY: test-restore
test-restore: $(DEV) ## Move all four databases by dumps, and put them back to a moment, by the commands of docs/operations.md
	@exec $(VENV)/bin/pytest -q tests/operations/whole_restores.py

.PHONY: test-rolling
test-rolling: $(DEV) ## Roll each service under load behind a gateway: no request may fail
	@exec $(VENV)/bin/pytest -q -s tests/rolling/under_load.py

.PHONY: images
images: ## Build the four container images (PYTHON_IMAGE=... IMAGE_FLAGS="--network host")
	@exec sh deploy/images/build.sh

.PHONY: test-images
test-images: $(DEV) ## Run each image as a container, with nothing that it can do without
	@exec $(VENV)/bin/pytest -q tests/images/each_image.py

.PHONY: image-locks
image-locks: ## Lock again what each image holds (needs uv)
	@exec sh deploy/images/lock.sh

.PHONY: test-replica
test-replica: $(DEV) ## Read lists from a copy of the database that follows it, lags and dies
	@exec $(VENV)/bin/pytest -q tests/replica/reading_a_copy.py

.PHONY: test-compose
test-compose: $(DEV) ## Bring up deploy/compose.yaml, play a year while everything fails, upgrade, take it away
	@docker info >/dev/null 2>&1 || { echo "No container engine answers here: start Docker, or set DOCKER_HOST." >&2; exit 1; }
	@docker compose version >/dev/null 2>&1 || { echo "docker compose 2.20 or later is needed." >&2; exit 1; }
	@exec $(VENV)/bin/pytest -q -s tests/compose/whole_year.py

.PHONY: test-plans
test-plans: $(DEV) ## Ask PostgreSQL how it goes about every list and dashboard where tables are large
	@exec $(VENV)/bin/pytest -q tests/plans/every_list.py

# What is measured beside the services, apart from what they need. Node takes part where it is installed.
$(BENCH)/venv/.installed: tests/bench/drf/requirements.lock
	@echo "Installing Django REST Framework, for the bench alone" >&2
	@$(PYTHON) -m venv $(BENCH)/venv
	@$(BENCH)/venv/bin/python deploy/local/install.py $< $@

$(BENCH)/node/.installed: tests/bench/node/package.json tests/bench/node/package-lock.json
	@mkdir -p $(BENCH)/node && cp $^ $(BENCH)/node/
	@if command -v npm >/dev/null; then cd $(BENCH)/node && npm ci --silent; fi && touch $(abspath $@)

.PHONY: bench
bench: $(DEV) $(BENCH)/venv/.installed $(BENCH)/node/.installed ## Measure beside a floor, DRF and Node (SCALE=10 ONLY=one-row,list ROUNDS=3 SECONDS=2)
	@exec $(VENV)/bin/python -m tests.bench $(if $(SCALE),--scale "$$SCALE") $(if $(ROUNDS),--rounds "$$ROUNDS") \
		$(if $(SECONDS),--seconds "$$SECONDS") $(if $(ONLY),--only "$$ONLY")
