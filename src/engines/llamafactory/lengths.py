"""Counts the tokens of every training row as LLaMA-Factory makes them, before it cuts what is too long without a word.

usage: lengths.py MODEL ROWS.jsonl TEMPLATE CUTOFF PROCESSES

Prints one JSON object: rows, truncated (rows with more tokens than CUTOFF), longest, first (up to 20 numbers of rows
that are too long, from 1).
"""

import json
import multiprocessing
import sys

from llamafactory.data.template import get_template_and_fix_tokenizer
from llamafactory.hparams import DataArguments
from transformers import AutoTokenizer


def load(model: str, template_name: str) -> None:
    global tokenizer, template
    tokenizer = AutoTokenizer.from_pretrained(model, trust_remote_code=False)
    template = get_template_and_fix_tokenizer(tokenizer, DataArguments(template=template_name))


def count(line: str) -> int:
    row = json.loads(line)
    prompt = row["instruction"] + ("\n" + row["input"] if row["input"] else "")
    messages = [{"role": "user", "content": prompt}, {"role": "assistant", "content": row["output"]}]
    source, target = template.encode_oneturn(tokenizer, messages)
    return len(source) + len(target) + (1 if template.efficient_eos else 0)


def main() -> None:
    model, rows, template_name, cutoff, processes = sys.argv[1:]
    with open(rows, encoding="utf-8") as lines:
        if int(processes) > 1:
            with multiprocessing.Pool(int(processes), load, (model, template_name)) as pool:
                lengths = list(pool.imap(count, lines, chunksize=256))
        else:
            load(model, template_name)
            lengths = [count(line) for line in lines]
    too_long = [number for number, length in enumerate(lengths, 1) if length > int(cutoff)]
    print(
        json.dumps(
            {
                "rows": len(lengths),
                "truncated": len(too_long),
                "longest": max(lengths, default=0),
                "first": too_long[:20],
            }
        )
    )


if __name__ == "__main__":
    main()
