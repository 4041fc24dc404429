"""The prompt of a row as every engine hands it to a model: one user message through the tokenizer's chat template."""

from typing import Any, Mapping

def user_message(row: Mapping[str, str]) -> str:
    """Instruction and text as LLaMA-Factory joins them."""
    return f"{row['instruction']}\n{row['input']}" if row["input"] else row["instruction"]


def prompt_text(tokenizer: Any, row: Mapping[str, str], empty_thinking: bool) -> str:
    """The text up to where the answer begins.

    With `empty_thinking` the template is told that there is no thinking, and Qwen3's adds an empty block of it; else it
    is told nothing, and Qwen3's ends in `<|im_start|>assistant\\n`.
    """
    choice = {"enable_thinking": False} if empty_thinking else {}
    message = {"role": "user", "content": user_message(row)}
    return tokenizer.apply_chat_template([message], tokenize=False, add_generation_prompt=True, **choice)


def prompt_ids(tokenizer: Any, row: Mapping[str, str], empty_thinking: bool) -> list[int]:
    """The same as token ids; the template has written all special tokens, so the tokenizer adds none."""
    return tokenizer(prompt_text(tokenizer, row, empty_thinking), add_special_tokens=False)["input_ids"]
