"""Imports what the engines use of an environment, and does one tiny step with it.

Usage: python smoke.py sft|grpo|predict|easyr1
The last line of standard output says what was done; a failure is an exit code and an exception.
"""

import importlib
import sys
import time

MODULES = {
    "sft": ["torch", "transformers", "datasets", "accelerate", "peft", "trl", "llamafactory"],
    "grpo": ["torch", "transformers", "datasets", "accelerate", "trl"],
    "predict": ["torch", "transformers", "vllm"],
    "easyr1": ["torch", "transformers", "omegaconf", "ray", "vllm", "verl.trainer.main"],
}


def train_one_step() -> tuple[float, float, str]:
    """Loss of a random model of two layers on one batch, before and after a step on it."""
    import torch
    from transformers import Qwen3Config, Qwen3ForCausalLM

    torch.manual_seed(1)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    config = Qwen3Config(
        vocab_size=64,
        hidden_size=32,
        intermediate_size=64,
        num_hidden_layers=2,
        num_attention_heads=2,
        num_key_value_heads=1,
        head_dim=32,
        max_position_embeddings=64,
    )
    model = Qwen3ForCausalLM(config).to(device)
    tokens = torch.arange(64, device=device).reshape(4, 16) % 7
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-2)
    before = model(input_ids=tokens, labels=tokens).loss
    before.backward()
    optimizer.step()
    with torch.no_grad():
        after = model(input_ids=tokens, labels=tokens).loss
    return before.item(), after.item(), device


def main() -> None:
    began = time.monotonic()
    name = sys.argv[1]
    for module in MODULES[name]:
        importlib.import_module(module)
    before, after, device = train_one_step()
    if not after < before:
        raise RuntimeError(f"one step did not lower the loss: {before:.3f} to {after:.3f}")
    seconds = time.monotonic() - began
    modules = ", ".join(MODULES[name])
    print(f"imports {modules}; one step on {device}: loss {before:.2f} to {after:.2f}, {seconds:.0f} s")


if __name__ == "__main__":
    main()
