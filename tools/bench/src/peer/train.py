"""PyTorch's side of `npm run bench:train`: the same updates from the same weights and batches.

Arguments: workload, file of inputs (safetensors), threads, seconds to run, fewest steps. Prints one JSON line.
"""

import json
import struct
import sys
import time

import numpy as np
import torch
import torch.nn.functional as F

BATCHES = 8


def read(path):
    """The tensors in a safetensors file."""
    with open(path, "rb") as file:
        data = file.read()
    (length,) = struct.unpack("<Q", data[:8])
    header = json.loads(data[8 : 8 + length])
    header.pop("__metadata__", None)
    body = data[8 + length :]
    tensors = {}
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        array = np.frombuffer(body[begin:end], dtype="<f4").reshape(entry["shape"])
        tensors[name] = torch.from_numpy(array.copy())
    return tensors


def kernel(weight):
    """[rows, columns, in, out] to PyTorch's [out, in, rows, columns]."""
    return weight.permute(3, 2, 0, 1).contiguous()


def spread_kernel(weight):
    """[rows, columns, out, in] to PyTorch's [in, out, rows, columns]."""
    return weight.permute(3, 2, 0, 1).contiguous()


def images(batch):
    return batch.permute(0, 3, 1, 2).contiguous()


class Weights:
    """Parameters in PyTorch's layout, by name."""

    def __init__(self, tensors):
        self.tensors = tensors
        self.parameters = {}
        self.statistics = {}

    def __call__(self, name, change=lambda value: value):
        if name not in self.parameters:
            self.parameters[name] = change(self.tensors[name]).clone().requires_grad_()
        return self.parameters[name]

    def conv(self, x, name, **options):
        bias = self(f"{name}.bias") if f"{name}.bias" in self.tensors else None
        return F.conv2d(x, self(f"{name}.weight", kernel), bias, **options)

    def spread(self, x, name, **options):
        return F.conv_transpose2d(x, self(f"{name}.weight", spread_kernel), **options)

    def dense(self, x, name):
        weight = self(f"{name}.weight", lambda value: value.t().contiguous())
        return F.linear(x, weight, self(f"{name}.bias"))

    def norm(self, x, name, track=True):
        mean, variance = None, None
        if track:
            zeros = torch.zeros(x.shape[1])
            mean, variance = self.statistics.setdefault(name, (zeros, torch.ones(x.shape[1])))
        weight, bias = self(f"{name}.weight"), self(f"{name}.bias")
        return F.batch_norm(x, mean, variance, weight, bias, training=True)


def lenet5(w, x, prefix=""):
    x = F.max_pool2d(F.relu(w.conv(x, f"{prefix}conv1")), 2)
    x = F.max_pool2d(F.relu(w.conv(x, f"{prefix}conv2")), 2)
    x = F.relu(w.conv(x, f"{prefix}conv3")).flatten(1)
    return w.dense(F.relu(w.dense(x, f"{prefix}fc1")), f"{prefix}fc2")


def resnet14(w, x):
    x = F.relu(w.norm(w.conv(x, "conv1", padding=1), "bn1"))
    for stage in (1, 2, 3):
        for block in (1, 2):
            name = f"stage{stage}.block{block}"
            stride = 2 if stage > 1 and block == 1 else 1
            y = w.conv(x, f"{name}.conv1", stride=stride, padding=1)
            y = F.relu(w.norm(y, f"{name}.bn1"))
            y = w.norm(w.conv(y, f"{name}.conv2", padding=1), f"{name}.bn2")
            if stride == 2:
                x = F.pad(x[:, :, ::2, ::2], (0, 0, 0, 0, 0, y.shape[1] - x.shape[1]))
            x = F.relu(x + y)
    return w.dense(x.mean((2, 3)), "fc")


def classifier(network):
    def build(tensors):
        w = Weights(tensors)
        batches = [images(tensors[f"images.{i}"]) for i in range(BATCHES)]
        labels = torch.arange(64) % 10

        def loss(i):
            return F.cross_entropy(network(w, batches[i % BATCHES]), labels)

        return loss, w, torch.optim.Adam, {"lr": 1e-4}

    return build


def generator(w, x):
    for name in ("fc1", "fc2"):
        x = F.relu(w.norm(w.dense(x, f"generator.{name}"), f"generator.{name}.bn"))
    x = x[:, :, None, None]
    for i in (1, 2, 3):
        padding = 0 if i == 1 else 1
        x = w.spread(x, f"generator.up{i}", stride=2, padding=padding)
        x = F.relu(w.norm(x, f"generator.up{i}.bn"))
    x = torch.tanh(w.spread(x, "generator.up4", stride=2, padding=1))
    mean, deviation = x.mean((2, 3), keepdim=True), x.std((2, 3), keepdim=True)
    return (x - mean) / (deviation + 1e-8)


