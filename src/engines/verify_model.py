"""Looks at a model folder before others rely on it: all weights there, finite, and of the same shapes as another's.

usage: verify_model.py MODEL [--like START]

Prints one JSON object: parameters, tensors, bytes. What is wrong goes to standard error, with exit status 1. Needs the
standard library alone; the weights are read once, in pieces.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import sys
from collections.abc import Iterator
from math import prod
from typing import Any, BinaryIO, NamedTuple

# Bytes of a value; the byte that holds the sign and the upper bits of the exponent is the last, and the first bits of
# the byte before it may belong to the exponent too. A value whose exponent is all ones is infinite or no number.
EXPONENTS = {"F64": (8, 0x7F, 0xF0), "F32": (4, 0x7F, 0x80), "BF16": (2, 0x7F, 0x80), "F16": (2, 0x7C, 0x00)}
PIECE = 1 << 24


class Tensor(NamedTuple):
    path: str
    kind: str
    shape: tuple[int, ...]
    start: int
    size: int


class WrongModel(Exception):
    pass


def weight_files(folder: str) -> list[str]:
    index = os.path.join(folder, "model.safetensors.index.json")
    if not os.path.exists(index):
        return ["model.safetensors"]
    with open(index, encoding="utf-8") as file:
        return sorted(set(json.load(file)["weight_map"].values()))


def read_tensors(folder: str) -> dict[str, Tensor]:
    tensors: dict[str, Tensor] = {}
    for name in weight_files(folder):
        path = os.path.join(folder, name)
        if not os.path.exists(path):
            raise WrongModel(f"{path} is missing")
        with open(path, "rb") as file:
            length = int.from_bytes(file.read(8), "little")
            header = json.loads(file.read(length))
            header.pop("__metadata__", None)
            size = os.fstat(file.fileno()).st_size
        for tensor, place in header.items():
            begin, end = place["data_offsets"]
            if 8 + length + end > size:
                raise WrongModel(f"{path} is cut off: {tensor} reaches beyond its end")
            tensors[tensor] = Tensor(path, place["dtype"], tuple(place["shape"]), 8 + length + begin, end - begin)
    if not tensors:
        raise WrongModel(f"{folder} holds no weights")
    return tensors


def pieces(file: BinaryIO, tensor: Tensor) -> Iterator[bytes]:
    file.seek(tensor.start)
    for begin in range(0, tensor.size, PIECE):
        yield file.read(min(PIECE, tensor.size - begin))


def has_only_finite(piece: bytes, kind: str) -> bool:
    """Whether no value has an exponent of ones. Works on whole pieces: big integers and translations run in C."""
    width, upper, lower = EXPONENTS[kind]
    suspects = piece[width - 1 :: width].translate(flags(upper))
    if not any(suspects):
        return True
    if lower == 0:
        return False
    confirmed = piece[width - 2 :: width].translate(flags(lower))
    return int.from_bytes(suspects, "little") & int.from_bytes(confirmed, "little") == 0


def flags(mask: int) -> bytes:
    return bytes(1 if byte & mask == mask else 0 for byte in range(256))


def check_values(tensors: dict[str, Tensor]) -> None:
    """Every value finite, and no matrix twice: a merger that missed a shard may write one tensor in place of another."""
    seen: dict[str, str] = {}
    for name, tensor in tensors.items():
        digest = hashlib.sha256()
        with open(tensor.path, "rb") as file:
            for piece in pieces(file, tensor):
                digest.update(piece)
                if tensor.kind in EXPONENTS and not has_only_finite(piece, tensor.kind):
                    raise WrongModel(f"{name} holds values that are infinite or no numbers")
        twin = seen.setdefault(digest.hexdigest(), name)
        tied = {twin, name} == {"lm_head.weight", "model.embed_tokens.weight"}
        if twin != name and not tied and len(tensor.shape) > 1 and prod(tensor.shape) > 1:
            raise WrongModel(f"{name} has the very content of {twin}")


def check_likeness(tensors: dict[str, Tensor], like: dict[str, Tensor]) -> None:
    # A tied output layer may be written out or left out.
    optional = {"lm_head.weight"} if "model.embed_tokens.weight" in like else set()
    missing = sorted(set(like) - set(tensors) - optional)
    added = sorted(set(tensors) - set(like) - optional)
    if missing or added:
        raise WrongModel(f"tensors are missing: {missing[:5]}, or new: {added[:5]}")
    for name in set(tensors) & set(like):
        if tensors[name].shape != like[name].shape:
            raise WrongModel(f"{name} has the shape {tensors[name].shape}, not {like[name].shape}")


def check_index(folder: str, tensors: dict[str, Tensor]) -> None:
    """Every tensor lies in the file where the index has readers look for it, and none beside."""
    path = os.path.join(folder, "model.safetensors.index.json")
    if not os.path.exists(path):
        return
    with open(path, encoding="utf-8") as file:
        places = json.load(file)["weight_map"]
    found = {name: os.path.basename(tensor.path) for name, tensor in tensors.items()}
    wrong = sorted(name for name in set(places) | set(found) if places.get(name) != found.get(name))
    if wrong:
        raise WrongModel(f"the index and the files disagree about {wrong[:5]}")


def read_vocabulary(folder: str) -> dict[str, int] | None:
    """Each token with its number, those that were added among them; None where there is no tokenizer.json."""
    path = os.path.join(folder, "tokenizer.json")
    if not os.path.exists(path):
        return None
    with open(path, encoding="utf-8") as file:
        tokenizer = json.load(file)
    words = tokenizer.get("model", {}).get("vocab", {})
    added = {token["content"]: token["id"] for token in tokenizer.get("added_tokens") or []}
    return {**(words if isinstance(words, dict) else {}), **added}


def check_vocabulary(folder: str, like: str) -> None:
    mine, start = read_vocabulary(folder), read_vocabulary(like)
    if mine is None or start is None or mine == start:
        return
    wrong = sorted(token for token in set(mine) | set(start) if mine.get(token) != start.get(token))
    raise WrongModel(f"tokenizer.json gives {len(wrong)} tokens other numbers than the start: {wrong[:5]}")


def read_chat_template(folder: str) -> str | None:
    """How the tokenizer writes a conversation; a file of its own wins over the tokenizer's settings."""
    path = os.path.join(folder, "chat_template.jinja")
    if os.path.exists(path):
        with open(path, encoding="utf-8") as file:
            return file.read()
    path = os.path.join(folder, "tokenizer_config.json")
    if not os.path.exists(path):
        return None
    with open(path, encoding="utf-8") as file:
        template = json.load(file).get("chat_template")
    return template if isinstance(template, str) else None


