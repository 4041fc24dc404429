"""CRFsuite on tagged sentences: crf.py TAGGED TOKENS ANSWERS SETTINGS, with a line {"id", "tokens", "tags"} a sentence and the
parameters of its trainer as JSON. Prints times as JSON.

The features are those of python-crfsuite's tutorial on named entities, without the tags of parts of speech, which none of
the corpora has. A sentence's features are handed over as soon as they are made, which takes less memory than to keep them all.
"""

import json
import os
import resource
import sys
import time

import pycrfsuite


def word_features(tokens, at):
    word = tokens[at]
    features = [
        "bias",
        "word.lower=" + word.lower(),
        "word[-3:]=" + word[-3:],
        "word[-2:]=" + word[-2:],
        "word.isupper=%s" % word.isupper(),
        "word.istitle=%s" % word.istitle(),
        "word.isdigit=%s" % word.isdigit(),
    ]
    if at > 0:
        word = tokens[at - 1]
        features.extend([
            "-1:word.lower=" + word.lower(),
            "-1:word.istitle=%s" % word.istitle(),
            "-1:word.isupper=%s" % word.isupper(),
        ])
    else:
        features.append("BOS")
    if at < len(tokens) - 1:
        word = tokens[at + 1]
        features.extend([
            "+1:word.lower=" + word.lower(),
            "+1:word.istitle=%s" % word.istitle(),
            "+1:word.isupper=%s" % word.isupper(),
        ])
    else:
        features.append("EOS")
    return features


def sentence_features(tokens):
    return [word_features(tokens, at) for at in range(len(tokens))]


def entities(tokens, tags):
    """The mentions of a sentence; a tag that goes on with a mention that is not there begins one."""
    found = []
    before = "O"
    for token, tag in zip(tokens, tags):
        if tag != "O":
            if tag[0] == "I" and tag[2:] == before[2:]:
                found[-1]["text"] += " " + token
            else:
                found.append({"type": tag[2:], "text": token})
        before = tag
    return found


def read_lines(file):
    with open(file, encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def now():
    return {"wall": time.perf_counter(), "processor": time.process_time()}


def between(begin, end):
    return {name: end[name] - begin[name] for name in begin}


def main(tagged, tokens, answers, settings):
    sentences = read_lines(tagged)
    asked = read_lines(tokens)
    model = answers + ".model"

    begun = now()
    trainer = pycrfsuite.Trainer(verbose=False)
    for sentence in sentences:
        trainer.append(sentence_features(sentence["tokens"]), sentence["tags"])
    trainer.set_params(json.loads(settings))
    made = now()
    trainer.train(model)
    trained = now()
    tagger = pycrfsuite.Tagger()
    tagger.open(model)
    found = []
    for sentence in asked:
        tags = tagger.tag(sentence_features(sentence["tokens"]))
        found.append(entities(sentence["tokens"], tags))
    done = now()

    tagger.close()
    os.remove(model)
    with open(answers, "w", encoding="utf-8") as lines:
        for sentence, one in zip(asked, found):
            lines.write(json.dumps({"id": sentence["id"], "structure": {"entities": one}}) + "\n")
    print(json.dumps({
        "features": between(begun, made),
        "training": between(begun, trained),
        "tagging": between(trained, done),
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000,
    }))


main(*sys.argv[1:])
