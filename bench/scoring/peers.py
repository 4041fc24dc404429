"""The packages for sequences, timed on what Node wrote: peers.py {seqeval,nervaluate,strict} FILE PASSES

FILE holds a line {"length", "gold", "answer"} a sentence, with spans [type, first, end]. Each pass goes from what the package
takes in memory (BIO tags, or spans of tokens) to its figures. Prints {"seconds": [...], "f1"}, without the first pass.
PASSES 0 is a whole program: it reads the file, takes one pass and prints its F1.
"""

import json
import sys
import time


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


def main(name, file, passes):
    form, one_pass = PASSES[name]
    with open(file, encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    gold, answers = ([form(row["length"], row[side]) for row in rows] for side in ("gold", "answer"))
    types = sorted({span[0] for row in rows for side in ("gold", "answer") for span in row[side]})
    f1 = one_pass(gold, answers, types)
    seconds = []
    for _ in range(passes):
        began = time.perf_counter()
        one_pass(gold, answers, types)
        seconds.append(time.perf_counter() - began)
    print(json.dumps({"seconds": seconds, "f1": float(f1)}))


main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
