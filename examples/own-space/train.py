"""Trains one multi-layer perceptron. JSON comes on stdin, the result goes to stdout as one line of JSON.

The task: tell two rings of points in the plane from each other, in plain Python. `value` holds the decisions of
proxybo.config.ts that apply to this architecture; replace `evaluate` by your own training.
"""

import json
import math
import random
import sys


def main():
    request = json.load(sys.stdin)
    print(json.dumps(evaluate(request["value"], request["seed"], request["budget"]["epochs"])))


def evaluate(decisions, seed, epochs):
    # The data are the same for every architecture; only the network depends on the seed.
    data = random.Random(0)
    train, valid, test = (rings(data, count) for count in (120, 100, 100))
    widths = [decisions["width1"]] + ([decisions["width2"]] if decisions["depth"] == 2 else [])
    activate = activation(decisions["activation"], decisions.get("frequency", 1))
    rng = random.Random(seed)
    layers = [layer(inputs, outputs, rng) for inputs, outputs in zip([2] + widths, widths + [1])]
    for epoch in range(epochs):
        rng.shuffle(train)
        rate = decisions["rate"] * (1 - epoch / epochs)
        for point, label in train:
            learn(layers, activate, point, label, rate)
        print(f"proxybo:progress {(epoch + 1) / epochs}", file=sys.stderr, flush=True)
    parameters = sum(len(row) for weights in layers for row in weights)
    return {
        "error": wrong(layers, activate, valid),
        "metrics": {"test": wrong(layers, activate, test), "parameters": parameters},
    }


def rings(rng, count):
    """Points with a label 0 or 1 that changes with every ring around the origin."""
    points = [(rng.uniform(-1, 1), rng.uniform(-1, 1)) for _ in range(count)]
    return [(point, int(math.hypot(*point) * 2.5) % 2) for point in points]


def activation(name, frequency):
    """A function and its derivative."""
    return {
        "relu": (lambda x: max(0.0, x), lambda x: 1.0 if x > 0 else 0.0),
        "tanh": (math.tanh, lambda x: 1 - math.tanh(x) ** 2),
        "sine": (lambda x: math.sin(frequency * x), lambda x: frequency * math.cos(frequency * x)),
    }[name]


def layer(inputs, outputs, rng):
    """Weights [output][input], the bias last."""
    return [[rng.gauss(0, 2 / math.sqrt(inputs)) for _ in range(inputs + 1)] for _ in range(outputs)]


def forward(layers, activate, point):
    """The values before and after each activation; the last layer has none."""
    before, after = [], [list(point)]
    for i, weights in enumerate(layers):
        inputs = after[-1] + [1.0]
        sums = [sum(w * x for w, x in zip(row, inputs)) for row in weights]
        before.append(sums)
        after.append([activate[0](x) for x in sums] if i < len(layers) - 1 else sums)
    return before, after


def learn(layers, activate, point, label, rate):
    """One step of gradient descent on the cross-entropy of one point."""
    before, after = forward(layers, activate, point)
    gradients = [1 / (1 + math.exp(-clip(after[-1][0]))) - label]
    for i in reversed(range(len(layers))):
        below = [sum(g * row[k] for g, row in zip(gradients, layers[i])) for k in range(len(after[i]))]
        for gradient, row in zip(gradients, layers[i]):
            for k, x in enumerate(after[i] + [1.0]):
                row[k] -= rate * gradient * x
        if i > 0:
            gradients = [g * activate[1](x) for g, x in zip(below, before[i - 1])]


def clip(x):
    return max(-30.0, min(30.0, x))


def wrong(layers, activate, points):
    """In percent."""
    errors = sum((forward(layers, activate, point)[1][-1][0] > 0) != (label == 1) for point, label in points)
    return 100 * errors / len(points)


if __name__ == "__main__":
    main()
