# Every recipe is one line. `make test` is every gate; `.ci/run` is `make test`.
PYTHON ?= python3
BIN := .venv/bin
PIP := -m pip install -qq --disable-pip-version-check
CODE := facade emulator scripts tests examples
SDKS := .envs/sdk-hasty/.ok .envs/sdk-roboflow/.ok .envs/sdk-labelbox/.ok
OUT ?= demo-out
DEMO := $(if $(SAMPLES),--coco $(SAMPLES)/instances.json --images $(SAMPLES)/images)

.DEFAULT_GOAL := help
.PHONY: help setup demo test check format lint types generate check-generated docs check-docs spec-diff traffic pytest contract contract-deep hostile known lies cov build clean

help:  ## list what can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 20

setup: .venv/.ok  ## make the development environment

demo: .venv/.ok  ## run the main job on the embedded emulator (SAMPLES=dir takes a COCO set)
	@$(BIN)/labelbridge demo $(DEMO) --out $(OUT)

test: .venv/.ok  ## every gate: format, lint, types, drift of generated code and pages, tests
	@$(MAKE) -sj2 check $(SDKS) && $(MAKE) -s pytest

check: lint types check-generated check-docs  ## the gates that run nothing

format: .venv/.ok  ## rewrite the code in the project's format
	@$(BIN)/ruff format $(CODE) && $(BIN)/ruff check --fix --quiet $(CODE)

lint: .venv/.ok  ## format and lint of code, curation rules of the contracts
	@$(BIN)/ruff format --check --quiet $(CODE) && $(BIN)/ruff check --quiet $(CODE) && $(BIN)/python -m scripts.lint_specs

types: .venv/.ok  ## mypy --strict over all code, generated too; pyright over the typing test
	@$(BIN)/mypy facade/labelbridge generated/labelbridge_api emulator/labelbridge_emulator scripts tests/typing examples/*/*.py && $(BIN)/pyright

generate: .venv/.ok .envs/generator/.ok  ## regenerate generated/ from openapi/
	@$(BIN)/python scripts/generate.py

check-generated: .venv/.ok .envs/generator/.ok  ## fail when generated/ is not what openapi/ and scripts/templates/ give
	@$(BIN)/python scripts/generate.py --check

docs: .venv/.ok  ## rewrite the pages of docs/ that are made from contracts, code and traffic
	@$(BIN)/python -m scripts.operations_page && $(BIN)/python -m scripts.traffic_page

check-docs: .venv/.ok  ## fail when such a page is out of date
	@$(BIN)/python -m scripts.operations_page --check && $(BIN)/python -m scripts.traffic_page --check

spec-diff: .venv/.ok .envs/redocly/.ok  ## what changed in the contracts since BASE=<git ref>, and which methods it touches (FAIL=1: fail if it breaks)
	@$(BIN)/python -m scripts.spec_diff $(if $(FAIL),--fail-on-breaking) $(if $(TEXTS),--texts) $(BASE)

traffic: .venv/.ok $(SDKS)  ## run the vendors' SDKs, and keep what passes in tests/sdk/traffic/
	@RECORD_TRAFFIC=1 $(BIN)/pytest -q tests/sdk -k traffic && $(MAKE) -s docs

pytest: .venv/.ok $(SDKS)  ## the tests, two at a time, with coverage of the facade
	@$(BIN)/pytest -n 2 --dist loadgroup --cov=labelbridge --cov-report=term:skip-covered --cov-fail-under=95

contract: .venv/.ok  ## search the emulator by schemathesis as the tests do, and print the table of all operations
	@$(BIN)/python -m labelbridge.contract

contract-deep: .venv/.ok  ## the same with 50,000 requests and more, and a seed of its own (SEED=n); rewrites docs/contract-report.md
	@$(BIN)/python -m labelbridge.contract --deep $(if $(SEED),--seed $(SEED)) --report docs/contract-report.md

hostile: .venv/.ok  ## give the client 100,000 hostile answers; writes docs/hostile-report.md
	@$(BIN)/python -m tests.deep.fuzzing

known: .venv/.ok  ## rewrite the answers of the emulator that tests/emulator/every holds it to; review the change
	@$(BIN)/python -m tests.contracts.emulator.walk

lies: .venv/.ok $(SDKS)  ## plant defects one at a time, and tell which tests caught each (15 minutes)
	@$(BIN)/python -m tests.deep.mutation

build: .venv/.ok  ## build the wheel and the sdist
	@$(BIN)/python -m build --no-isolation --outdir dist .

clean:  ## remove everything that can be made again
	@rm -rf .venv .envs build dist demo-out .coverage .lies .mypy_cache .pytest_cache .ruff_cache .hypothesis

.venv/.ok: requirements/dev.txt pyproject.toml
	@$(PYTHON) -m venv .venv && $(BIN)/python $(PIP) -r requirements/dev.txt && $(BIN)/python $(PIP) --no-deps --no-build-isolation -e . && touch $@

.envs/%/.ok: requirements/%.txt
	@$(PYTHON) -m venv .envs/$* && .envs/$*/bin/python $(PIP) -r $< && touch $@

.envs/redocly/.ok: requirements/redocly/package-lock.json | .venv/.ok
	@$(BIN)/python -m scripts.redocly && touch $@
