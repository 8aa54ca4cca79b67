# Read by scripts that try a whole thing step by step: `who` is what they are called, `logs` where the words go.
# shellcheck shell=sh disable=SC2154

fail() {
    echo "$who:   FAILED: $*" >&2
    exit 1
}
# Runs one step with its words in a log; says how long it took, and shows the end if it failed.
step() {
    log=$logs/$(echo "$1" | tr -c 'a-z0-9\n' -).log
    echo "$who: $1 ..."
    began=$(date +%s)
    shift
    if "$@" >"$log" 2>&1 </dev/null; then
        echo "$who:   passed in $(($(date +%s) - began)) s"
    else
        tail -n 30 "$log"
        fail "after $(($(date +%s) - began)) s; the whole story is in $log"
    fi
}
