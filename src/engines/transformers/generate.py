"""Generates answers with transformers: greedy, in batches padded on the left.

Called as generation.py describes; needs `dtype`, `attention` and `device` besides.
"""

import os
import sys

os.environ["TOKENIZERS_PARALLELISM"] = "false"

import torch
from generation import Generation, Session
from transformers import AutoModelForCausalLM, GenerationConfig, PreTrainedModel


def load_model(session: Session) -> PreTrainedModel:
    settings, stop = session.settings, session.stop
    model = AutoModelForCausalLM.from_pretrained(
        settings["model"], dtype=getattr(torch, settings["dtype"]), attn_implementation=settings["attention"]
    )
    # What is left out of a call, transformers takes from the model; so the model brings the same.
    model.generation_config = GenerationConfig(
        do_sample=False, num_beams=1, max_new_tokens=settings["maxAnswer"], eos_token_id=stop, pad_token_id=stop[0]
    )
    return model.to(settings["device"]).eval()


def generate(session: Session, model: PreTrainedModel, prompts: list[list[int]]) -> list[list[int]]:
    """The tokens behind each prompt, up to the longest answer of the batch."""
    width = max(map(len, prompts))
    pad = session.stop[0]
    with torch.inference_mode():
        generated = model.generate(
            input_ids=torch.tensor([[pad] * (width - len(ids)) + ids for ids in prompts], device=model.device),
            attention_mask=torch.tensor(
                [[0] * (width - len(ids)) + [1] * len(ids) for ids in prompts], device=model.device
            ),
            generation_config=model.generation_config,
        )
    return generated[:, width:].tolist()


def main() -> None:
    generation = Generation(sys.argv[1:])
    if generation.batches:
        model = load_model(generation)
    for batch in generation.batches:
        generation.record(batch, generate(generation, model, [generation.ids[number] for number in batch]))


if __name__ == "__main__":
    main()
