"""Makes the token ids of prompts as engines make them in a run, for `agreement.ts` to compare.

usage: preflight.py ORDER.json, in the folder that ORDER's paths stand in

ORDER is an object: `model`; `rows`, JSON lines {"instruction","input","output"}; and `ways`, each an object with
`engine`, `emptyThinking` (see chat_prompt.py) and what the engine needs besides:

llamafactory     LLaMA-Factory's own converter and its template `template`. What it teaches must begin with the answer,
                 or the model would learn to write something before it.
trl              the text of chat_prompt.py, as grpo.py hands it to TRL, which lets the tokenizer add what it likes
easyr1           EasyR1's own data set and tokenizer: `rollouts`, JSON lines {"prompt","answer"}, and `chatTemplate`, a
                 file, or null for the tokenizer's own
transformers, vllm   the ids of chat_prompt.py, as generation.py makes them

Prints one JSON object: `ways`, each with `engine`, the `ids` of all prompts, what the model would be `taught` to begin
with where that is not the answer, and what ids and model depend on; and `texts`, the text of each token by its id.
"""

import hashlib
import json
import os
import sys
from pathlib import Path
from typing import Any, Callable

os.environ["TOKENIZERS_PARALLELISM"] = "false"

import transformers
from chat_prompt import prompt_ids, prompt_text
from transformers import AutoConfig, AutoTokenizer

Row = dict[str, str]
Order = dict[str, Any]
Ids = list[list[int]]
# Longer than any prompt: what is too long is not looked for here.
NO_LIMIT = 1 << 16


def llamafactory(order: Order, way: Order, rows: list[Row]) -> tuple[Any, Ids, str | None]:
    from llamafactory.data.converter import AlpacaDatasetConverter
    from llamafactory.data.parser import DatasetAttr
    from llamafactory.data.template import get_template_and_fix_tokenizer
    from llamafactory.hparams import DataArguments

    tokenizer = AutoTokenizer.from_pretrained(order["model"])
    arguments = DataArguments(template=way["template"], enable_thinking=not way["emptyThinking"])
    template = get_template_and_fix_tokenizer(tokenizer, arguments)
    convert = AlpacaDatasetConverter(DatasetAttr("file", dataset_name="rows"), arguments)
    ids: Ids = []
    taught: str | None = None
    for row in rows:
        example = convert(row)
        [(prompt, target)] = template.encode_multiturn(tokenizer, example["_prompt"] + example["_response"])
        text = tokenizer.decode(target)
        if taught is None and not text.startswith(row["output"]):
            taught = text[:40]
        ids.append(list(prompt))
    return tokenizer, ids, taught


def trl(order: Order, way: Order, rows: list[Row]) -> tuple[Any, Ids, str | None]:
    tokenizer = AutoTokenizer.from_pretrained(order["model"])
    texts = [prompt_text(tokenizer, row, way["emptyThinking"]) for row in rows]
    return tokenizer, [tokenizer(text)["input_ids"] for text in texts], None


def easyr1(order: Order, way: Order, rows: list[Row]) -> tuple[Any, Ids, str | None]:
    from verl.utils.dataset import RLHFDataset
    from verl.utils.tokenizer import get_tokenizer

    template = way["chatTemplate"]
    tokenizer = get_tokenizer(
        order["model"],
        override_chat_template=None if template is None else str(Path(template).resolve()),
        trust_remote_code=False,
        use_fast=True,
    )
    data = RLHFDataset(
        data_path=str(Path(way["rollouts"]).resolve()),
        tokenizer=tokenizer,
        processor=None,
        prompt_key="prompt",
        answer_key="answer",
        max_prompt_length=NO_LIMIT,
        format_prompt=None,
        filter_overlong_prompts=False,
    )
    return tokenizer, [list(map(int, data[number]["raw_prompt_ids"])) for number in range(len(rows))], None


def generation(order: Order, way: Order, rows: list[Row]) -> tuple[Any, Ids, str | None]:
    tokenizer = AutoTokenizer.from_pretrained(order["model"])
    return tokenizer, [prompt_ids(tokenizer, row, way["emptyThinking"]) for row in rows], None


ENGINES: dict[str, Callable[[Order, Order, list[Row]], tuple[Any, Ids, str | None]]] = {
    "llamafactory": llamafactory,
    "trl": trl,
    "easyr1": easyr1,
    "transformers": generation,
    "vllm": generation,
}


def rope_theta(model: str) -> float | None:
    """Versions of transformers from 5 on keep it in a group, which older ones do not look into."""
    config = AutoConfig.from_pretrained(model)
    group = getattr(config, "rope_parameters", None) or {}
    return getattr(config, "rope_theta", None) or group.get("rope_theta")


def main() -> None:
    order: Order = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    with open(order["rows"], encoding="utf-8") as lines:
        rows: list[Row] = [json.loads(line) for line in lines]
    ways: list[dict[str, Any]] = []
    texts: dict[int, str] = {}
    for way in order["ways"]:
        tokenizer, ids, taught = ENGINES[way["engine"]](order, way, rows)
        for number in {number for prompt in ids for number in prompt} - texts.keys():
            texts[number] = tokenizer.decode([number])
        ways.append(
            {
                "engine": way["engine"],
                "ids": ids,
                "taught": taught,
                "transformers": transformers.__version__,
                "chatTemplate": hashlib.sha256(tokenizer.get_chat_template().encode()).hexdigest(),
                "eos": tokenizer.eos_token,
                "ropeTheta": rope_theta(order["model"]),
            }
        )
    print(json.dumps({"ways": ways, "texts": texts}))


if __name__ == "__main__":
    main()
