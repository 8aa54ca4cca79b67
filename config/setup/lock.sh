#!/bin/sh
# Writes the lock files anew from pyproject.toml: requirements.lock (running), requirements-test.lock
# (running and testing) and requirements-bench.lock (all that and the peers we are measured beside). What is locked already stays unless pyproject.toml
# says otherwise; `make lock UPGRADE=1` takes the newest of everything.
set -eu
cd "$(dirname "$0")/../.."

tools=$(mktemp -d)
trap 'rm -rf "$tools"' EXIT
trap 'exit 130' INT TERM

echo "lock: fetching the resolver"
"$(sh config/setup/python.sh)" -m venv "$tools/venv"
"$tools/venv/bin/pip" -qq install uv==0.13.8

# No addresses in the files: where packages come from is for the machine to say.
resolve() {
    "$tools/venv/bin/uv" pip compile --quiet --universal --python-version 3.11 --generate-hashes \
        --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" \
        ${UPGRADE:+--upgrade} "$@" pyproject.toml
}

echo "lock: requirements.lock"
resolve --group build --output-file requirements.lock
echo "lock: requirements-test.lock"
resolve --group build --group test --constraint requirements.lock --output-file requirements-test.lock
echo "lock: requirements-bench.lock"
resolve --group build --group test --group bench --constraint requirements-test.lock --output-file requirements-bench.lock
