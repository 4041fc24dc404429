"""Runs the preflight once for each list of words, in one process. usage: preflight-cases.py PREFLIGHT.py CASES (JSON)

Prints for each what it printed, or the message it ended with.
"""

import contextlib
import io
import json
import runpy
import sys

program, cases = sys.argv[1], json.loads(sys.argv[2])
results: list[str] = []
for words in cases:
    sys.argv = [program, *words]
    printed = io.StringIO()
    try:
        with contextlib.redirect_stdout(printed):
            runpy.run_path(program, run_name="__main__")
        results.append(printed.getvalue().splitlines()[-1])
    except SystemExit as end:
        results.append(str(end.code))
print(json.dumps(results))
