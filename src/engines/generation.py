"""What both generators share: the prompts, which of them are answered together, and the file of answers.

usage of a generator: generate.py SETTINGS.json ANSWERS.jsonl SHARD SHARDS

It works in the present folder. SETTINGS is an object: `model`; `prompts`, JSON lines {"id","dataset","instruction",
"input"}, and `promptCount`; `emptyThinking`, see chat_prompt.py; `maxPrompt`, tokens above which a prompt is an
error; `maxAnswer`, tokens of an answer at most; `stop`, the tokens that end one; `batch`; and what the generator itself needs.

Batches are made of the whole request, longest prompts first, and belong whole to a shard. So what is generated
together depends on the request alone: neither on the number of shards, nor on where a run was broken off before.
Answers that are on the disk are not made again.
"""

import json
import os
from pathlib import Path
from typing import Any, Sequence, TypedDict

from chat_prompt import prompt_ids
from transformers import AutoTokenizer, PreTrainedTokenizerBase


class Prompt(TypedDict):
    id: str
    dataset: str
    instruction: str
    input: str


class Answer(TypedDict):
    id: str
    dataset: str
    output: str
    finishReason: str
    promptTokens: int
    outputTokens: int
    thinking: int


class Session:
    """What a generator needs for any prompt: `settings`, `tokenizer`, and `stop`, the ids that end an answer."""

    def __init__(self, settings_path: str) -> None:
        self.settings: dict[str, Any] = json.loads(Path(settings_path).read_text(encoding="utf-8"))
        self.tokenizer = AutoTokenizer.from_pretrained(self.settings["model"])
        self.stop = stop_ids(self.tokenizer, self.settings["stop"])


class Generation(Session):
    """A shard of a request: `batches` holds numbers of prompts, `ids` their tokens."""

    def __init__(self, arguments: Sequence[str]) -> None:
        settings_path, answers_path, shard, shards = arguments
        super().__init__(settings_path)
        self.prompts = read_prompts(self.settings["prompts"], self.settings["promptCount"])
        self.ids = [prompt_ids(self.tokenizer, prompt, self.settings["emptyThinking"]) for prompt in self.prompts]
        lengths = [len(ids) for ids in self.ids]
        check_lengths(lengths, self.settings["maxPrompt"])
        share = make_batches(lengths, self.settings["batch"])[int(shard) :: int(shards)]
        self._total = sum(map(len, share))
        self._answers = AnswerFile(Path(answers_path))
        self.batches = [batch for batch in share if any(self._key(number) not in self._answers.done for number in batch)]

    def record(self, batch: Sequence[int], outputs: Sequence[Sequence[int]]) -> None:
        """Writes the generated ids of a batch as answers, and waits for the disk."""
        if len(outputs) != len(batch):
            raise RuntimeError(f"{len(outputs)} answers were generated to {len(batch)} prompts")
        self._answers.append(
            [
                make_answer(self.tokenizer, self.prompts[number], len(self.ids[number]), ids, self.stop)
                for number, ids in zip(batch, outputs)
                if self._key(number) not in self._answers.done
            ]
        )
        print(json.dumps({"answers": len(self._answers.done), "of": self._total}), flush=True)

    def _key(self, number: int) -> tuple[str, str]:
        return self.prompts[number]["dataset"], self.prompts[number]["id"]


class AnswerFile:
    """Answers as JSON lines; `done` names them. A last line that was cut off is dropped."""

    def __init__(self, path: Path) -> None:
        self.done: set[tuple[str, str]] = set()
        path.touch()
        self._file = path.open("r+b")
        whole = 0
        for line in self._file:
            if not line.endswith(b"\n"):
                break
            answer = json.loads(line)
            self.done.add((answer["dataset"], answer["id"]))
            whole += len(line)
        self._file.truncate(whole)
        self._file.seek(whole)

    def append(self, answers: Sequence[Answer]) -> None:
        for answer in answers:
            self._file.write(json.dumps(answer, ensure_ascii=False).encode() + b"\n")
            self.done.add((answer["dataset"], answer["id"]))
        self._file.flush()
        os.fsync(self._file.fileno())


def read_prompts(path: str, count: int) -> list[Prompt]:
    with open(path, encoding="utf-8") as lines:
        prompts: list[Prompt] = [json.loads(line) for line in lines]
    if len(prompts) != count:
        raise ValueError(f"{path} has {len(prompts)} prompts, but the request names {count}")
    if len({(prompt["dataset"], prompt["id"]) for prompt in prompts}) != count:
        raise ValueError(f"{path} has the same id in one data set twice")
    return prompts


def make_batches(lengths: Sequence[int], size: int) -> list[list[int]]:
    """Numbers of prompts, those of about equal length together; lengths are in tokens."""
    order = sorted(range(len(lengths)), key=lambda number: (-lengths[number], number))
    return [order[start : start + size] for start in range(0, len(order), size)]


def check_lengths(lengths: Sequence[int], limit: int) -> None:
    too_long = [number for number, length in enumerate(lengths, 1) if length > limit]
    if too_long:
        raise ValueError(
            f"{len(too_long)} prompts have more than {limit} tokens (up to {max(lengths)}); "
            f"the first is prompt {too_long[0]}"
        )


def stop_ids(tokenizer: PreTrainedTokenizerBase, stop: Sequence[str]) -> list[int]:
    """The ids of tokens that end an answer; each must be one token of this tokenizer."""
    ids = [tokenizer.convert_tokens_to_ids(token) for token in stop]
    for token, number in zip(stop, ids):
        if number is None or tokenizer.convert_ids_to_tokens(number) != token:
            raise ValueError(f"this tokenizer has no token {token} to end an answer")
    return ids


def make_answer(
    tokenizer: PreTrainedTokenizerBase, prompt: Prompt, prompt_tokens: int, ids: Sequence[int], stop: Sequence[int]
) -> Answer:
    """An answer from generated ids. The first stop token counts among its tokens; nothing behind it does."""
    end = next((place for place, number in enumerate(ids) if number in stop), None)
    output = tokenizer.decode(ids[:end], skip_special_tokens=True, clean_up_tokenization_spaces=False)
    return {
        "id": prompt["id"],
        "dataset": prompt["dataset"],
        "output": output,
        "finishReason": "length" if end is None else "stop",
        "promptTokens": prompt_tokens,
        "outputTokens": len(ids) if end is None else end + 1,
        "thinking": int("<think>" in output),
    }
