"""Tensors of 32-bit floats in the safetensors format, and their parts on several devices."""

import json
import os
import struct


def read(folder):
    """name -> (shape, values)"""
    with open(os.path.join(folder, "model.safetensors"), "rb") as file:
        header = json.loads(file.read(struct.unpack("<Q", file.read(8))[0]))
        body = file.read()
    header.pop("__metadata__", None)
    return {
        name: (place["shape"], [value for (value,) in struct.iter_unpack("<f", body[slice(*place["data_offsets"])])])
        for name, place in header.items()
    }


def write(folder, tensors):
    header, body = {}, b""
    for name, (shape, values) in tensors.items():
        data = struct.pack(f"<{len(values)}f", *values)
        header[name] = {"dtype": "F32", "shape": shape, "data_offsets": [len(body), len(body) + len(data)]}
        body += data
    head = json.dumps(header).encode()
    with open(os.path.join(folder, "model.safetensors"), "wb") as file:
        file.write(struct.pack("<Q", len(head)) + head + body)


def part(values, rank, world):
    size = -(-len(values) // world)
    return values[rank * size : (rank + 1) * size]
