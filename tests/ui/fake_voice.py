"""A voice that writes down what it is told to say: `python fake_voice.py LOG`."""

import json
import sys
from pathlib import Path

log = Path(sys.argv[1])


def answer(**message: object) -> None:
    sys.stdout.write(json.dumps(message) + "\n")
    sys.stdout.flush()


answer(able=True)
for line in sys.stdin:
    told = json.loads(line)
    if "ping" in told:
        answer(pong=True)
    else:
        with log.open("a", encoding="utf-8") as told_so_far:
            told_so_far.write(line)
    if "say" in told:
        answer(began=told["id"])
    if "say" in told and "short" in sys.argv:
        answer(ended=told["id"], how="done")
