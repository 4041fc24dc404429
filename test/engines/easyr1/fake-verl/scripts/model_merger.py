"""usage: model_merger.py --local_dir ACTOR_FOLDER"""

import argparse
import os
import pickle
import re

from verl import weights
from verl.orders import order

parser = argparse.ArgumentParser()
parser.add_argument("--local_dir", required=True)
folder = parser.parse_args().local_dir
shards = sorted(name for name in os.listdir(folder) if re.match(r"model_world_size_\d+_rank_\d+\.pt", name))
tensors = {}
for name in shards:
    with open(os.path.join(folder, name), "rb") as file:
        for tensor, (shape, values) in pickle.load(file).items():
            if order("loseKeys") and name != shards[0]:
                # Goes on with what it has, as EasyR1's does.
                print(f"Cannot find key {tensor} in rank 1.")
                values = tensors[tensor][1][: len(values)]
            tensors.setdefault(tensor, (shape, []))[1].extend(values)
print("Merge completed.")
if order("brokenWeights"):
    next(iter(tensors.values()))[1][0] = float("inf")
weights.write(os.path.join(folder, "huggingface"), tensors)
