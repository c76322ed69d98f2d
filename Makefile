# Broadsheet's commands. `make run` and `make test` set up all they need; PYTHON is any Python from 3.11 on.

PYTHON ?= python3
BIN = .venv/bin
export PYTHONPATH = layers/broadsheet:.

.DEFAULT_GOAL = help
.PHONY: help run test check-long lint audit invoke screenshots bench-cold lock clean setup-run setup-invoke setup-test

help: ## Show these commands
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 20

run: setup-run ## Run the whole site on this machine, until Ctrl-C
	@exec $(BIN)/python -m ops.local

# Two processes: the deployed stack's tests mostly wait, those of faults compute.
PYTEST = $(BIN)/python -m pytest --numprocesses 2 --no-loadscope-reorder

test: lint ## Check and test everything
	@$(PYTEST)

check-long: lint ## Likewise, with every case of every fault
	@BROADSHEET_CHECK_LONG=1 $(PYTEST)

lint: setup-test ## Check style, types and floors, without running anything
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/mypy --no-error-summary
	@$(BIN)/lint-imports --no-cache

audit: setup-test ## Ask PyPI whether a locked package has a known weak point, of the functions' first
	@for lock in $(LOCKS); do \
		echo "$$lock.txt"; \
		.venv-checks/bin/pip-audit --strict --progress-spinner off --disable-pip --no-deps -r $$lock.txt || exit 1; \
	done

invoke: setup-invoke ## Invoke a function's built artifact: F=render_pages CASE=new-article
	@$(BIN)/python -m ops.local.invoke $(F) $(CASE)

screenshots: setup-run ## Take pictures of every kind of page, from a fresh local stack with the samples
	@$(BIN)/python -m ops.screenshots

bench-cold: setup-invoke ## Measure each function's cold start from its built artifact
	@$(BIN)/python -m ops.local.cold

LOCKS = layers/packages/requirements layers/imaging/requirements requirements/dev requirements/tools requirements/local \
	requirements/checks requirements/runtime
UV = 0.13.9

lock: ## Bring every lock file up to date
	@test -x .venv-lock/bin/uv || { $(PYTHON) -m venv .venv-lock && .venv-lock/bin/pip install --quiet uv==$(UV); }
	@for lock in $(LOCKS); do \
		echo "$$lock.txt"; \
		.venv-lock/bin/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
			--no-annotate --no-header --output-file $$lock.txt $$lock.in || exit 1; \
	done
	@$(PYTHON) -m ops.local.environments local
	@echo requirements/web/package-lock.json
	@cd requirements/web && PATH="$(CURDIR)/.venv-local/bin:$$PATH" npm update --package-lock-only --ignore-scripts \
		--omit-lockfile-registry-resolved --no-audit --no-fund --loglevel=error

clean: ## Remove everything that make made, the local stack's state too
	rm -rf .venv .venv-tools .venv-local .venv-checks .venv-runtime .venv-lock .web .local .aws-sam .mypy_cache .pytest_cache .ruff_cache

setup-run:
	@$(PYTHON) -m ops.local.environments dev tools local

setup-invoke:
	@$(PYTHON) -m ops.local.environments dev tools local runtime

setup-test:
	@$(PYTHON) -m ops.local.environments dev tools local checks web
