"""Asks the driver for what it should refuse. usage: driver-refusals.py ROWS.jsonl MODEL, with the driver on the path."""

import json
import sys
from typing import Callable

from grpo import make_config, make_prompts, read_rows, training_order
from transformers import AutoTokenizer


def refusal(action: Callable[[], object]) -> str:
    try:
        action()
    except ValueError as error:
        return str(error)
    return "not refused"


path, model = sys.argv[1:]
rows = read_rows(path, 8)
tokenizer = AutoTokenizer.from_pretrained(model)
print(
    json.dumps(
        {
            "rows": refusal(lambda: read_rows(path, 9)),
            "prompts": refusal(lambda: make_prompts(tokenizer, rows, False, 20)),
            "setting": refusal(lambda: make_config({"output_dir": "out", "betta": 1})),
            "order": training_order(7, seed=1, epochs=2, batch=3),
        }
    )
)