def decoder(w, x):
    x = x.flatten(1)
    for name in ("fc1", "fc2"):
        x = w.norm(F.elu(w.dense(x, f"decoder.{name}")), f"decoder.{name}.bn")
    return w.dense(x, "decoder.out")


def kegnet(beta):
    def build(tensors):
        w = Weights(tensors)
        teacher = Weights(tensors)
        noise = [tensors[f"noise.{i}"] for i in range(BATCHES)]
        y = F.one_hot(torch.arange(256) % 10, 10).float()

        def loss(i):
            z = noise[i % BATCHES]
            x = generator(w, torch.cat([z, y], 1))
            logits = lenet5(teacher, x, "teacher.")
            total = F.cross_entropy(logits, y) + F.mse_loss(decoder(w, x), z)
            if beta == 0:
                return total
            flat = x.flatten(1)
            dz = (z[:, None] - z[None]).square().mean(2)
            dx = (flat[:, None] - flat[None]).abs().mean(2)
            return total + beta * torch.exp(-(dz * dx).mean())

        loss(0)
        for parameter in teacher.parameters.values():
            parameter.requires_grad_(False)
        w.statistics.clear()
        return loss, w, torch.optim.Adam, {"lr": 1e-3}

    return build


def sparse_autoencoder(tensors):
    w = Weights(tensors)
    rows = [tensors[f"rows.{i}"] for i in range(BATCHES)]
    rho = 0.05

    def loss(i):
        x = rows[i % BATCHES]
        code = torch.sigmoid(w.dense(x, "encoder"))
        activity = code.mean(0)
        on = rho * torch.log(rho / activity)
        off = (1 - rho) * torch.log((1 - rho) / (1 - activity))
        error = (w.dense(code, "decoder") - x).square().sum(1).mean()
        return error + 0.1 * (on + off).sum()

    return loss, w, torch.optim.Adam, {"lr": 1e-3}


def q_network(tensors):
    w = Weights(tensors)
    states = [tensors[f"states.{i}"] for i in range(BATCHES)]
    targets = tensors["targets"]
    taken = (torch.arange(32) % 4)[:, None]

    def loss(i):
        x = F.relu(w.dense(states[i % BATCHES], "fc1"))
        values = w.dense(F.relu(w.dense(x, "fc2")), "fc3")
        return F.smooth_l1_loss(values.gather(1, taken)[:, 0], targets)

    return loss, w, torch.optim.Adam, {"lr": 1e-3}


def gradient_penalty(tensors):
    w = Weights(tensors)
    batches = [images(tensors[f"images.{i}"]).requires_grad_() for i in range(BATCHES)]

    def loss(i):
        x = image = batches[i % BATCHES]
        for layer in range(1, 5):
            x = w.conv(x, f"conv{layer}", padding=1)
            x = F.leaky_relu(w.norm(x, f"bn{layer}", track=False), 0.2)
        scores = w.conv(x, "conv5", padding=1)
        (slope,) = torch.autograd.grad(scores.sum(), image, create_graph=True)
        return 0.1 * (slope.square().sum(1).sqrt() - 1).square().mean()

    return loss, w, torch.optim.SGD, {"lr": 0.005}


WORKLOADS = {
    "lenet5": classifier(lenet5),
    "resnet14": classifier(resnet14),
    "kegnet-beta0": kegnet(0),
    "kegnet-beta1": kegnet(1),
    "sparse-autoencoder": sparse_autoencoder,
    "q-network": q_network,
    "gradient-penalty": gradient_penalty,
}


def best_median(values, window=20):
    """The smallest median of any 20 values in a row, as best-median.ts has it."""
    starts = range(max(len(values) - window, 0) + 1)
    return min(median(values[start : start + window]) for start in starts)


def median(values):
    return sorted(values)[len(values) // 2]


def main():
    name, path, threads, seconds, steps = sys.argv[1:6]
    torch.set_num_threads(int(threads))
    loss_of, weights, optimizer_class, settings = WORKLOADS[name](read(path))
    loss_of(0)  # names the parameters
    weights.statistics.clear()
    optimizer = optimizer_class(list(weights.parameters.values()), **settings)

    def step(i):
        optimizer.zero_grad()
        loss = loss_of(i)
        loss.backward()
        optimizer.step()
        return loss.item()

    losses, times = [], []
    end = time.perf_counter() + float(seconds)
    while len(times) < int(steps) or time.perf_counter() < end:
        start = time.perf_counter()
        losses.append(step(len(losses)))
        times.append(time.perf_counter() - start)
    print(json.dumps({"milliseconds": best_median(times) * 1000, "losses": losses[:50]}))


main()
