# One word per task. Everything else is in config/setup/.

# Two for each core: half of what a test of the screen takes is waiting for it to stand still.
WORKERS = $(shell expr 2 \* $$(nproc))
# Tests and checks draw without a display, as the station's default renderer does.
HEADLESS = QT_QPA_PLATFORM=offscreen QT_QUICK_BACKEND=software
BIN = .venv/bin
# Some machines forbid Python to keep what it has compiled; programs that are started a thousand times miss it.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help setup setup-test setup-bench run test check fix bench fuzz monkey crash-test damage soak wear \
	lock fresh-test pack pack-test tour tour-all

help: ## list these words
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-11s %s\n", $$1, $$2}' Makefile

setup: ## set up what is missing: system packages when it may, then .venv
	@sh config/setup/setup.sh run

setup-test:
	@sh config/setup/setup.sh test

setup-bench:
	@sh config/setup/setup.sh bench

run: setup ## run a centre and a station with starter content (FULLSCREEN=1 for the whole screen)
	@$(BIN)/kiosk --home out/demo demo

test: setup-test ## run all tests
	@$(HEADLESS) $(BIN)/pytest --numprocesses $(WORKERS) --dist loadfile --no-loadscope-reorder

check: setup-test ## run the quick checks: style, types, layers, QML
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(HEADLESS) $(BIN)/pytest -q tests/house/test_qml.py

fix: setup-test ## mend what can be mended by itself: style and layout
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

bench: setup-bench ## measure exchange, search, screen and sending beside their peers (ROWS=200000 SEARCH_ROWS=1000000; see out/bench)
	@$(BIN)/python -m tests.bench $(if $(ROWS),--rows $(ROWS))
	@$(BIN)/python -m tests.bench.search $(if $(SEARCH_ROWS),--rows $(SEARCH_ROWS))
	@$(BIN)/python -m tests.bench.screen
	@$(BIN)/python -m tests.bench.sending
	@$(BIN)/python -m tests.bench.packaged

fuzz: setup-test ## feed the readers odd bytes for SECONDS=60 each
	@$(BIN)/python -m tests.fuzz --seconds $(or $(SECONDS),60)

monkey: setup-test ## touch and type at random, 20,000 times
	@MONKEY_STEPS=20000 $(HEADLESS) $(BIN)/pytest -q tests/ui/test_monkey.py

crash-test: setup-test ## cut the power in 5,000 places, kill 500 exchanges, 700 screens, 100 updates and the keeper
	@$(BIN)/python -m tests.crash --images 5000 --weak-images 500 --kills 500
	@VISITORS=100 $(HEADLESS) $(BIN)/pytest -q -o faulthandler_timeout=600 tests/ui/test_memory.py
	@KILLS_WHILE_SENDING=500 $(HEADLESS) $(BIN)/pytest -q -s -o faulthandler_timeout=600 tests/journeys/test_killed_while_sending.py
	@$(BIN)/python -m tests.crash.updates --cuts 100 --images 1000
	@KEEPER_STEP=1 $(BIN)/pytest -q -o faulthandler_timeout=600 tests/station -k killed
	@RESTARTS=200 $(HEADLESS) $(BIN)/pytest -q -s -o faulthandler_timeout=3000 tests/kiosk/app/test_restart.py
	@PROVISION_KILLS=100 $(HEADLESS) $(BIN)/pytest -q -o faulthandler_timeout=900 tests/journeys/test_provisioning_stopped.py

damage: setup-test ## flip 1,000 bits of every file of a station, one at a time
	@DAMAGE_FLIPS=1000 $(BIN)/pytest -q --numprocesses auto -o faulthandler_timeout=3600 \
		tests/kiosk/store/test_damaged_outbox.py tests/kiosk/store/test_damaged_home.py

soak: setup-test ## let residents and exchanges come and go for MINUTES=60 and see what grows
	@$(HEADLESS) $(BIN)/python -m tests.soak --minutes $(or $(MINUTES),60)

wear: setup-test ## count what a day writes to the disk that AT=/var/tmp is on
	@$(BIN)/python -m tests.soak.day $(or $(AT),/var/tmp)

pack: setup-test ## build the self-contained station, its Debian package and its bundle into out/pack
	@sh config/pack/pack.sh

pack-test: ## as root: install the package on a Debian without Python and walk through the whole job
	@sh config/pack/pack-test.sh

lock: ## write the lock files anew from pyproject.toml (UPGRADE=1 takes the newest of everything)
	@sh config/setup/lock.sh

fresh-test: ## as root: run and test the last commit on a Debian that has only git, make and python3
	@sh config/setup/fresh.sh

tour: setup-test ## draw every screen in many ways into out/tour (look at out/tour/index.html)
	@$(HEADLESS) $(BIN)/python -m tests.ui.tour

tour-all: setup-test ## draw every screen in all ways and measure each: over an hour
	@$(HEADLESS) $(BIN)/python -m tests.ui.tour --all --measure
