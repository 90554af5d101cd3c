# The commands of the project; `make` alone lists them. Works with GNU Make 3.81 and later.

SHELL := /bin/sh
VENV := .venv
BIN := $(VENV)/bin
# Which Python makes the virtual environment; empty: the newest suitable one found.
PYTHON ?=
# More arguments for pytest: make test ARGS="-k quote -x"
ARGS ?=

PIP_INSTALL := $(BIN)/python -m pip --disable-pip-version-check --no-input install -qq --require-hashes
FLASK := $(BIN)/flask --app wsgi forum

# A stamp says which state of its lock file is installed: with nothing changed, no installer runs.
VENV_READY := $(VENV)/.ready
SITE_INSTALLED := $(VENV)/.installed-site
TESTS_INSTALLED := $(VENV)/.installed-tests
FONTS_INSTALLED := static/vendor/.installed
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard forum/translations/*/LC_MESSAGES/*.po))

.DEFAULT_GOAL := help
.PHONY: help install run test check bench demo lock messages front-end catalogues clean
# Steps share one virtual environment: `make -j` must not run two installers in it.
.NOTPARALLEL:
.DELETE_ON_ERROR:

help: ## list these commands
	@awk 'BEGIN { FS = ":.*## " } /^[a-z-]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	@echo
	@echo "  PORT=8080 make run           another port than 8000"
	@echo "  FORUM_DATA_DIR=… make run    another folder for the data than var/"
	@echo "  PYTHON=… make install        another Python than the newest found of 3.11 to 3.14"
	@echo "  make test ARGS=tests/markup  a part of the tests"

install: $(SITE_INSTALLED) front-end catalogues ## set everything up (run and test do it too)

run: install ## set up, then serve the forum on http://localhost:8000
	@exec $(FLASK) serve

test: $(TESTS_INSTALLED) front-end catalogues ## run every check and every test
	@.ci/browser
	@exec .ci/checks --suite $(ARGS)

check: $(TESTS_INSTALLED) ## run the fast checks: lint, format, types, import contracts, templates
	@exec .ci/checks

bench: $(TESTS_INSTALLED) catalogues ## measure the pages against a bare view
	@exec $(BIN)/python -m tests.bench

demo: install ## fill the forum with a large made-up world
	@exec $(FLASK) demo-data --topics 5000 --posts 100000 --users 500 --seed 1

lock: ## pin the newest allowed packages, with hashes (needs uv and npm)
	@command -v uv >/dev/null || { echo "make lock needs uv: https://docs.astral.sh/uv/"; exit 1; }
	@for lock in requirements requirements-dev; do \
	  uv pip compile --quiet --upgrade --universal --generate-hashes --python-version 3.11 \
	    --custom-compile-command "make lock" "$$lock.in" -o "$$lock.txt" || exit 1; \
	done
	@npm update --package-lock-only --ignore-scripts --no-audit --no-fund

# Without a header, whose day of making would be a conflict of every two branches.
messages: $(SITE_INSTALLED) ## bring the English catalogue in step with the sentences in code and templates
	@$(BIN)/pybabel --quiet extract -F pyproject.toml -k _ -k _n:1,2 -k message -k plural:1,2 --no-location \
	  --no-wrap --omit-header -o $(VENV)/messages.pot .
	@$(BIN)/pybabel --quiet update -i $(VENV)/messages.pot -d forum/translations -l en --no-wrap --no-fuzzy-matching \
	  --ignore-obsolete --omit-header

clean: ## remove what was installed and compiled; the data stays
	rm -rf $(VENV) node_modules static/vendor $(CATALOGUES)

# A virtual environment of an unsuitable or vanished Python is made anew; one without pip is given it.
$(VENV_READY):
	@python=$$(.ci/find-python "$(PYTHON)") || exit 1; \
	echo "Making $(VENV) with $$($$python --version)…"; \
	if .ci/find-python $(BIN)/python >/dev/null 2>&1; then \
	  $(BIN)/python -m pip --version >/dev/null 2>&1 || $(BIN)/python -m ensurepip >/dev/null; \
	else \
	  $$python -m venv --clear $(VENV); \
	fi
	@touch $@

$(SITE_INSTALLED): requirements.txt $(VENV_READY)
	@echo "Installing the packages of the site (once; about half a minute)…"
	@$(PIP_INSTALL) -r requirements.txt
	@touch $@

$(TESTS_INSTALLED): requirements-dev.txt $(SITE_INSTALLED)
	@echo "Installing the packages of the tests (once; about half a minute)…"
	@$(PIP_INSTALL) -r requirements-dev.txt
	@touch $@

# The site works without these files: neither a missing npm nor a registry out of reach is a failure.
ifneq ($(shell command -v npm 2>/dev/null),)
front-end: $(FONTS_INSTALLED)
else
front-end:
	@echo "No npm here: the site goes without its own title font and uses Georgia."
endif

SERIF := node_modules/@fontsource-variable/source-serif-4
SERIF_FILES := $(SERIF)/LICENSE $(SERIF)/files/source-serif-4-latin-wght-normal.woff2 \
  $(SERIF)/files/source-serif-4-latin-ext-wght-normal.woff2
$(FONTS_INSTALLED): package-lock.json
	@if npm ci --silent --ignore-scripts --no-audit --no-fund --fetch-retries=1 --fetch-timeout=20000 </dev/null; then \
	  mkdir -p static/vendor/source-serif-4 && cp $(SERIF_FILES) static/vendor/source-serif-4/ && touch $@; \
	else echo "The npm registry gave no title font: the site uses Georgia until the next start."; fi

catalogues: $(CATALOGUES)

# A catalogue without a header passes for unsure of itself as a whole, and would be left out.
%.mo: %.po $(SITE_INSTALLED)
	@$(BIN)/pybabel --quiet compile --use-fuzzy -i $< -o $@ -l $(notdir $(patsubst %/LC_MESSAGES/,%,$(dir $<)))
