# The verbs. `make run` and `make test` set up whatever they need first.
VENV := .venv
BIN := $(VENV)/bin
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$p" && break; done)
RUNS := domain workflows activities storage adapters casework api web cli
CODE := $(RUNS) tests
export PATH := $(CURDIR)/$(BIN):$(PATH)
# The tests start many processes; each would compile every module again.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: setup run test lint check fix shape audit release lock styles clean

setup: $(VENV)/.ready-dev

# What `make run` needs; the tests need more.
$(VENV)/.ready-run: requirements/run.txt pyproject.toml
	@test -n "$(PYTHON)" || { echo "Sharewell needs Python 3.11 or newer on PATH."; exit 2; }
	@test -x $(BIN)/python || sh tests/machine/venv.sh "$(PYTHON)" "$(VENV)"
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/run.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps --editable .
	@touch $@

$(VENV)/.ready-dev: requirements/dev.txt $(VENV)/.ready-run
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@

run: $(VENV)/.ready-run
	$(BIN)/sharewell up --demo

test: setup
	@sh tests/machine/prepare.sh
	$(BIN)/python -m pytest -n 3 --dist loadfile --no-loadscope-reorder --hypothesis-profile=ci

# What is read and not run; `check` adds the tests that start nothing.
lint: setup
	@failed=0; \
	$(BIN)/ruff format --check . || failed=1; \
	$(BIN)/ruff check . || failed=1; \
	$(BIN)/mypy $(CODE) || failed=1; \
	$(BIN)/lint-imports || failed=1; \
	$(BIN)/bandit --quiet --recursive --configfile pyproject.toml $(RUNS) || failed=1; \
	git ls-files -z --cached --others --exclude-standard | xargs -0 \
		$(BIN)/detect-secrets-hook --no-verify --baseline .secrets.baseline || failed=1; \
	exit $$failed

check: lint
	$(BIN)/python -m pytest -q tests/domain tests/architecture

fix: setup
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

shape: setup
	$(BIN)/python tests/architecture/shape.py

# Are faults known in what runs? It says so when it could not ask: then it ends with 3.
audit: setup
	$(BIN)/python tests/machine/audit.py

release: setup
	sh tests/machine/release.sh

lock:
	uv pip compile -q --universal --generate-hashes --no-header --python-version 3.11 pyproject.toml -o requirements/run.txt
	uv pip compile -q --universal --generate-hashes --no-header --python-version 3.11 --extra dev pyproject.toml -o requirements/dev.txt

styles:
	cd web/styles && npm ci --ignore-scripts && npm run build

clean:
	rm -rf $(VENV) var .mypy_cache .ruff_cache .pytest_cache .hypothesis
