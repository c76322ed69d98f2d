# Broadsheet's commands. `make run` and `make test` set up all they need; PYTHON is any Python from 3.11 on.

PYTHON ?= python3
BIN = .venv/bin
export PYTHONPATH = layers/broadsheet:.

.DEFAULT_GOAL = help
.PHONY: help run test check-long soak lint audit invoke estimate screenshots bench bench-cold lock clean
.PHONY: setup-run setup-invoke setup-test setup-bench

help: ## Show these commands
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 20

run: setup-run ## Run the whole site on this machine, until Ctrl-C
	@exec $(BIN)/python -m ops.local

# Two processes: the deployed stack's tests mostly wait, those of faults compute.
PYTEST = $(BIN)/python -m pytest --numprocesses 2 --no-loadscope-reorder

test: lint ## Check and test everything
	@$(PYTEST)

check-long: lint ## Likewise, with every case of every fault, and ten thousand articles
	@BROADSHEET_CHECK_LONG=1 $(PYTEST)

SEED = 0
SEEDS = 10000

soak: setup-test ## Play newsrooms' days with faults, ten thousand of them: SEED=0 SEEDS=10000
	@$(BIN)/python -m tests.faults.soak --seed $(SEED) --seeds $(SEEDS)

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

ESTIMATE = ARTICLES EDITS TAKEDOWNS COMMENTS PICTURES VIEWS ARCHIVE
lower = $(shell echo $(1) | tr A-Z a-z)

estimate: ## Reckon a month's bill: ARTICLES=200 EDITS=600 COMMENTS=3000 a day, VIEWS=20000000 a month
	@$(PYTHON) -m ops.estimate $(foreach name,$(ESTIMATE),$(if $($(name)),--$(call lower,$(name)) $($(name))))

screenshots: setup-run ## Take pictures of every kind of page, from a fresh local stack with the samples
	@$(BIN)/python -m ops.screenshots

BENCH_RUNS ?= 5
BENCH_ARTICLES ?= 1000,10000

bench: setup-bench ## Measure speed beside other generators, and write docs/benchmarks.md
	@$(BIN)/python -m benchmarks --runs $(BENCH_RUNS) --articles $(BENCH_ARTICLES) $(QUESTIONS)

bench-cold: setup-invoke ## Measure each function's cold start from its built artifact
	@$(BIN)/python -m ops.local.cold

LOCKS = layers/packages/requirements layers/imaging/requirements requirements/dev requirements/tools requirements/local \
	requirements/checks requirements/runtime requirements/bench
WEB_LOCKS = requirements/web requirements/bench-web
UV = 0.13.9

lock: ## Bring every lock file up to date
	@test -x .venv-lock/bin/uv || { $(PYTHON) -m venv .venv-lock && .venv-lock/bin/pip install --quiet uv==$(UV); }
	@for lock in $(LOCKS); do \
		echo "$$lock.txt"; \
		.venv-lock/bin/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
			--no-annotate --no-header --output-file $$lock.txt $$lock.in || exit 1; \
	done
	@$(PYTHON) -m ops.local.environments local
	@for web in $(WEB_LOCKS); do \
		echo "$$web/package-lock.json"; \
		(cd $$web && PATH="$(CURDIR)/.venv-local/bin:$$PATH" npm update --package-lock-only --ignore-scripts \
			--omit-lockfile-registry-resolved --no-audit --no-fund --loglevel=error) || exit 1; \
	done

clean: ## Remove everything that make made, the local stack's state too
	rm -rf .venv .venv-tools .venv-local .venv-checks .venv-runtime .venv-bench .venv-lock .web .web-bench .local .aws-sam .mypy_cache .pytest_cache .ruff_cache

setup-run:
	@$(PYTHON) -m ops.local.environments dev tools local

setup-invoke:
	@$(PYTHON) -m ops.local.environments dev tools local runtime

setup-test:
	@$(PYTHON) -m ops.local.environments dev tools local checks web

setup-bench:
	@$(PYTHON) -m ops.local.environments dev tools local runtime bench bench-web
