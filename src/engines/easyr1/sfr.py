"""The reward function that EasyR1 loads by path; the rewards themselves come from the reward program, by way of
`reward_bridge.py`, which lies beside this file.

EasyR1 calls `compute_score` with the answers of a whole batch, and logs the mean of every number that is returned.
"""

from __future__ import annotations

import json
import os
import sys
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

# EasyR1 loads this file alone, so its neighbour is found by the folder.
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from reward_bridge import RewardBridge  # noqa: E402

REWARD_NAME = "sfr"
REWARD_TYPE = "batch"

_bridges: dict[tuple[str, str, float], RewardBridge] = {}


def compute_score(
    reward_inputs: Sequence[dict[str, Any]], server: str, reward: str, seconds: float
) -> list[dict[str, float]]:
    """The reward of each answer: "overall", "malformed", the components, and "zero_variance" (0 or 1).

    reward_inputs: {"response", "response_length", "ground_truth"}; the last is a training row as JSON
    server:        the reward program; PROUIE_NODE in the environment names the Node that runs it
    reward:        options of the reward as JSON
    seconds:       how long a batch may take
    """
    truths = [item["ground_truth"] for item in reward_inputs]
    rows = {truth: json.loads(truth) for truth in set(truths)}
    # EasyR1 shuffles a batch for balance; answers to one row cost least together.
    order = sorted(range(len(truths)), key=truths.__getitem__)
    together = _bridge(server, reward, float(seconds)).score(
        [rows[truths[at]] for at in order], [reward_inputs[at]["response"] for at in order]
    )
    scores = [score for _, score in sorted(zip(order, together), key=lambda pair: pair[0])]
    _mark_equal_groups(truths, scores)
    return scores


def _bridge(server: str, reward: str, seconds: float) -> RewardBridge:
    key = (server, reward, seconds)
    if key not in _bridges:
        node = os.environ.get("PROUIE_NODE", "node")
        _bridges[key] = RewardBridge([node, server], json.loads(reward), seconds)
    return _bridges[key]


def _mark_equal_groups(truths: Sequence[str], scores: Sequence[dict[str, float]]) -> None:
    """Answers to one row whose rewards are all equal teach nothing; the mean of the mark is the share of such groups.

    A validation has one answer a row, and no groups.
    """
    groups: dict[str, list[dict[str, float]]] = defaultdict(list)
    for truth, score in zip(truths, scores):
        groups[truth].append(score)
    if all(len(group) == 1 for group in groups.values()):
        return
    for group in groups.values():
        equal = len({score["overall"] for score in group}) == 1
        for score in group:
            score["zero_variance"] = 1.0 if equal else 0.0
