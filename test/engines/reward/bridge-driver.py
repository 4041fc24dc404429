"""Scores one batch over the bridge, as a trainer would; `disturb` is done to the program once it has answered one.

Reads {"folder","command","reward","seconds","rows","outputs","disturb"?} and prints {"rewards"} or {"error"}.
"""

import json
import os
import signal
import sys
import threading
import time

job = json.load(sys.stdin)
sys.path.insert(0, job["folder"])
from reward_bridge import RewardBridge, RewardBridgeError

result = {}


def score(bridge):
    try:
        began = time.perf_counter()
        result["rewards"] = bridge.score(job["rows"], job["outputs"])
        result["seconds"] = time.perf_counter() - began
    except RewardBridgeError as error:
        result["error"] = str(error)


with RewardBridge(job["command"], job["reward"]) as bridge:
    if "disturb" in job:
        # However long the program takes to start.
        bridge.score([], [])
        bridge.seconds = job["seconds"]
        program = bridge._process.pid
        os.kill(program, signal.SIGSTOP)
        batch = threading.Thread(target=score, args=(bridge,))
        batch.start()
        if job["disturb"] == "kill":
            os.kill(program, signal.SIGKILL)
        batch.join()
        result["programLives"] = os.path.exists(f"/proc/{program}/exe")
    else:
        bridge.seconds = job["seconds"]
        score(bridge)
print(json.dumps(result))
