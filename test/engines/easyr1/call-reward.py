"""Calls the reward function as EasyR1 does: loaded by its path alone, with its settings bound before.

Reads {"path","settings","inputs"} and prints {"scores","type"}.
"""

import functools
import importlib.util
import json
import sys

call = json.load(sys.stdin)
spec = importlib.util.spec_from_file_location("custom_reward_fn", call["path"])
module = importlib.util.module_from_spec(spec)
sys.modules["custom_reward_fn"] = module
spec.loader.exec_module(module)
compute_score = functools.partial(module.compute_score, **call["settings"])
scores = compute_score(call["inputs"])
if not all(isinstance(value, float) for score in scores for value in score.values()):
    raise TypeError("EasyR1 takes the mean of every value")
print(json.dumps({"scores": scores, "type": module.REWARD_TYPE}))
