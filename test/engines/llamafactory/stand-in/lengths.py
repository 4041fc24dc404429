"""Stands in for `lengths.py`: counts words instead of tokens."""

import json
import sys
from pathlib import Path

lengths = [len(line.split()) for line in Path(sys.argv[2]).read_text().splitlines()]
too_long = [number for number, length in enumerate(lengths, 1) if length > int(sys.argv[4])]
print(json.dumps({"rows": len(lengths), "truncated": len(too_long), "longest": max(lengths), "first": too_long}))
