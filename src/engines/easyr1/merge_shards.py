"""Finds EasyR1's own program that joins the shards of a checkpoint, and runs it.

usage: merge_shards.py ACTOR_FOLDER
"""

import importlib.util
import os
import runpy
import sys


def main() -> None:
    package = importlib.util.find_spec("verl")
    if package is None or package.origin is None:
        sys.exit("ModuleNotFoundError: No module named 'verl'")
    # EasyR1 is installed from a checkout, whose scripts lie beside the package.
    merger = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(package.origin))), "scripts", "model_merger.py")
    if not os.path.exists(merger):
        sys.exit(f"FileNotFoundError: {merger}: EasyR1 must be installed with `pip install -e` from its checkout")
    sys.argv = [merger, "--local_dir", sys.argv[1]]
    runpy.run_path(merger, run_name="__main__")


if __name__ == "__main__":
    main()
