"""Stands for EasyR1's data set: rows by number, whose prompt is one user message without further words to the template."""

import json
from typing import Any


class RLHFDataset:
    def __init__(
        self,
        data_path: str,
        tokenizer: Any,
        processor: Any,
        prompt_key: str,
        answer_key: str,
        max_prompt_length: int,
        format_prompt: str | None,
        filter_overlong_prompts: bool,
    ) -> None:
        with open(data_path, encoding="utf-8") as lines:
            self._rows = [json.loads(line) for line in lines]
        assert processor is None and format_prompt is None and not filter_overlong_prompts
        assert all(isinstance(row[answer_key], str) for row in self._rows)
        self._tokenizer, self._prompt_key, self._limit = tokenizer, prompt_key, max_prompt_length

    def __getitem__(self, index: int) -> dict[str, Any]:
        message = {"role": "user", "content": self._rows[index][self._prompt_key]}
        text = self._tokenizer.apply_chat_template([message], add_generation_prompt=True, tokenize=False)
        ids = self._tokenizer.encode(text, add_special_tokens=False)
        assert len(ids) <= self._limit
        return {"raw_prompt_ids": ids}
