PYTHON ?= python3.11
BIN := .venv/bin

.PHONY: install report test test-all plausible knock-outs signs kills bench lint lock

install: .venv/installed

.venv/installed: requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	touch .venv/installed

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

# Needs uv; writes no addresses, so that any index may serve the files.
lock:
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --no-header --output-file requirements.lock requirements.in
