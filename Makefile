# Each recipe is one line. `make test` runs every gate; `.ci/run` is `make test`.
# Another interpreter has its own environment: `make quick PYTHON=python3.12` uses .envs/python3.12.
PYTHON ?= python3
# Tests start many interpreters: let them cache bytecode, whatever the environment says.
unexport PYTHONDONTWRITEBYTECODE
VENV := $(if $(filter python3,$(PYTHON)),.venv,.envs/$(notdir $(PYTHON)))
BIN := $(VENV)/bin
PIP := -m pip install -qq --disable-pip-version-check
CODE := facade emulator scripts benchmarks tests examples
TYPED := facade/labelbridge generated/labelbridge_api emulator/labelbridge_emulator scripts benchmarks tests/typing examples/*/*.py
SNIPPETS := build/snippets
QUICK := tests/core $(wildcard tests/platforms/*/client)
SDKS := $(patsubst requirements/%.txt,.envs/%/.ok,$(wildcard requirements/sdk-*.txt))
PEERS := $(patsubst %,.envs/%/.ok,benchmarks generator sdk-hasty sdk-roboflow)
PYTEST := -m pytest -q
PARALLEL := -n 2 --dist loadgroup
OUT ?= demo-out
DEMO := $(if $(SAMPLES),--coco $(SAMPLES)/instances.json --images $(SAMPLES)/images)

.DEFAULT_GOAL := help
.PHONY: help setup demo quick t test deep bench check format lint types generate check-generated docs check-docs spec-diff traffic tests tests-quick tests-lowest environments contract snapshots build clean

help:  ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 20

setup: $(VENV)/.ok  ## create the development environment

demo: $(VENV)/.ok  ## run the example workflow on the embedded emulator (SAMPLES=dir: with a COCO data set)
	@$(BIN)/labelbridge demo $(DEMO) --out $(OUT)

quick: $(VENV)/.ok  ## lint, types, core and client tests, in less than a minute
	@$(MAKE) -sj2 types tests-quick lint

t: $(VENV)/.ok  ## run the tests about one thing: T=labels (files or names that match), or T=<pytest arguments>
	@$(BIN)/python $(PYTEST) $(if $(findstring /,$(T))$(filter -%,$(T)),$(T),$(PARALLEL) -k "$(T)")

test: $(VENV)/.ok  ## run every gate: format, lint, types, generated code and pages, tests, lowest versions
	@$(BIN)/python -m scripts.gates

deep: $(VENV)/.ok $(SDKS)  ## long searches, mutation tests, memory tests (PARTS="fuzzing ...", SEED=n)
	@$(BIN)/python -m tests.deep $(PARTS) $(if $(SEED),--seed $(SEED))

bench: $(VENV)/.ok $(PEERS)  ## measure speed and memory, side by side (PARTS="labels ...", BASELINE=<another checkout>, WRITE=1: rewrite the results in docs)
	@$(BIN)/python -m benchmarks $(PARTS) $(if $(BASELINE),--baseline $(BASELINE)) $(if $(WRITE),--write)

check: lint types check-generated check-docs  ## the gates that run no tests

format: $(VENV)/.ok  ## format the code
	@$(BIN)/ruff format $(CODE) && $(BIN)/ruff check --fix --quiet $(CODE)

lint: $(VENV)/.ok  ## check format, code, language and contracts
	@$(BIN)/ruff format --check --quiet $(CODE) && $(BIN)/ruff check --quiet $(CODE) && $(BIN)/python -m scripts.lint_language && $(BIN)/python -m scripts.lint_specs

types: $(VENV)/.ok  ## mypy --strict for all code, pyright for the typing tests and the snippets of the pages
	@$(BIN)/python -m scripts.snippets $(SNIPPETS) && $(BIN)/mypy $(TYPED) $(SNIPPETS) && $(BIN)/pyright --pythonpath $(BIN)/python

generate: $(VENV)/.ok .envs/generator/.ok  ## regenerate generated/ from openapi/
	@$(BIN)/python -m scripts.generate

check-generated: $(VENV)/.ok .envs/generator/.ok  ## fail if generated/ differs from the output of `make generate`
	@$(BIN)/python -m scripts.generate --check

docs: $(VENV)/.ok  ## rewrite the generated pages of docs/
	@$(BIN)/python -m scripts.operations_page && $(BIN)/python -m scripts.traffic_page

check-docs: $(VENV)/.ok  ## fail if a generated page is out of date
	@$(BIN)/python -m scripts.operations_page --check && $(BIN)/python -m scripts.traffic_page --check

spec-diff: $(VENV)/.ok .envs/redocly/.ok  ## list the changes of the contracts since BASE=<git ref> (FAIL=1: fail if one is breaking)
	@$(BIN)/python -m scripts.spec_diff $(if $(FAIL),--fail-on-breaking) $(if $(TEXTS),--texts) $(BASE)

traffic: $(VENV)/.ok $(SDKS)  ## record the traffic of the vendors' SDKs in tests/sdk/traffic/
	@RECORD_TRAFFIC=1 $(BIN)/python $(PYTEST) tests/sdk -k traffic && $(MAKE) -s docs

tests: $(VENV)/.ok $(SDKS)  ## run the tests with coverage of the facade
	@$(BIN)/python $(PYTEST) $(PARALLEL) --cov=labelbridge --cov-report=term:skip-covered --cov-fail-under=97

tests-quick: $(VENV)/.ok
	@$(BIN)/python $(PYTEST) $(PARALLEL) $(QUICK)

tests-lowest: .envs/lowest/.ok  ## run the core and client tests with the lowest declared versions
	@.envs/lowest/bin/python $(PYTEST) $(PARALLEL) $(QUICK)

environments: $(SDKS) .envs/generator/.ok .envs/lowest/.ok  ## create the other environments that `make test` needs

contract: $(VENV)/.ok  ## run the contract tests on the emulator, with a table of all operations
	@$(BIN)/python -m labelbridge.contract

snapshots: $(VENV)/.ok  ## rewrite the snapshots of the emulator's responses; review the diff
	@$(BIN)/python -m tests.contracts.emulator.snapshots

build: $(VENV)/.ok  ## build the wheel and the sdist
	@$(BIN)/python -m build --no-isolation --outdir dist .

clean:  ## remove everything that can be created again
	@rm -rf .venv .envs build dist demo-out .coverage .mutation .mypy_cache .pytest_cache .ruff_cache .hypothesis

.envs/%/.ok: requirements/%.txt
	@$(PYTHON) -m venv .envs/$* && .envs/$*/bin/python $(PIP) -r $< && touch $@

.envs/redocly/.ok: requirements/redocly/package-lock.json | $(VENV)/.ok
	@$(BIN)/python -m scripts.redocly && touch $@

.envs/benchmarks/.ok .envs/lowest/.ok: .envs/%/.ok: requirements/%.txt pyproject.toml
	@$(PYTHON) -m venv .envs/$* && .envs/$*/bin/python $(PIP) -r $< && .envs/$*/bin/python $(PIP) --no-deps --no-build-isolation -e . && touch $@

$(VENV)/.ok: requirements/dev.txt pyproject.toml
	@$(PYTHON) -m venv $(VENV) && $(BIN)/python $(PIP) -r $< && $(BIN)/python $(PIP) --no-deps --no-build-isolation -e . && touch $@
