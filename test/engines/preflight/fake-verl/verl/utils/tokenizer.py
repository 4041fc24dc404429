"""Stands for EasyR1's tokenizer: the same signature, and a chat template from a file."""

from pathlib import Path
from typing import Any

from transformers import AutoTokenizer


def get_tokenizer(model_path: str, override_chat_template: str | None = None, **options: Any) -> Any:
    tokenizer = AutoTokenizer.from_pretrained(model_path, **options)
    if override_chat_template is not None:
        tokenizer.chat_template = Path(override_chat_template).read_text(encoding="utf-8")
    return tokenizer
