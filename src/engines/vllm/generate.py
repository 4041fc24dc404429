"""Generates answers with vLLM, offline: greedy, from token ids, so that template and sampling are ours.

Called as generation.py describes; needs `dtype`, `memoryShare` (of the GPU), `tensorParallel`, `eager` and `seed`
besides. `batch` prompts are handed to vLLM at once; their answers are written before the next are handed over.
"""

import os
import sys

os.environ["TOKENIZERS_PARALLELISM"] = "false"

from generation import Generation, Session
from vllm import LLM, RequestOutput, SamplingParams


def load_model(session: Session) -> LLM:
    settings = session.settings
    return LLM(
        model=settings["model"],
        trust_remote_code=False,
        dtype=settings["dtype"],
        max_model_len=settings["maxPrompt"] + settings["maxAnswer"],
        tensor_parallel_size=settings["tensorParallel"],
        gpu_memory_utilization=settings["memoryShare"],
        enforce_eager=settings["eager"],
        seed=settings["seed"],
        # Otherwise the sampling settings that the model brings would be the defaults.
        generation_config="vllm",
    )


def greedy(session: Session) -> SamplingParams:
    return SamplingParams(
        n=1,
        temperature=0.0,
        top_p=1.0,
        top_k=-1,
        min_p=0.0,
        repetition_penalty=1.0,
        presence_penalty=0.0,
        frequency_penalty=0.0,
        max_tokens=session.settings["maxAnswer"],
        stop_token_ids=session.stop,
        skip_special_tokens=True,
    )


def generated_ids(output: RequestOutput, prompt: list[int]) -> list[int]:
    answer = output.outputs[0]
    if list(output.prompt_token_ids) != prompt:
        raise RuntimeError("vLLM did not take the prompt as it was given")
    if answer.finish_reason not in ("stop", "length"):
        raise RuntimeError(f"vLLM ended an answer by {answer.finish_reason}")
    return list(answer.token_ids)


def generate(session: Session, model: LLM, prompts: list[list[int]]) -> list[list[int]]:
    """The tokens behind each prompt."""
    outputs = model.generate([{"prompt_token_ids": ids} for ids in prompts], greedy(session), use_tqdm=False)
    return [generated_ids(output, ids) for output, ids in zip(outputs, prompts)]


def main() -> None:
    generation = Generation(sys.argv[1:])
    if generation.batches:
        model = load_model(generation)
    for batch in generation.batches:
        generation.record(batch, generate(generation, model, [generation.ids[number] for number in batch]))


if __name__ == "__main__":
    main()
