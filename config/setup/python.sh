#!/bin/sh
# Prints the path of a Python this project runs on (3.11 to 3.13), or says what to type and fails.
set -eu

for name in ${PYTHON:-} python3 python3.13 python3.12 python3.11; do
    # Run it rather than look for it: version managers leave names that start nothing. Inside an
    # activated .venv this prints the Python that .venv was made with, so .venv can be made anew.
    "$name" -c 'import sys; assert (3, 11) <= sys.version_info[:2] <= (3, 13); print(sys._base_executable)' 2>/dev/null && exit
done
echo "set-up: needs Python 3.11, 3.12 or 3.13 and found none. Type: sudo apt-get install python3.11 python3.11-venv" >&2
exit 1
