# Every recipe is one line. `make test` is every gate; `.ci/run` is `make test`.
PYTHON ?= python3
BIN := .venv/bin
PIP := -m pip install -qq --disable-pip-version-check
CODE := facade emulator scripts tests
SDKS := .envs/sdk-hasty/.ok .envs/sdk-roboflow/.ok .envs/sdk-labelbox/.ok
OUT ?= demo-out
DEMO := $(if $(SAMPLES),--coco $(SAMPLES)/instances.json --images $(SAMPLES)/images)

.DEFAULT_GOAL := help
.PHONY: help setup demo test check format lint types generate check-generated docs check-docs pytest known lies cov build clean

help:  ## list what can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 20

setup: .venv/.ok  ## make the development environment

demo: .venv/.ok  ## run the main job on the embedded emulator (SAMPLES=dir takes a COCO set)
	@$(BIN)/labelbridge demo $(DEMO) --out $(OUT)

test: check pytest  ## every gate: format, lint, types, drift of generated code and pages, tests

check: lint types check-generated check-docs  ## the gates that run nothing

format: .venv/.ok  ## rewrite the code in the project's format
	@$(BIN)/ruff format $(CODE) && $(BIN)/ruff check --fix --quiet $(CODE)

lint: .venv/.ok  ## format and lint of code, curation rules of the contracts
	@$(BIN)/ruff format --check --quiet $(CODE) && $(BIN)/ruff check --quiet $(CODE) && $(BIN)/python scripts/lint_specs.py

types: .venv/.ok  ## mypy --strict over all code, generated too; pyright over the typing test
	@$(BIN)/mypy facade/labelbridge generated/labelbridge_api emulator/labelbridge_emulator scripts tests/typing && $(BIN)/pyright

generate: .venv/.ok .envs/generator/.ok  ## regenerate generated/ from openapi/
	@$(BIN)/python scripts/generate.py

check-generated: .venv/.ok .envs/generator/.ok  ## fail when generated/ is not what openapi/ and scripts/templates/ give
	@$(BIN)/python scripts/generate.py --check

docs: .venv/.ok  ## rewrite the pages of docs/ that are made from contracts and code
	@$(BIN)/python -m scripts.operations_page

check-docs: .venv/.ok  ## fail when such a page is out of date
	@$(BIN)/python -m scripts.operations_page --check

pytest: .venv/.ok $(SDKS)  ## the tests, two at a time, with coverage of the facade
	@$(BIN)/pytest -n 2 --dist loadgroup --cov=labelbridge --cov-report=term:skip-covered --cov-fail-under=95

known: .venv/.ok  ## rewrite the answers of the emulator that tests/emulator/every holds it to; review the change
	@$(BIN)/python -m tests.emulator.every.walk

lies: .venv/.ok $(SDKS)  ## plant defects one at a time, and tell which tests caught each (15 minutes)
	@$(BIN)/python -m tests.lies

build: .venv/.ok  ## build the wheel and the sdist
	@$(BIN)/python -m build --no-isolation --outdir dist .

clean:  ## remove everything that can be made again
	@rm -rf .venv .envs build dist demo-out .coverage .lies .mypy_cache .pytest_cache .ruff_cache .hypothesis

.venv/.ok: requirements/dev.txt pyproject.toml
	@$(PYTHON) -m venv .venv && $(BIN)/python $(PIP) -r requirements/dev.txt && $(BIN)/python $(PIP) --no-deps --no-build-isolation -e . && touch $@

.envs/%/.ok: requirements/%.txt
	@$(PYTHON) -m venv .envs/$* && .envs/$*/bin/python $(PIP) -r $< && touch $@
