"""Counts the tokens of every prompt as EasyR1 makes them, since it leaves out what is too long without a word.

usage: prompt_lengths.py MODEL ROWS.jsonl LIMIT [TEMPLATE]

Prints one JSON object: rows, tooLong (prompts of more than LIMIT tokens), longest, first (up to 20 numbers of rows
that are too long, from 1).
"""

import json
import sys
from itertools import islice

from transformers import AutoTokenizer

BATCH = 1000


def main() -> None:
    model, rows, limit, *template = sys.argv[1:]
    tokenizer = AutoTokenizer.from_pretrained(model, trust_remote_code=False, use_fast=True)
    if template:
        with open(template[0], encoding="utf-8") as file:
            tokenizer.chat_template = file.read()
    lengths: list[int] = []
    with open(rows, encoding="utf-8") as lines:
        while batch := list(islice(lines, BATCH)):
            chats = [[{"role": "user", "content": json.loads(line)["prompt"]}] for line in batch]
            texts = tokenizer.apply_chat_template(chats, add_generation_prompt=True, tokenize=False)
            lengths.extend(len(ids) for ids in tokenizer(texts, add_special_tokens=False)["input_ids"])
    too_long = [number for number, length in enumerate(lengths, 1) if length > int(limit)]
    counts = {
        "rows": len(lengths),
        "tooLong": len(too_long),
        "longest": max(lengths, default=0),
        "first": too_long[:20],
    }
    print(json.dumps(counts))


if __name__ == "__main__":
    main()
