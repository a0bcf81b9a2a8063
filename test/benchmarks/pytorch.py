"""The passes of runtimes.bench.ts in PyTorch on one thread: the yardstick.

    python3 pytorch.py < jobs.json

Reads {"specs": [...], "n": 64, "epoch": 512, "kinds": ["snip", ...]} and writes a line of JSON for each network: seconds of the process and on
the clock for snip, jacob_cov, synflow and one epoch of training, each with building the network, the first time it runs;
"snip again" and so on are the second time.
"""

import json
import math
import sys
import time

import torch
import torch.nn.functional as F


def sizes(spec):
    """Channels of every node, from what it reads."""
    channels = []
    for entry in spec["nodes"]:
        op = entry["operation"]
        read = [channels[i] for i in entry["inputs"]]
        channels.append(spec["input"][0] if op["type"] == "input" else op.get("channels", op.get("features"))
                        if op["type"] in ("conv2d", "linear") else sum(read) if op["type"] == "concat" else read[0])
    return channels


class Network:
    def __init__(self, spec):
        self.spec, self.own, self.running = spec, [], {}
        channels = sizes(spec)
        for index, entry in enumerate(spec["nodes"]):
            op = entry["operation"]
            inner = channels[entry["inputs"][0]] if entry["inputs"] else 0
            shape = ([op["channels"], inner // op["groups"], *op["kernel"]] if op["type"] == "conv2d" else
                     [op["features"], inner] if op["type"] == "linear" else None)
            own = []
            if shape:
                bound = 1 / math.sqrt(math.prod(shape[1:]))
                own = [torch.empty(shape).uniform_(-bound, bound)]
                if op["bias"]:
                    own.append(torch.empty(shape[0]).uniform_(-bound, bound))
            if op["type"] == "batch-norm":
                own = [torch.ones(inner), torch.zeros(inner)] if op["affine"] else []
                self.running[index] = (torch.zeros(inner), torch.ones(inner))
            self.own.append([value.requires_grad_() for value in own])
        self.parameters = [value for own in self.own for value in own]
        self.weights = [value for value in self.parameters if value.dim() > 1]

    def __call__(self, x, linear=False):
        values = []
        for index, entry in enumerate(self.spec["nodes"]):
            values.append(self.apply(index, entry["operation"], [values[i] for i in entry["inputs"]] or [x], linear))
        return values[-1]

    def apply(self, index, op, xs, linear):
        x, type, own = xs[0], op["type"], self.own[index]
        if type in ("input", "identity"):
            return x
        if type == "conv2d":
            return F.conv2d(x, own[0], own[1] if op["bias"] else None, op["stride"], op["padding"], op["dilation"],
                            op["groups"])
        if type == "batch-norm":
            scale, shift = own if op["affine"] else (None, None)
            return x if linear else F.batch_norm(x, *self.running[index], scale, shift, True, op["momentum"],
                                                 op["epsilon"])
        if type == "relu":
            return F.relu(x)
        if type == "avg-pool2d":
            return F.avg_pool2d(x, op["kernel"], op["stride"], op["padding"], count_include_pad=op["countPadding"])
        if type == "global-avg-pool":
            return x.flatten(2).mean(2)
        if type == "add":
            return sum(xs[1:], xs[0])
        if type == "linear":
            return F.linear(x, *own)
        if type == "zero":
            return x * 0
        raise ValueError(type)


def saliency(network, loss):
    gradients = torch.autograd.grad(loss, network.weights, allow_unused=True)
    return float(sum((w * g).abs().sum() for w, g in zip(network.weights, gradients) if g is not None))


def snip(spec, x, y):
    network = Network(spec)
    return saliency(network, F.cross_entropy(network(x), y))


def jacob_cov(spec, x, y):
    x = x.clone().requires_grad_()
    (jacobian,) = torch.autograd.grad(Network(spec)(x).sum(), [x])
    matrix = torch.corrcoef(jacobian.flatten(1)).double()
    if not matrix.isfinite().all():
        return math.nan
    values = torch.linalg.eigvalsh(matrix) + 1e-5
    return float(-(values.log() + 1 / values).sum())


def synflow(spec, x, y):
    network = Network(spec)
    with torch.no_grad():
        for value in network.parameters:
            value.abs_()
    return saliency(network, network(torch.ones_like(x[:1]), linear=True).sum())


def epoch(spec, x, y):
    network = Network(spec)
    optimizer = torch.optim.SGD(network.parameters, 0.1, 0.9, weight_decay=5e-4, nesterov=True)
    for step in range(steps):
        optimizer.zero_grad()
        F.cross_entropy(network(x), y).backward()
        optimizer.step()


job = json.load(sys.stdin)
steps = job["epoch"] // job["n"]
torch.manual_seed(0)
torch.set_num_threads(1)
for spec in job["specs"]:
    x = torch.randn(job["n"], *spec["input"])
    y = torch.arange(job["n"]) % 10
    seconds = {}
    for measure in (snip, jacob_cov, synflow, epoch):
        if measure.__name__ not in job["kinds"]:
            continue
        for work in (measure.__name__,) if measure is epoch else (measure.__name__, f"{measure.__name__} again"):
            clock, process = time.perf_counter(), time.process_time()
            measure(spec, x, y)
            seconds[work] = [time.process_time() - process, time.perf_counter() - clock]
    print(json.dumps(seconds), flush=True)
