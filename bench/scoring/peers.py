"""The packages for sequences, timed on what `prouie score` reads: peers.py {seqeval,nervaluate,strict} GOLD ANSWERS PASSES

Answers are read, and their texts are looked up in the words of the sentence, each of which stands there once. Each further
pass goes from what the package takes in memory (BIO tags, or spans of words) to its figures; with PASSES 0 this is a whole
program that scores one file. Prints {"seconds": [...], "f1"}.
"""

import json
import sys
import time


def read_lines(file):
    with open(file, encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def read_answer(output):
    """The (type, text) of an answer; none of one that is no JSON."""
    try:
        values = json.loads(output)
    except ValueError:
        return []
    return [(type_, text) for type_, value in values.items() if value for text in value.split(" | ")]


def find_spans(words, entities):
    """[(type, first, end)], counted in words; `end` is behind the last one."""
    spans = []
    for type_, text in entities:
        parts = text.split(" ")
        spans.append((type_, words[parts[0]], words[parts[0]] + len(parts)))
    return spans


def read_spans(gold_file, answers_file):
    """For each example the number of its words, the spans of its gold, and those of its answer."""
    outputs = {answer["id"]: answer["output"] for answer in read_lines(answers_file)}
    rows = []
    for example in read_lines(gold_file):
        words = {word: index for index, word in enumerate(example["text"].split(" "))}
        gold = [(entity["type"], entity["text"]) for entity in example["gold"]["entities"]]
        answer = read_answer(outputs[example["id"]])
        rows.append((len(words), find_spans(words, gold), find_spans(words, answer)))
    return rows


def tags_of(length, spans):
    tags = ["O"] * length
    for type_, first, end in spans:
        tags[first] = f"B-{type_}"
        tags[first + 1 : end] = [f"I-{type_}"] * (end - first - 1)
    return tags


def spans_of(_, spans):
    return [{"label": type_, "start": first, "end": end - 1} for type_, first, end in spans]


def seqeval_pass(gold, answers, _):
    from seqeval.metrics.sequence_labeling import precision_recall_fscore_support

    return precision_recall_fscore_support(gold, answers, average="micro")[2]


def nervaluate_pass(gold, answers, types):
    from nervaluate import Evaluator

    return Evaluator(gold, answers, tags=types, loader="dict").evaluate()["overall"]["strict"].f1


def strict_pass(gold, answers, types):
    """Only the one of the four strategies of nervaluate that asks the same question, and not type by type."""
    from nervaluate.loaders import DictLoader
    from nervaluate.strategies import StrictEvaluation

    strategy, loader = StrictEvaluation(), DictLoader()
    correct = actual = possible = 0
    for index, (one, other) in enumerate(zip(loader.load(gold), loader.load(answers))):
        result, _ = strategy.evaluate(one, other, types, index)
        correct += result.correct
        actual += result.correct + result.incorrect + result.partial + result.spurious
        possible += result.correct + result.incorrect + result.partial + result.missed
    return 2 * correct / (actual + possible)


PASSES = {
    "seqeval": (tags_of, seqeval_pass),
    "nervaluate": (spans_of, nervaluate_pass),
    "strict": (spans_of, strict_pass),
}


def main(name, gold_file, answers_file, passes):
    form, one_pass = PASSES[name]
    rows = read_spans(gold_file, answers_file)
    gold = [form(length, spans) for length, spans, _ in rows]
    answers = [form(length, spans) for length, _, spans in rows]
    types = sorted({span[0] for _, *sides in rows for spans in sides for span in spans})
    f1 = one_pass(gold, answers, types)
    seconds = []
    for _ in range(passes):
        began = time.perf_counter()
        one_pass(gold, answers, types)
        seconds.append(time.perf_counter() - began)
    print(json.dumps({"seconds": seconds, "f1": float(f1)}))


main(sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]))
