PYTHON ?= python3.11
BIN := .venv/bin

INSTALL = $(BIN)/python -m pip install --quiet
EDITABLE := --no-deps --no-build-isolation -e .

.PHONY: install install-extras report test test-all plausible knock-outs signs kills bench lint lock

install: .venv/installed

.venv/installed: requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(INSTALL) --require-hashes -r requirements.lock
	$(INSTALL) $(EDITABLE)
	touch $@

# What the optional parts need too: live view, formats of others, tutorials, site, browser tests.
install-extras: .venv/extras

.venv/extras: requirements-extras.lock .venv/installed
	$(INSTALL) --require-hashes -r requirements-extras.lock
	touch $@

# An interrupted run is gone on with; a finished one is compared anew, not lived again.
REPORT := results/documents
report: install
	@if grep -qs '"finished": "' $(REPORT)/manifest.json; then \
	  echo "$(REPORT) holds a finished run; move it away to live the study anew"; \
	else \
	  $(BIN)/politeia run scenarios/studies/documents.yaml --out $(REPORT) \
	    --draws 25 --replicates 8 --nodes 500; \
	fi
	$(BIN)/politeia compare $(REPORT)

lint: install
	$(BIN)/ruff check model tests
	$(BIN)/ruff format --check model tests
	$(BIN)/mypy
	$(BIN)/mypy tests

# The tests run also where lint complains, so that one look tells both; either fails the target.
test: TESTS := -m "not long"
test test-all: install
	@$(MAKE) --no-print-directory lint; linted=$$?; \
	$(BIN)/python -m pytest $(TESTS) && exit $$linted

# Kills a study a hundred times and resumes it; takes minutes.
kills: install
	$(BIN)/python checks/kills.py

plausible: install
	$(BIN)/python checks/plausible.py

knock-outs: install
	$(BIN)/python checks/knock_outs.py

signs: install
	$(BIN)/python checks/claims.py

bench: install
	$(BIN)/python benchmarks/bench.py

# Needs uv; writes no addresses, so that any index may serve the files. The second lock holds what the
# first does, at the same versions, and the extras.
COMPILE := uv pip compile --universal --python-version 3.11 --generate-hashes \
  --no-emit-index-url --no-header
lock:
	$(COMPILE) --output-file requirements.lock requirements.in
	$(COMPILE) -c requirements.lock --output-file requirements-extras.lock requirements-extras.in
