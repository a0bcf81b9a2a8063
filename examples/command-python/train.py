"""Trains one architecture. JSON comes on stdin, the result goes to stdout as one line of JSON.

The task: tell four kinds of noisy waves apart (sine, square, sawtooth, noise). The cell of the architecture is a
network of random convolutions; a softmax layer on top of its features is trained by gradient descent. That is little
enough for plain Python, and the cells still differ clearly. Replace `evaluate` by your own training.
"""

import json
import math
import random
import sys

CHANNELS, LENGTH, CLASSES = 4, 16, 4


def main():
    request = json.load(sys.stdin)
    result = evaluate(request["architecture"], request["seed"], request["budget"]["epochs"])
    print(json.dumps(result))


def evaluate(architecture, seed, epochs):
    cell = parse(architecture)
    weights = draw_weights(cell, random.Random(seed))
    # The data are the same for every architecture; only the network depends on the seed.
    data = random.Random(0)
    train, valid, test = (waves(data, count) for count in (64, 48, 48))
    features = [[extract(cell, weights, wave) for wave, _ in split] for split in (train, valid, test)]
    features = standardise(features)
    layer = fit(features[0], [label for _, label in train], epochs)
    valid_error, loss = judge(layer, features[1], [label for _, label in valid])
    test_error, _ = judge(layer, features[2], [label for _, label in test])
    return {"error": valid_error, "metrics": {"test": test_error, "loss": loss}}


def parse(architecture):
    """`|a~0|+|b~0|c~1|+…`: for each node, the operation on the edge from each earlier node."""
    nodes = architecture.split("+")
    return [[edge.split("~")[0] for edge in node.strip("|").split("|")] for node in nodes]


def draw_weights(cell, rng):
    """Random convolutions [out][in][kernel] for the stem and for each edge that is one."""

    def convolution(inputs, kernel):
        scale = math.sqrt(2 / (inputs * kernel))
        return [
            [[rng.gauss(0, scale) for _ in range(kernel)] for _ in range(inputs)] for _ in range(CHANNELS)
        ]

    kernels = {"nor_conv_1x1": 1, "nor_conv_3x3": 3}
    edges = [[convolution(CHANNELS, kernels[op]) if op in kernels else None for op in node] for node in cell]
    return {"stem": convolution(1, 3), "edges": edges}


def waves(rng, count):
    """Pairs of a wave and its class."""
    shapes = [
        lambda phase: math.sin(2 * math.pi * phase),
        lambda phase: 1.0 if phase % 1 < 0.5 else -1.0,
        lambda phase: 2 * (phase % 1) - 1,
        lambda phase: rng.gauss(0, 0.7),
    ]
    examples = []
    for i in range(count):
        label, begin, rate = i % CLASSES, rng.random(), rng.uniform(0.15, 0.3)
        wave = [shapes[label](begin + rate * t) + rng.gauss(0, 0.15) for t in range(LENGTH)]
        examples.append(([wave], label))
    return examples


def convolve(signal, weights):
    reach = len(weights[0][0]) // 2
    padded = [[0.0] * reach + channel + [0.0] * reach for channel in signal]
    out = []
    for filters in weights:
        row = [0.0] * LENGTH
        for channel, kernel in zip(padded, filters):
            for k, weight in enumerate(kernel):
                row = [total + weight * value for total, value in zip(row, channel[k:])]
        out.append(row)
    return out


def relu(signal):
    return [[value if value > 0 else 0.0 for value in channel] for channel in signal]


def smooth(signal):
    return [
        [sum(channel[max(0, t - 1) : t + 2]) / len(channel[max(0, t - 1) : t + 2]) for t in range(LENGTH)]
        for channel in signal
    ]


def extract(cell, weights, wave):
    """Mean and maximum over time of every channel of the cell's last node."""
    nodes = [convolve(wave, weights["stem"])]
    for ops, edges in zip(cell, weights["edges"]):
        total = [[0.0] * LENGTH for _ in range(CHANNELS)]
        for op, filters, source in zip(ops, edges, nodes):
            if op == "none":
                continue
            if op == "skip_connect":
                value = source
            elif op == "avg_pool_3x3":
                value = smooth(source)
            else:
                value = convolve(relu(source), filters)
            total = [[a + b for a, b in zip(x, y)] for x, y in zip(total, value)]
        nodes.append(total)
    last = relu(nodes[-1])
    return [sum(channel) / LENGTH for channel in last] + [max(channel) for channel in last]


def standardise(splits):
    """Features of mean 0 and deviation 1 on the first split, and a 1 for the bias."""
    columns = list(zip(*splits[0]))
    means = [sum(column) / len(column) for column in columns]
    deviations = [
        math.sqrt(sum((value - mean) ** 2 for value in column) / len(column)) or 1.0
        for column, mean in zip(columns, means)
    ]
    return [
        [[(v - m) / d for v, m, d in zip(row, means, deviations)] + [1.0] for row in split] for split in splits
    ]


def softmax(layer, row):
    scores = [sum(w * v for w, v in zip(weights, row)) for weights in layer]
    powers = [math.exp(score - max(scores)) for score in scores]
    return [power / sum(powers) for power in powers]


def fit(rows, labels, epochs):
    layer = [[0.0] * len(rows[0]) for _ in range(CLASSES)]
    for epoch in range(epochs):
        rate = 0.1 * (1 - epoch / epochs)
        for row, label in zip(rows, labels):
            for c, probability in enumerate(softmax(layer, row)):
                step = rate * (probability - (1.0 if c == label else 0.0))
                layer[c] = [w - step * v for w, v in zip(layer[c], row)]
        # Optional: tells proxybo how far the evaluation is.
        print(f"proxybo:progress {(epoch + 1) / epochs}", file=sys.stderr, flush=True)
    return layer


def judge(layer, rows, labels):
    """Error in percent, and mean cross-entropy."""
    wrong, loss = 0, 0.0
    for row, label in zip(rows, labels):
        probabilities = softmax(layer, row)
        wrong += max(range(CLASSES), key=probabilities.__getitem__) != label
        loss -= math.log(max(probabilities[label], 1e-12))
    return 100 * wrong / len(rows), loss / len(rows)


if __name__ == "__main__":
    main()
