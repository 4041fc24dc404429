"""Times the reward in plain Python: reward_passes.py TASK FILE PASSES. FILE holds a line {"gold", "output"} an answer.

Prints {"seconds": [...], "rewards": [...]}, without the time of the first pass.
"""

import json
import sys
import time

from reward import reward


def main(task, file, passes):
    with open(file, encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    rewards = [reward(task, row["gold"], row["output"]) for row in rows]
    seconds = []
    for _ in range(passes):
        began = time.perf_counter()
        for row in rows:
            reward(task, row["gold"], row["output"])
        seconds.append(time.perf_counter() - began)
    print(json.dumps({"seconds": seconds, "rewards": rewards}))


main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
