# `make ask` and `make test` set up everything they need; a second run installs and pulls nothing.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
NOTES  ?= examples/notes
Q      ?= When does the Vellum beta start, and who decided it?

# The shell reads these from the environment: a question may hold any character.
override NOTES := $(value NOTES)
override Q := $(value Q)
export NOTES Q
# Everything a trial run writes (config, models, indexes) stays in the checkout.
export ASSISTANT_HOME ?= $(CURDIR)/.home
# llama-cpp-python comes as source: leave out its image support, which doubles the build.
export CMAKE_ARGS ?= -DLLAVA_BUILD=OFF
# Without AMX: GCC 12 drops the stores of its tile configuration, and the first decode on such a processor crashes.
NO_AMX := -mno-amx-tile -mno-amx-int8 -mno-amx-bf16
ifeq ($(shell echo | $(CC) $(NO_AMX) -E - >/dev/null 2>&1 && echo yes),yes)
export CFLAGS += $(NO_AMX)
export CXXFLAGS += $(NO_AMX)
endif

PIP := PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/python -m pip install --quiet --disable-pip-version-check

.PHONY: help ask test fuzz check lint types imports golden soak lock setup setup-dev models clean

help: ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

ask: setup models ## set up, index NOTES and answer Q from them
	@$(BIN)/assistant --notes "$$NOTES" index --quiet
	@ASSISTANT_SERVICE_AUTOSTART=off $(BIN)/assistant --notes "$$NOTES" ask -- "$$Q" </dev/null || [ $$? -eq 3 ] # 3: not in the notes

test: setup-dev models ## set up and run the whole test suite
	$(BIN)/python -m pytest

fuzz: setup-dev models ## draw property tests at random for SECONDS (600); TESTS narrows them
	$(BIN)/python tests/fuzz.py --seconds $(or $(SECONDS),600) $(TESTS)

check: lint types imports test ## everything a change must pass

golden: setup-dev models ## write the golden transcripts anew
	ASSISTANT_TEST_GOLDEN=write $(BIN)/python -m pytest tests/e2e

soak: setup-dev models ## edit, ask and compare for SECONDS (1800)
	$(BIN)/python benchmarks/soak.py --seconds $(or $(SECONDS),1800)

lint: setup-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: setup-dev
	$(BIN)/mypy

imports: setup-dev
	$(BIN)/lint-imports

setup: $(VENV)/.run ## install what running needs
setup-dev: $(VENV)/.dev ## install what developing needs

models: setup ## get the three default models
	@$(BIN)/assistant models pull --defaults --quiet

$(VENV)/.build: requirements/build.txt
	@echo "Setting up $(VENV). llama-cpp-python is built from source, in silence: 4 to 12 minutes on 2 idle cores." >&2
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=...")'
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear $(VENV)
	@$(PIP) --require-hashes -r requirements/build.txt
	@touch $@

$(VENV)/.run: $(VENV)/.build requirements/run.txt pyproject.toml
	@$(PIP) --require-hashes --no-build-isolation -r requirements/run.txt
	@$(PIP) --no-deps --no-build-isolation --editable .
	@echo "Installed. What is left, once: the models, 261 MB, and the index of the notes." >&2
	@touch $@

$(VENV)/.dev: $(VENV)/.run requirements/dev.txt
	@$(PIP) --require-hashes --no-build-isolation -r requirements/dev.txt
	@touch $@

lock: ## compile requirements/*.txt anew (needs uv)
	$(LOCK) pyproject.toml -o requirements/run.txt
	$(LOCK) pyproject.toml --extra dev -c requirements/run.txt -o requirements/dev.txt
	$(LOCK) requirements/build.in -c requirements/dev.txt -o requirements/build.txt

# Hashes without the address of any index, for every platform at once.
LOCK := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate

clean: ## remove the environment and everything a trial run wrote
	rm -rf $(VENV) .home
