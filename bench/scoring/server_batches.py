"""Times batches over the bridge of trainers: server_batches.py ENGINES FILE BATCHES WORD... (the words start the server).

FILE holds a line {"row", "output"} an answer. Prints {"seconds": [...], "overall": [...]}.
"""

import json
import sys
import time

engines, file, batches, *words = sys.argv[1:]
sys.path.insert(0, engines)
from reward_bridge import RewardBridge

with open(file, encoding="utf-8") as lines:
    items = [json.loads(line) for line in lines]
rows, outputs = [item["row"] for item in items], [item["output"] for item in items]
seconds = []
with RewardBridge(words, {}) as bridge:
    for _ in range(int(batches)):
        began = time.perf_counter()
        scores = bridge.score(rows, outputs)
        seconds.append(time.perf_counter() - began)
print(json.dumps({"seconds": seconds, "overall": [score["overall"] for score in scores]}))
