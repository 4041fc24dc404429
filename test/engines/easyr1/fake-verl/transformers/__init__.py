"""A tokenizer that takes words for tokens."""

import json
import os


class AutoTokenizer:
    @staticmethod
    def from_pretrained(model, trust_remote_code, use_fast):
        with open(os.path.join(model, "tokenizer_config.json"), encoding="utf-8") as file:
            return Tokenizer(json.load(file)["chat_template"])


class Tokenizer:
    def __init__(self, chat_template):
        self.chat_template = chat_template

    def apply_chat_template(self, chats, add_generation_prompt, tokenize):
        if not add_generation_prompt or tokenize:
            raise ValueError("called otherwise than EasyR1 does")
        return [f"<|im_start|> user {chat[0]['content']} <|im_end|> <|im_start|> assistant" for chat in chats]

    def __call__(self, texts, add_special_tokens):
        return {"input_ids": [list(range(len(text.split()))) for text in texts]}
