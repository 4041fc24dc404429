"""Reads the YAML that the engine writes: tables by indentation, lists of `- value`, values on one line."""

import ast
import json
import re


def load(path):
    with open(path, encoding="utf-8") as file:
        lines = [line.rstrip("\n") for line in file if line.strip()]
    value, end = block(lines, 0, 0)
    if end != len(lines):
        raise ValueError(f"line {end + 1} of {path} cannot be read")
    return value


def block(lines, at, indent):
    if lines[at].strip().startswith("- "):
        items = []
        while at < len(lines) and re.match(rf" {{{indent}}}- ", lines[at]):
            items.append(scalar(lines[at].strip()[2:]))
            at += 1
        return items, at
    table = {}
    while at < len(lines) and len(lines[at]) - len(lines[at].lstrip()) == indent:
        key, _, rest = lines[at].strip().partition(":")
        at += 1
        if rest.strip():
            table[scalar(key)] = scalar(rest.strip())
        else:
            table[scalar(key)], at = block(lines, at, len(lines[at]) - len(lines[at].lstrip()))
    return table, at


def scalar(text):
    if text.startswith('"'):
        return json.loads(text)
    if text.startswith("'"):
        return text[1:-1].replace("''", "'")
    words = {"null": None, "true": True, "false": False, "{}": {}, "[]": []}
    if text in words:
        return words[text]
    try:
        return ast.literal_eval(text)
    except (ValueError, SyntaxError):
        return text
