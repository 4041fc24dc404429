"""usage: python -m verl.trainer.main config=PATH"""

import functools
import importlib.util
import json
import math
import os
import pickle
import random
import re
import shutil
import socket
import sys

from verl import settings, weights
from verl.orders import order, forget_order


def say(*words):
    # Ray marks the lines of its actors.
    print("(Runner pid=7)", *words, flush=True)


def read_rows(path):
    with open(path, encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    for row in rows:
        if not all(isinstance(row[key], str) for key in ("prompt", "answer")):
            raise ValueError(f"{path}: prompt and answer must be texts")
    return rows


def check_cluster(config):
    address = os.environ.get("RAY_ADDRESS")
    if not address:
        raise ValueError("Total available GPUs 0.0 is less than total desired GPUs.")
    host, port = address.split(":")
    with socket.create_connection((host, int(port)), timeout=5) as connection:
        gpus = int(connection.recv(100))
    wanted = config["trainer"]["nnodes"] * config["trainer"]["n_gpus_per_node"]
    if gpus < wanted:
        raise ValueError(f"Total available GPUs {gpus} is less than total desired GPUs {wanted}.")


def load_reward(config):
    path, name = config["worker"]["reward"]["reward_function"].rsplit(":", 1)
    spec = importlib.util.spec_from_file_location("custom_reward_fn", path)
    module = importlib.util.module_from_spec(spec)
    sys.modules["custom_reward_fn"] = module
    spec.loader.exec_module(module)
    if module.REWARD_TYPE != "batch":
        raise ValueError("a reward of this type is not known here")
    say(f"Using reward function `{name}` from `{path}`.")
    return functools.partial(getattr(module, name), **config["worker"]["reward"]["reward_function_kwargs"])


def answers(row, count, step):
    """Targets, and targets cut off; some rows are answered alike every time."""
    target = json.loads(row["answer"])["output"]
    draw = random.Random(f"{step} {row['prompt']}")
    sure = draw.random() < 0.3
    return [target if sure or draw.random() < 0.5 else target[: draw.randrange(len(target))] for _ in range(count)]


def score(reward, rows, count, step):
    inputs = [
        {"response": answer, "response_length": len(answer), "ground_truth": row["answer"]}
        for row in rows
        for answer in answers(row, count, step)
    ]
    scores = reward(inputs)
    if len(scores) != len(inputs):
        raise ValueError("a reward is missing")
    metrics = {}
    for one in scores:
        for name, value in one.items():
            if not isinstance(value, float):
                raise TypeError(f"{name} is no float")
            metrics.setdefault(name, []).append(value)
    return {name: sum(values) / len(values) for name, values in metrics.items()}


class Trainer:
    def __init__(self, config):
        self.config = config
        self.trainer = config["trainer"]
        self.output = self.trainer["save_checkpoint_path"]
        self.world = self.trainer["nnodes"] * self.trainer["n_gpus_per_node"]
        self.model = config["worker"]["actor"]["model"]["model_path"]
        self.tensors = weights.read(self.model)
        self.reward = load_reward(config)
        self.rows = read_rows(config["data"]["train_files"])
        if order("losesRows"):
            self.rows = self.rows[: len(self.rows) // 2]
        self.val_rows = read_rows(config["data"]["val_files"])
        self.batch = config["data"]["rollout_batch_size"]
        size = len(self.rows) // self.batch
        say(f"Size of train dataloader: {size}")
        say(f"Size of val dataloader: {math.ceil(len(self.val_rows) / self.batch)}")
        self.steps = size * self.trainer["total_epochs"]
        say(f"Total training steps: {self.steps}")

    def fit(self):
        # Emptied, also when an earlier run is gone on with.
        self.log_path = os.path.join(self.output, "experiment_log.jsonl")
        open(self.log_path, "w").close()
        with open(os.path.join(self.output, "experiment_config.json"), "w") as file:
            json.dump(self.config, file)
        step = self.resume()
        while step < self.steps:
            step += 1
            self.step(step)
            if step % self.trainer["save_freq"] == 0:
                self.save(step)
        self.log(step, {"val": score(self.reward, self.val_rows, 1, step)})
        if step % self.trainer["save_freq"] != 0:
            self.save(step)

    def step(self, step):
        begin = (step - 1) * self.batch % (len(self.rows) - self.batch + 1)
        rewards = score(self.reward, self.rows[begin : begin + self.batch], self.config["worker"]["rollout"]["n"], step)
        for _, values in self.tensors.values():
            values[:] = [value + 0.125 for value in values]
        actor = {"kl_loss": float("nan") if step == 1 else 0.01 * step, "pg_clipfrac_higher": 0.0, "lr": 1e-6}
        self.log(step, {"reward": rewards, "actor": actor, "response_length": {"clip_ratio": 0.0}, "timing_s": {"gen": 1.5}})
        if order("dieAt") == step:
            forget_order("dieAt")
            # Dies while it saves: the next checkpoint is not whole, and the tracker does not know of it.
            os.makedirs(os.path.join(self.folder(step), "actor"))
            raise RuntimeError("CUDA error: an illegal memory access was encountered")

    def log(self, step, values):
        with open(self.log_path, "a") as file:
            file.write(json.dumps({"step": step, **values}) + "\n")
        say(f"Step {step}")

    def folder(self, step):
        return os.path.join(self.output, f"global_step_{step}")

    def save(self, step):
        self.remove_old()
        actor = os.path.join(self.folder(step), "actor")
        os.makedirs(os.path.join(actor, "huggingface"))
        for rank in range(self.world):
            parts = {name: (shape, weights.part(values, rank, self.world)) for name, (shape, values) in self.tensors.items()}
            for kind, content in (("model", parts), ("optim", {}), ("extra_state", {})):
                with open(os.path.join(actor, f"{kind}_world_size_{self.world}_rank_{rank}.pt"), "wb") as file:
                    pickle.dump(content, file)
        for name in os.listdir(self.model):
            if not re.search(r"safetensors", name):
                shutil.copy(os.path.join(self.model, name), os.path.join(actor, "huggingface", name))
        with open(os.path.join(self.folder(step), "dataloader.pt"), "wb") as file:
            pickle.dump({"step": step}, file)
        with open(os.path.join(self.output, "checkpoint_tracker.json"), "w") as file:
            json.dump({"best_global_step": step, "best_val_reward_score": 0.0, "last_global_step": step, "last_actor_path": actor}, file)

    def remove_old(self):
        steps = sorted(int(name[12:]) for name in os.listdir(self.output) if name.startswith("global_step_"))
        for step in steps[: max(0, len(steps) + 1 - self.trainer["save_limit"])]:
            shutil.rmtree(self.folder(step))

    def resume(self):
        path = os.path.join(self.output, "checkpoint_tracker.json")
        if not self.trainer["find_last_checkpoint"] or not os.path.exists(path):
            return 0
        with open(path) as file:
            tracker = json.load(file)
        if not os.path.exists(tracker["last_actor_path"]):
            say("Checkpoint does not exist.")
            return 0
        merged = {}
        for rank in range(self.world):
            name = f"model_world_size_{self.world}_rank_{rank}.pt"
            with open(os.path.join(tracker["last_actor_path"], name), "rb") as file:
                for tensor, (shape, values) in pickle.load(file).items():
                    merged.setdefault(tensor, (shape, []))[1].extend(values)
        self.tensors = merged
        say(f"Resume from {tracker['last_actor_path']}")
        return tracker["last_global_step"]


def main():
    (argument,) = sys.argv[1:]
    config = settings.load(argument.removeprefix("config="))
    for path in (config["worker"]["actor"]["model"]["model_path"], config["data"]["train_files"], config["data"]["val_files"]):
        if not os.path.isabs(path) or not os.path.exists(path) or "@" in path:
            raise FileNotFoundError(path)
    if config["worker"]["rollout"]["n"] < 2 or config["worker"]["rollout"]["val_override_config"].get("n") != 1:
        raise ValueError("GRPO and RLOO algorithm need `config.worker.rollout.n > 1`.")
    check_cluster(config)
    Trainer(config).fit()


if __name__ == "__main__":
    main()
