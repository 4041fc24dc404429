"""Makes the token ids of prompts as each engine would, and ends with an error where two of them differ.

usage: preflight.py --model DIR --rows ROWS.jsonl --template NAME [--empty-thinking] [--chat-template FILE]
                    [--count N] [--ways fine-tuning,grpo,generation]

fine-tuning  LLaMA-Factory's template NAME (`encode_oneturn`), told whether there is thinking; its target must begin with
             the answer, or the model would learn to write something before it
grpo         EasyR1's way: the chat template of the tokenizer, or the one in FILE; it can be told nothing
generation   the way of chat_prompt.py, which is also that of GRPO with TRL

Prints a JSON object: how many prompts and tokens, sha256 of all ids, and what the ids depend on. An environment without
LLaMA-Factory leaves `fine-tuning` out of --ways; equal sha256 then say that environments agree.
"""

import argparse
import hashlib
import json
import os
import sys
from pathlib import Path
from typing import Callable

os.environ["TOKENIZERS_PARALLELISM"] = "false"

import transformers
from chat_prompt import prompt_ids, user_message
from transformers import AutoConfig, AutoTokenizer

Row = dict[str, str]
Way = Callable[[Row], list[int]]


def fine_tuning(options: argparse.Namespace) -> Way:
    from llamafactory.data.template import get_template_and_fix_tokenizer
    from llamafactory.hparams import DataArguments

    tokenizer = AutoTokenizer.from_pretrained(options.model)
    arguments = DataArguments(template=options.template, enable_thinking=not options.empty_thinking)
    template = get_template_and_fix_tokenizer(tokenizer, arguments)

    def ids(row: Row) -> list[int]:
        messages = [{"role": "user", "content": user_message(row)}, {"role": "assistant", "content": row["output"]}]
        prompt, target = template.encode_oneturn(tokenizer, messages)
        text = tokenizer.decode(target)
        if not text.startswith(row["output"]):
            sys.exit(f"PromptError: fine-tuning with template {options.template} would teach to begin with {text[:40]!r}")
        return list(prompt)

    return ids


def grpo(options: argparse.Namespace) -> Way:
    tokenizer = AutoTokenizer.from_pretrained(options.model)
    if options.chat_template is not None:
        tokenizer.chat_template = options.chat_template.read_text(encoding="utf-8")
    return lambda row: prompt_ids(tokenizer, row, empty_thinking=False)


def generation(options: argparse.Namespace) -> Way:
    tokenizer = AutoTokenizer.from_pretrained(options.model)
    return lambda row: prompt_ids(tokenizer, row, options.empty_thinking)


WAYS = {"fine-tuning": fine_tuning, "grpo": grpo, "generation": generation}


def difference(number: int, one: str, one_ids: list[int], other: str, other_ids: list[int], model: str) -> str:
    place = next((at for at, (a, b) in enumerate(zip(one_ids, other_ids)) if a != b), min(len(one_ids), len(other_ids)))
    tokenizer = AutoTokenizer.from_pretrained(model)
    behind = {way: tokenizer.decode(ids[place : place + 12]) for way, ids in ((one, one_ids), (other, other_ids))}
    return (
        f"prompt {number} is not the same for {one} and {other}: behind {place} equal tokens "
        f"{one} goes on with {behind[one]!r}, {other} with {behind[other]!r}"
    )


def facts(options: argparse.Namespace) -> dict[str, object]:
    tokenizer = AutoTokenizer.from_pretrained(options.model)
    template = tokenizer.get_chat_template()
    return {
        "transformers": transformers.__version__,
        "chatTemplate": hashlib.sha256(template.encode()).hexdigest(),
        "eos": tokenizer.eos_token,
        "ropeTheta": getattr(AutoConfig.from_pretrained(options.model), "rope_theta", None),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", required=True)
    parser.add_argument("--rows", type=Path, required=True)
    parser.add_argument("--template", required=True)
    parser.add_argument("--empty-thinking", action="store_true")
    parser.add_argument("--chat-template", type=Path)
    parser.add_argument("--count", type=int, default=50)
    parser.add_argument("--ways", default=",".join(WAYS))
    options = parser.parse_args()

    with options.rows.open(encoding="utf-8") as lines:
        rows: list[Row] = [json.loads(line) for _, line in zip(range(options.count), lines)]
    names = options.ways.split(",")
    ids = {name: list(map(WAYS[name](options), rows)) for name in names}
    first = names[0]
    for other in names[1:]:
        for number, (one_ids, other_ids) in enumerate(zip(ids[first], ids[other]), 1):
            if one_ids != other_ids:
                sys.exit(f"PromptError: {difference(number, first, one_ids, other, other_ids, options.model)}")
    sha256 = hashlib.sha256(json.dumps(ids[first], separators=(",", ":")).encode()).hexdigest()
    tokens = sum(map(len, ids[first]))
    print(json.dumps({"prompts": len(rows), "tokens": tokens, "sha256": sha256, "ways": names, **facts(options)}))


if __name__ == "__main__":
    main()
