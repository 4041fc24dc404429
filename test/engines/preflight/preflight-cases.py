"""Runs the preflight once for each folder, in one process. usage: preflight-cases.py PREFLIGHT.py ORDER FOLDER...

Prints what each printed, a JSON string a line.
"""

import contextlib
import io
import json
import os
import runpy
import sys

program, order, *folders = sys.argv[1:]
for folder in folders:
    os.chdir(folder)
    sys.argv = [program, order]
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        runpy.run_path(program, run_name="__main__")
    print(json.dumps(printed.getvalue()))
