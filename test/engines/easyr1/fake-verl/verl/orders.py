"""What a test wants to go wrong."""

import json
import os
import sys

PATH = os.path.join(sys.prefix, "orders.json")


def order(name):
    if not os.path.exists(PATH):
        return None
    with open(PATH, encoding="utf-8") as file:
        return json.load(file).get(name)


def forget_order(name):
    with open(PATH, encoding="utf-8") as file:
        orders = json.load(file)
    del orders[name]
    with open(PATH, "w", encoding="utf-8") as file:
        json.dump(orders, file)
