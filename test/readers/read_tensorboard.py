"""Prints the scalars of every run below a folder as JSON, read by TensorBoard. Usage: read_tensorboard.py FOLDER"""

import json
import sys
from pathlib import Path

from tensorboard.backend.event_processing.event_accumulator import EventAccumulator


def scalars(folder):
    accumulator = EventAccumulator(str(folder), size_guidance={"scalars": 0})
    accumulator.Reload()
    return {
        tag: [[point.wall_time, point.step, point.value] for point in accumulator.Scalars(tag)]
        for tag in accumulator.Tags()["scalars"]
    }


def main(root):
    folders = sorted({file.parent for file in Path(root).rglob("events.out.tfevents.*")})
    print(json.dumps({str(folder.relative_to(root)): scalars(folder) for folder in folders}))


if __name__ == "__main__":
    main(*sys.argv[1:])
