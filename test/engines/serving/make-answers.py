"""Makes answers from texts as if they had been generated. usage: make-answers.py MODEL TEXTS (JSON)"""

import json
import sys

from generation import make_answer, stop_ids
from transformers import AutoTokenizer

model, texts = sys.argv[1:]
tokenizer = AutoTokenizer.from_pretrained(model)
stop = stop_ids(tokenizer, ["<|im_end|>"])
prompt = {"id": "p", "dataset": "d", "instruction": "i", "input": ""}
answers = [
    make_answer(tokenizer, prompt, 9, tokenizer(text, add_special_tokens=False)["input_ids"], stop)
    for text in json.loads(texts)
]
print(json.dumps(answers))
