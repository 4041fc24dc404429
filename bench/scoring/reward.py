"""The stepwise fine-grained reward (docs/reward.md, Eq. 2 to 10 and Appendix A.3 of the paper) in plain Python.

Answers are read as they are asked for: a JSON object from type to value, parts with " | " between them. What is no such
object gets the floor. Repairs of unfinished answers and texts that hold the joints themselves are left out.
"""

import json

from scipy.optimize import linear_sum_assignment

FLOOR = -1.0
LEAST, MOST = -1.0, 1.0


def coverage(gold, predicted):
    if not gold and not predicted:
        return 1.0
    return len(gold & predicted) / max(1, len(gold))


def f1_of(gold, predicted, shared):
    if gold == 0 and predicted == 0:
        return 1.0
    return 2 * shared / (gold + predicted)


def f1(gold, predicted):
    return f1_of(len(gold), len(predicted), len(gold & predicted))


def delta(gold, predicted):
    return len(gold ^ predicted) / max(1, len(gold))


def jaccard_distance(gold, predicted):
    if not gold and not predicted:
        return 0.0
    return 1 - len(gold & predicted) / max(1, len(gold | predicted))


def squeeze(text):
    return " ".join(text.split())


def read_answers(output):
    """The types with their values that are not empty; None for an answer that is no JSON object."""
    try:
        answer = json.loads(output)
    except ValueError:
        return None
    if not isinstance(answer, dict):
        return None
    squeezed = {squeeze(name): squeeze(value) for name, value in answer.items()}
    return {name: value for name, value in squeezed.items() if value}


def entity_units(entities):
    pairs = {(type_, text) for type_, text in entities}
    return {type_ for type_, _ in pairs}, pairs


def entities_of_gold(gold):
    return [(squeeze(entity["type"]), squeeze(entity["text"])) for entity in gold["entities"]]


def entities_of_answers(answers):
    return [(type_, text) for type_, value in answers.items() for text in value.split(" | ")]


def entity_reward(gold, predicted):
    gold_types, gold_pairs = entity_units(gold)
    types, pairs = entity_units(predicted)
    penalty = 0.6 * delta(gold_types, types) + 0.2 * delta(gold_pairs, pairs)
    return 0.2 * coverage(gold_types, types) + 0.8 * f1(gold_pairs, pairs) ** 1.5 - penalty


def relations_of_gold(gold):
    return [
        (squeeze(relation["type"]), squeeze(relation["head"]), squeeze(relation["tail"]))
        for relation in gold["relations"]
    ]


def relations_of_answers(answers):
    relations = []
    for type_, value in answers.items():
        for pair in value.split(" | "):
            head, _, tail = pair.partition(", ")
            relations.append((type_, head, tail))
    return relations


def relation_reward(gold, predicted):
    gold, predicted = set(gold), set(predicted)
    gold_types, types = ({type_ for type_, _, _ in side} for side in (gold, predicted))
    gold_heads, heads = ({(type_, head) for type_, head, _ in side} for side in (gold, predicted))
    gold_tails, tails = ({(type_, tail) for type_, _, tail in side} for side in (gold, predicted))
    penalty = 0.15 * jaccard_distance(gold_types, types) + 0.25 * jaccard_distance(gold, predicted)
    fine = 0.1 * f1(gold_heads, heads) + 0.1 * f1(gold_tails, tails) + 0.75 * f1(gold, predicted) ** 1.3
    return 0.05 * coverage(gold_types, types) + fine - penalty


def events_of_gold(gold):
    return [
        (
            squeeze(event["type"]),
            squeeze(event["trigger"]),
            {(squeeze(one["role"]), squeeze(one["text"])) for one in event["arguments"]},
        )
        for event in gold["events"]
    ]


def events_of_answers(answers):
    events = []
    for type_, value in answers.items():
        for group in value.split(" | "):
            trigger, _, rest = group.partition(":")
            pairs = set()
            for argument in rest.strip().split("; ") if rest else []:
                role, _, text = argument.partition(": ")
                pairs.add((role, text))
            events.append((type_, trigger, pairs))
    return events


def groups_by_type(events):
    groups = {}
    for type_, _, pairs in events:
        groups.setdefault(type_, []).append(pairs)
    return groups


def shared_arguments(gold, predicted):
    """The most pairs that a one-to-one assignment of groups of equal type can share."""
    predicted_groups = groups_by_type(predicted)
    shared = 0
    for type_, groups in groups_by_type(gold).items():
        if type_ in predicted_groups:
            weights = [[len(one & other) for other in predicted_groups[type_]] for one in groups]
            rows, columns = linear_sum_assignment(weights, maximize=True)
            shared += sum(weights[row][column] for row, column in zip(rows, columns))
    return shared


def event_reward(gold, predicted):
    gold_types, types = ({type_ for type_, _, _ in side} for side in (gold, predicted))
    gold_triggers, triggers = ({(type_, trigger) for type_, trigger, _ in side} for side in (gold, predicted))
    gold_size, size = (sum(len(pairs) for _, _, pairs in side) for side in (gold, predicted))
    f_full = f1_of(gold_size, size, shared_arguments(gold, predicted))
    type_penalty = 1.0 * delta(gold_types, types)
    trigger_penalty = 0.5 * delta(gold_triggers, triggers)
    penalty = type_penalty or trigger_penalty or 0.3 * (1 - f_full)
    return (
        0.05 * coverage(gold_types, types)
        + 0.15 * coverage(gold_triggers, triggers)
        + 0.8 * f_full
        - penalty
    )


TASKS = {
    "ner": (entities_of_gold, entities_of_answers, entity_reward),
    "re": (relations_of_gold, relations_of_answers, relation_reward),
    "ee": (events_of_gold, events_of_answers, event_reward),
}


def reward(task, gold, output):
    of_gold, of_answers, compute = TASKS[task]
    answers = read_answers(output)
    if answers is None:
        return FLOOR
    return min(MOST, max(LEAST, compute(of_gold(gold), of_answers(answers))))
