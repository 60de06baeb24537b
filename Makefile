# Works with GNU make 3.81 (macOS) and newer. Every path is relative, so the project's folder may have any name, spaces included.

LESSON := notebooks/00_start_here.ipynb
RUN := .venv/bin/python
AS_ROOT := $(if $(filter 0,$(shell id -u)),--allow-root) # in a container there may be nobody else

.DEFAULT_GOAL := help
.PHONY: help setup lab update test test-colab test-lite test-grade test-hub hub release site lite notebooks bench bench-hub lint lock links clean
.NOTPARALLEL:

help:
	@echo "How a neural network learns. Needs Python 3.11 or newer; everything else is fetched at the first use, into .venv and its like."
	@echo
	@echo "  make lab        open the lessons in JupyterLab (PORT=8899 chooses the port, BROWSER=no opens no browser)"
	@echo "  make update     fetch newer lessons, and keep everything that you wrote"
	@echo "  make test       run every test and check: lint, units, the notebooks as shipped and solved, the web pages, and the browser"
	@echo
	@echo "For those who teach with them (see README.md):"
	@echo "  make site       build the web pages of the lessons in build/site, with the JupyterLite edition in its folder lite"
	@echo "  make hub        a JupyterHub on this machine, with a home for each learner (PORT=8765 chooses the port, IP=0.0.0.0 lets other machines in,"
	@echo "                  CERT=self-signed encrypts, REPO=owner/name is where its links fetch the lessons from)"
	@echo "  make release    write the lessons as assignments for nbgrader, and how to mark them, into build/release (OUT=folder)"
	@echo
	@echo "For those who write lessons (see CONTRIBUTING.md):"
	@echo "  make setup      make or bring up to date .venv (PYTHON=python3.13 chooses the Python); every target does it first"
	@echo "  make notebooks  run every notebook and write it as it is committed (ONLY=notebooks/01_fit_a_quadratic.ipynb for one)"
	@echo "  make lint       ruff and mypy"
	@echo "  make lite       build the JupyterLite edition alone"
	@echo "  make test-colab run the lessons alone under the versions that Colab had in August 2026, and in its old Notebook; needs Python 3.13"
	@echo "  make test-lite  test the JupyterLite edition in a browser, with Python in it (needs npm; PYODIDE=folder is a whole Pyodide)"
	@echo "  make test-grade hand the assignments out, hand them in, and see whether the marks are right"
	@echo "  make test-hub   test the hub, with three learners at work in it (needs npm)"
	@echo "  make bench      measure how quick the live figures are, beside their peers"
	@echo "  make bench-hub  let thirty learners work in the hub, and measure memory and how quick it is (20 minutes; needs npm)"
	@echo "  make lock       resolve the dependencies anew into requirements.lock and each place's own"
	@echo "  make links      write the set-up cells and badges anew (REPO=owner/name TAG=v1.2.3 change where they point)"
	@echo "  make clean      remove .venv and everything else that is made"

setup:
	@PYTHON="$(PYTHON)" sh places/setup.sh

lab: setup
	@test -d .venv/workspaces || cp -R places/lab/workspaces .venv/workspaces
	$(RUN) -m jupyterlab --ServerApp.root_dir=. --ServerApp.kernel_websocket_connection_class=places.lab.quick_channel.QuickChannel --ServerApp.contents_manager_class=places.lab.unchanged_notebooks.UnchangedNotebooks --LabApp.workspaces_dir=.venv/workspaces --LabApp.default_url=/lab/tree/$(LESSON) $(if $(PORT),--port="$(PORT)" --ServerApp.port_retries=0) $(AS_ROOT) $(if $(filter no,$(BROWSER)),--no-browser)

update: setup
	@$(RUN) -m places.update
	@PYTHON="$(PYTHON)" sh places/setup.sh

test: lint
	$(RUN) -m pytest -p tests.lean_start -p no:anyio -n logical --maxprocesses 4 --dist loadscope --no-loadscope-reorder --timeout 420 --doctest-modules --nbval --nbval-current-env --nbval-cell-timeout 60 helpers notebooks tests

test-colab: setup
	@python="$$(COLAB_PYTHON="$(COLAB_PYTHON)" sh places/colab/find_python.sh 3.13)" && PYTHON="$$python" sh places/setup.sh colab
	$(RUN) -m pytest -n logical --maxprocesses 4 --dist loadscope tests/places/colab

release:
	@PYTHON="$(PYTHON)" sh places/setup.sh grading
	.venv-grading/bin/python -m places.grading.release $(if $(OUT),"$(OUT)")

test-grade: setup
	@PYTHON="$(PYTHON)" sh places/setup.sh grading
	GRADER=.venv-grading/bin $(RUN) -m pytest tests/places/grading

lite:
	@PYTHON="$(PYTHON)" sh places/setup.sh lite
	.venv-lite/bin/python -m places.lite.lite

test-lite: setup lite
	$(if $(PYODIDE),,$(RUN) -m tests.places.lite.pyodide)
	$(if $(PYODIDE),PYODIDE="$(PYODIDE)") $(RUN) -m pytest tests/places/lite

notebooks: setup
	$(RUN) -m authoring.notebooks $(ONLY)
	$(RUN) -m authoring.glossary

site: setup lite
	$(RUN) -m places.site --lite yes

bench: setup
	$(RUN) -m benchmarks

hub:
	@PYTHON="$(PYTHON)" sh places/setup.sh hub
	@.venv-hub/bin/python -m places.hub $(if $(PORT),--port "$(PORT)") $(if $(IP),--ip "$(IP)") $(if $(CERT),--certificate "$(CERT)") $(if $(KEY),--key "$(KEY)") $(foreach repository,$(REPO),--repository "$(repository)")

test-hub:
	@PYTHON="$(PYTHON)" sh places/setup.sh hub
	.venv-hub/bin/python -m pytest tests/places/hub

bench-hub:
	@PYTHON="$(PYTHON)" sh places/setup.sh hub
	.venv-hub/bin/python -m benchmarks.hub

lint: setup
	$(RUN) -m ruff check .
	$(RUN) -m mypy

COMPILE := -m uv pip compile pyproject.toml --universal --upgrade --generate-hashes --no-annotate --no-header --quiet

lock: setup
	$(RUN) $(COMPILE) --group dev --python-version 3.11 --output-file requirements.lock
	$(RUN) $(COMPILE) --group lab --constraint requirements.lock --python-version 3.11 --output-file places/lab/requirements.lock
	$(RUN) $(COMPILE) --group grading --python-version 3.11 --output-file places/grading/requirements.lock
	$(RUN) $(COMPILE) --group hub --python-version 3.11 --output-file places/hub/requirements.lock
	$(RUN) $(COMPILE) --group lite --python-version 3.11 --output-file places/lite/requirements.lock
	$(RUN) $(COMPILE) --group colab --python-version 3.13 --output-file places/colab/requirements.lock

links: setup
	$(RUN) -m authoring.links $(if $(REPO),--repository "$(REPO)") $(if $(TAG),--tag "$(TAG)")

clean:
	rm -rf .venv .venv-* build .pytest_cache .ruff_cache .mypy_cache .hypothesis
	find . -name __pycache__ -prune -exec rm -rf {} +
	find . -name .ipynb_checkpoints -prune -exec rm -rf {} +