def check_chat_template(folder: str, like: str) -> None:
    """Reinforcement learning and prediction write their prompts by it, so it must be that of the start."""
    mine, start = read_chat_template(folder), read_chat_template(like)
    if start is not None and (mine or "").strip() != start.strip():
        raise WrongModel("its chat template is missing" if mine is None else "its chat template is not that of the start")


def read_config(folder: str) -> dict[str, Any]:
    path = os.path.join(folder, "config.json")
    if not os.path.exists(path):
        raise WrongModel(f"{path} is missing")
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def check_config(folder: str, like: str | None) -> None:
    """transformers 5 writes rope_theta where version 4 does not look, and takes 10000 without a word."""
    config = read_config(folder)
    if isinstance(config.get("rope_parameters"), dict) and "rope_theta" not in config:
        raise WrongModel("config.json has its rope_theta inside rope_parameters, where transformers 4 does not look")
    if like is not None:
        start = read_config(like)
        for key in ("architectures", "rope_theta", "vocab_size", "tie_word_embeddings"):
            if key in start and config.get(key) != start[key]:
                raise WrongModel(f"config.json has the {key} {config.get(key)!r}, not {start[key]!r}")
    for name in ("tokenizer_config.json", "generation_config.json"):
        if not os.path.exists(os.path.join(folder, name)):
            raise WrongModel(f"{name} is missing")
    if not any(os.path.exists(os.path.join(folder, name)) for name in ("tokenizer.json", "vocab.json")):
        raise WrongModel("the vocabulary is missing: neither tokenizer.json nor vocab.json")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("model")
    parser.add_argument("--like")
    options = parser.parse_args()
    try:
        check_config(options.model, options.like)
        if options.like is not None:
            check_vocabulary(options.model, options.like)
            check_chat_template(options.model, options.like)
        tensors = read_tensors(options.model)
        check_index(options.model, tensors)
        if options.like is not None and os.path.exists(os.path.join(options.like, weight_files(options.like)[0])):
            check_likeness(tensors, read_tensors(options.like))
        check_values(tensors)
    except WrongModel as wrong:
        sys.exit(f"ValueError: {options.model}: {wrong}")
    counts = {
        "parameters": sum(prod(tensor.shape) for tensor in tensors.values()),
        "tensors": len(tensors),
        "bytes": sum(tensor.size for tensor in tensors.values()),
    }
    print(json.dumps(counts))


if __name__ == "__main__":
    main()
