"""Trains with TRL's GRPO on one machine; rewards come from the framework's own reward program.

usage: grpo.py SETTINGS.json [--resume CHECKPOINT] --reward PROGRAM [ARGUMENT ...]

Works in the present folder and names no other path. SETTINGS is an object:

config           every field of GRPOConfig that decides something; one that this TRL does not know is an error
model, rows      the start model's folder, and the rows {"instruction","input","output"} as JSON lines
rowCount         how many rows there must be
order            seed, epochs, and prompts of a batch of rollouts; the order of the rows is made from them here, so that
                 it is the same in every version of TRL, and a run that goes on skips the same rows
maxPrompt        in tokens; a longer one ends the run before it begins, since TRL would cut it without a word
emptyThinking    see chat_prompt.py
reward           options of the reward;  rewardSeconds: time for a batch

Prints a JSON object a line: what was read, then every step. A checkpoint is whole when it holds `whole.json`, a run is
over when the output folder holds `finished.json`; both are written last and name the sizes of all files beside them.
"""

import argparse
import dataclasses
import json
import os
import random
from collections import defaultdict
from pathlib import Path
from typing import Any

os.environ["TOKENIZERS_PARALLELISM"] = "false"

import torch
import transformers
import trl
from chat_prompt import prompt_text
from datasets import Dataset
from reward_bridge import RewardBridge
from transformers import AutoTokenizer, PreTrainedTokenizerBase, TrainerCallback
from trl import GRPOConfig, GRPOTrainer

Row = dict[str, str]
FIELDS = ("instruction", "input", "output")


def say(**facts: Any) -> None:
    print(json.dumps(facts), flush=True)


def read_rows(path: str, count: int) -> list[Row]:
    with open(path, encoding="utf-8") as lines:
        rows = [{field: row[field] for field in FIELDS} for row in map(json.loads, lines)]
    if len(rows) != count:
        raise ValueError(f"{path} has {len(rows)} rows, but the request names {count}")
    return rows


def training_order(count: int, seed: int, epochs: int, batch: int) -> list[int]:
    """Numbers of rows, epoch by epoch, each shuffled anew; rows that fill no batch are left out of that epoch."""
    order: list[int] = []
    for epoch in range(epochs):
        numbers = list(range(count))
        random.Random(f"{seed} {epoch}").shuffle(numbers)
        order.extend(numbers[: count - count % batch])
    return order


def make_prompts(tokenizer: PreTrainedTokenizerBase, rows: list[Row], empty_thinking: bool, limit: int) -> list[str]:
    prompts = [prompt_text(tokenizer, row, empty_thinking) for row in rows]
    plain = tokenizer(prompts, add_special_tokens=False)["input_ids"]
    if plain[0] != tokenizer(prompts[0])["input_ids"]:
        raise ValueError("this tokenizer adds special tokens to a prompt that its chat template has written whole")
    too_long = [number for number, ids in enumerate(plain, 1) if len(ids) > limit]
    if too_long:
        longest = max(map(len, plain))
        raise ValueError(
            f"{len(too_long)} prompts have more than {limit} tokens (up to {longest}); the first is row {too_long[0]}"
        )
    return prompts


def make_config(fields: dict[str, Any]) -> GRPOConfig:
    unknown = sorted(set(fields) - {field.name for field in dataclasses.fields(GRPOConfig)})
    if unknown:
        raise ValueError(f"GRPOConfig of TRL {trl.__version__} has no {', '.join(unknown)}")
    return GRPOConfig(**fields)


class Reward:
    """What TRL calls for rewards; keeps the means of what else the reward says until they are logged."""

    def __init__(self, bridge: RewardBridge, rows: list[Row]) -> None:
        self.__name__ = "reward"
        self._bridge = bridge
        self._rows = rows
        self._values: dict[str, list[float]] = defaultdict(list)

    def __call__(self, completions: list[str], row: list[int], **_: Any) -> list[float]:
        rewards = self._bridge.score([self._rows[number] for number in row], completions)
        for reward in rewards:
            for name, value in reward.items():
                self._values[name].append(value)
        self._values["thinking"].extend(float("<think>" in completion) for completion in completions)
        return [reward["overall"] for reward in rewards]

    def take_means(self) -> dict[str, float]:
        """Means since the last call; of a component, over the answers that have it."""
        means = {f"components/{name}": sum(values) / len(values) for name, values in self._values.items()}
        self._values.clear()
        return means


class Journal(TrainerCallback):
    """Adds the reward's components to the trainer's history, and marks checkpoints that are whole."""

    def __init__(self, reward: Reward) -> None:
        self._reward = reward

    def on_step_end(self, args: Any, state: Any, control: Any, **_: Any) -> None:
        say(step=state.global_step, of=state.max_steps)

    def on_log(self, args: Any, state: Any, control: Any, **_: Any) -> None:
        state.log_history[-1].update(self._reward.take_means())

    def on_save(self, args: Any, state: Any, control: Any, **_: Any) -> None:
        folder = Path(args.output_dir, f"checkpoint-{state.global_step}")
        write_marker(folder, "whole.json", {"step": state.global_step})


def write_marker(folder: Path, name: str, facts: dict[str, Any]) -> None:
    """Writes facts with the sizes of the folder's files, once those are on the disk."""
    files = sorted(path for path in folder.iterdir() if path.is_file() and path.name != name)
    for path in files:
        sync(path)
    aside = folder / f".{name}"
    aside.write_text(json.dumps({**facts, "files": {path.name: path.stat().st_size for path in files}}))
    sync(aside)
    aside.rename(folder / name)
    sync(folder)


def sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    os.fsync(descriptor)
    os.close(descriptor)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("settings", type=Path)
    parser.add_argument("--resume")
    parser.add_argument("--reward", nargs="+", required=True)
    options = parser.parse_args()
    settings = json.loads(options.settings.read_text(encoding="utf-8"))

    rows = read_rows(settings["rows"], settings["rowCount"])
    tokenizer = AutoTokenizer.from_pretrained(settings["model"], padding_side="left")
    prompts = make_prompts(tokenizer, rows, settings["emptyThinking"], settings["maxPrompt"])
    order = training_order(len(rows), **settings["order"])
    versions = {"torch": torch.__version__, "transformers": transformers.__version__, "trl": trl.__version__}
    say(rows=len(rows), prompts=len(order), versions=versions)

    config = make_config(settings["config"])
    with RewardBridge(options.reward, settings["reward"], settings["rewardSeconds"]) as bridge:
        reward = Reward(bridge, rows)
        trainer = GRPOTrainer(
            model=settings["model"],
            reward_funcs=reward,
            args=config,
            train_dataset=Dataset.from_list([{"prompt": prompts[number], "row": number} for number in order]),
            processing_class=tokenizer,
            callbacks=[Journal(reward)],
        )
        trainer.train(resume_from_checkpoint=options.resume)
    trainer.save_model()
    trainer.save_state()
    facts = {
        "rows": len(rows),
        "prompts": len(order),
        "step": trainer.state.global_step,
        "maxSteps": trainer.state.max_steps,
        "versions": versions,
    }
    write_marker(Path(config.output_dir), "finished.json", facts)
    say(finished=trainer.state.global_step)


if __name__ == "__main__":
    main()
