"""Answers prompts as they are asked, with the model loaded once: the generator of an engine, `generate.py`, as a service.

usage: serve.py SETTINGS.json

It works in the present folder; SETTINGS is that of generation.py, whose prompts it does not read. A line of standard
input is a JSON array of prompts {"instruction","input"}. For each it prints one line, in their order: {"answered": an
answer as generation.py makes it}, or {"answered": {"tooLong": tokens}} where the prompt is longer than `maxPrompt`.
Prompts of one line are answered in the batches of `make_batches`; nothing is answered together with another line's.
It ends when its input does.
"""

import json
import os
import sys
from typing import Any, TypedDict

os.environ["TOKENIZERS_PARALLELISM"] = "false"

import generate
from chat_prompt import prompt_ids
from generation import Answer, Session, make_answer, make_batches


class TooLong(TypedDict):
    tooLong: int


def answer(session: Session, model: Any, prompts: list[dict[str, str]]) -> list[Answer | TooLong]:
    settings = session.settings
    ids = [prompt_ids(session.tokenizer, prompt, settings["emptyThinking"]) for prompt in prompts]
    answers: list[Answer | TooLong] = [{"tooLong": len(tokens)} for tokens in ids]
    fitting = [number for number, tokens in enumerate(ids) if len(tokens) <= settings["maxPrompt"]]
    for places in make_batches([len(ids[number]) for number in fitting], settings["batch"]):
        batch = [fitting[place] for place in places]
        outputs = generate.generate(session, model, [ids[number] for number in batch])
        for number, output in zip(batch, outputs, strict=True):
            prompt = {**prompts[number], "id": str(number), "dataset": ""}
            answers[number] = make_answer(session.tokenizer, prompt, len(ids[number]), output, session.stop)
    return answers


def main() -> None:
    [settings] = sys.argv[1:]
    session = Session(settings)
    model = generate.load_model(session)
    for line in sys.stdin:
        for one in answer(session, model, json.loads(line)):
            print(json.dumps({"answered": one}), flush=True)


if __name__ == "__main__":
    main()
