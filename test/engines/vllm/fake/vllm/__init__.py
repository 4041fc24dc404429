"""A stand-in for vLLM: takes what the generator hands over, as vLLM 0.11 names it, and answers without a model.

FAKE_VLLM names a file that gets a line for every call. A prompt with an even number of tokens is answered with some
tokens and the first stop token, one with an odd number with as many tokens as are allowed.
"""

import json
import os
from dataclasses import dataclass


@dataclass(kw_only=True)
class SamplingParams:
    n: int
    temperature: float
    top_p: float
    top_k: int
    min_p: float
    repetition_penalty: float
    presence_penalty: float
    frequency_penalty: float
    max_tokens: int
    stop_token_ids: list[int]
    skip_special_tokens: bool


@dataclass
class CompletionOutput:
    token_ids: tuple[int, ...]
    finish_reason: str


@dataclass
class RequestOutput:
    prompt_token_ids: list[int]
    outputs: list[CompletionOutput]


class LLM:
    def __init__(
        self,
        *,
        model: str,
        trust_remote_code: bool,
        dtype: str,
        max_model_len: int,
        tensor_parallel_size: int,
        gpu_memory_utilization: float,
        enforce_eager: bool,
        seed: int,
        generation_config: str,
    ) -> None:
        arguments = {name: value for name, value in locals().items() if name != "self"}
        note({"load": arguments})

    def generate(self, prompts: list[dict[str, list[int]]], params: SamplingParams, use_tqdm: bool) -> list[RequestOutput]:
        note({"generate": len(prompts), "sampling": vars(params), "tqdm": use_tqdm})
        return [answer(prompt["prompt_token_ids"], params) for prompt in prompts]


def answer(ids: list[int], params: SamplingParams) -> RequestOutput:
    if os.environ.get("FAKE_VLLM_ABORTS"):
        return RequestOutput(ids, [CompletionOutput((), "abort")])
    if len(ids) % 2 == 0:
        return RequestOutput(ids, [CompletionOutput((*ids[20:23], params.stop_token_ids[0]), "stop")])
    return RequestOutput(ids, [CompletionOutput(tuple(ids[20 : 20 + params.max_tokens]), "length")])


def note(call: dict[str, object]) -> None:
    with open(os.environ["FAKE_VLLM"], "a", encoding="utf-8") as log:
        log.write(json.dumps(call) + "\n")
