"""Golden values of the networks in libs/compression/src, and so of libs/tensor/src/network: PyTorch's results for waves as weights.

Run with any Python that has PyTorch (made with 2.9.1): python tools/golden/src/networks.py

Everything is computed in double precision. Weights and inputs are waves of their place, so that no file has to hold them; a
parameter is filled in this repository's layout (images and kernels: rows, columns, in, out) and then turned into PyTorch's.
"""

import json
import math
from pathlib import Path

import torch
from torch import nn

OUT = Path(__file__).parents[3] / "libs/compression/src/classifier/golden/networks.json"
BATCH = 8
TRAINING_BATCHES = 3
SHOWN = 16
torch.set_default_dtype(torch.float64)


def wave(shape, phase):
    """sin(0.37·k² + 0.11·k + phase) at the k-th element, row-major."""
    values = [math.sin(0.37 * k * k + 0.11 * k + phase) for k in range(math.prod(shape))]
    return torch.tensor(values).reshape(shape)


class Reshape(nn.Module):
    def forward(self, x):
        return x.reshape(len(x), -1, 1, 1)


class Standardize(nn.Module):
    """Each image and channel to mean 0 and unbiased standard deviation 1."""

    def forward(self, x):
        mean = x.mean((2, 3), keepdim=True)
        return (x - mean) / x.std((2, 3), keepdim=True)


class Block(nn.Module):
    """A residual block whose short-cut takes every second pixel and appends channels of zeros."""

    def __init__(self, inputs, outputs, bias):
        super().__init__()
        self.added = outputs - inputs
        stride = 2 if self.added else 1
        self.main = nn.Sequential(
            nn.Conv2d(inputs, outputs, 3, stride, 1, bias=bias),
            nn.BatchNorm2d(outputs),
            nn.ReLU(),
            nn.Conv2d(outputs, outputs, 3, 1, 1, bias=bias),
            nn.BatchNorm2d(outputs),
        )

    def forward(self, x):
        shortcut = nn.functional.pad(x[:, :, ::2, ::2], (0, 0, 0, 0, 0, self.added)) if self.added else x
        return torch.relu(self.main(x) + shortcut)


class WideBlock(nn.Module):
    """A residual block that normalises before it convolves."""

    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.first = nn.Sequential(nn.BatchNorm2d(inputs), nn.ReLU())
        self.main = nn.Sequential(
            nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False),
            nn.BatchNorm2d(outputs),
            nn.ReLU(),
            nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False),
        )
        self.shortcut = nn.Conv2d(inputs, outputs, 1, stride, bias=False) if outputs != inputs else None

    def forward(self, x):
        active = self.first(x)
        return self.main(active) + (x if self.shortcut is None else self.shortcut(active))


def lenet5():
    return nn.Sequential(
        nn.Conv2d(1, 6, 5), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(6, 16, 5), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(16, 120, 5), nn.ReLU(), nn.Flatten(),
        nn.Linear(120, 84), nn.ReLU(), nn.Linear(84, 10),
    )  # fmt: skip


def resnet(blocks, bias):
    widths = [(16, 16)] * blocks + [(16, 32)] + [(32, 32)] * (blocks - 1) + [(32, 64)] + [(64, 64)] * (blocks - 1)
    return nn.Sequential(
        nn.Conv2d(3, 16, 3, 1, 1, bias=bias), nn.BatchNorm2d(16), nn.ReLU(),
        *(Block(i, o, bias) for i, o in widths),
        nn.AvgPool2d(8), nn.Flatten(), nn.Linear(64, 10),
    )  # fmt: skip


def resnet14():
    return resnet(2, True)


def resnet20():
    return resnet(3, False)


def wide_resnet(blocks_per_stage, width):
    sizes = [16, 16 * width, 32 * width, 64 * width]
    blocks = []
    for stage, (inputs, outputs) in enumerate(zip(sizes, sizes[1:])):
        blocks.append(WideBlock(inputs, outputs, 2 if stage else 1))
        blocks += [WideBlock(outputs, outputs, 1) for _ in range(blocks_per_stage - 1)]
    return nn.Sequential(
        nn.Conv2d(3, 16, 3, 1, 1, bias=False), *blocks,
        nn.BatchNorm2d(sizes[-1]), nn.ReLU(), nn.AvgPool2d(8), nn.Flatten(), nn.Linear(sizes[-1], 10),
    )  # fmt: skip


def small_cnn():
    def block(inputs, outputs):
        return [nn.Conv2d(inputs, outputs, 3, 1, 1, bias=False), nn.BatchNorm2d(outputs), nn.ReLU()]

    return nn.Sequential(
        *block(3, 16), nn.MaxPool2d(2), *block(16, 32), nn.MaxPool2d(2), *block(32, 64),
        nn.AvgPool2d(8), nn.Flatten(), nn.Linear(64, 10),
    )  # fmt: skip


def image_generator():
    dense = [(20, 256), (256, 128)]
    up = [(128, 64, 0), (64, 16, 1), (16, 4, 1)]
    layers = [m for i, o in dense for m in (nn.Linear(i, o), nn.BatchNorm1d(o), nn.ReLU())]
    layers.append(Reshape())
    for i, o, padding in up:
        layers += [nn.ConvTranspose2d(i, o, 4, 2, padding, bias=False), nn.BatchNorm2d(o), nn.ReLU()]
    return nn.Sequential(
        *layers, nn.ConvTranspose2d(4, 3, 4, 2, 1, bias=False), nn.Tanh(), Standardize()
    )


def tabular_generator():
    hidden = [m for i in (36, 120) for m in (nn.Linear(i, 120), nn.ELU(), nn.BatchNorm1d(120))]
    return nn.Sequential(*hidden, nn.Linear(120, 16), nn.BatchNorm1d(16, affine=False))


def decoder():
    widths = [3072, 120, 120, 120]
    hidden = [m for i in widths for m in (nn.Linear(i, 120), nn.ELU(), nn.BatchNorm1d(120))]
    return nn.Sequential(nn.Flatten(), *hidden, nn.Linear(120, 10))


NETWORKS = {
    "lenet5": (lenet5, (32, 32, 1)),
    "resnet14": (resnet14, (32, 32, 3)),
    "resnet20": (resnet20, (32, 32, 3)),
    "WRN-16-1": (lambda: wide_resnet(2, 1), (32, 32, 3)),
    "WRN-10-2": (lambda: wide_resnet(1, 2), (32, 32, 3)),
    "small cnn": (small_cnn, (32, 32, 3)),
    "image generator": (image_generator, (20,)),
    "tabular generator": (tabular_generator, (36,)),
    "decoder": (decoder, (32, 32, 3)),
}


def layers(network):
    return [m for m in network.modules() if list(m.parameters(False)) or list(m.buffers(False))]


def scale(name, module):
    """Offset and amplitude of a parameter's wave."""
    if isinstance(module, nn.modules.batchnorm._BatchNorm):
        return {"weight": (1, 0.2), "running_var": (1, 0.5)}.get(name, (0, 0.1))
    if name == "bias":
        return 0, 0.1
    return 0, 2 / math.sqrt(module.weight[0].numel())


def filled(value, offset, amplitude, phase):
    """A wave of the shape that the parameter has here, in PyTorch's layout."""
    if value.dim() == 1:
        return offset + amplitude * wave(value.shape, phase)
    if value.dim() == 2:
        return amplitude * wave(value.T.shape, phase).T
    return amplitude * wave(value.permute(2, 3, 1, 0).shape, phase).permute(3, 2, 0, 1)


def fill(network):
    """Sets all parameters and statistics; the phase is the place in the list of parameters."""
    phase = 0
    for module in layers(network):
        for name in ("weight", "bias", "running_mean", "running_var"):
            value = getattr(module, name, None)
            if value is None:
                continue
            value.data.copy_(filled(value, *scale(name, module), phase))
            phase += 1


def batch(shape, index):
    x = wave((BATCH, *shape), 100 + index)
    return x.permute(0, 3, 1, 2) if len(shape) == 3 else x


def shown(tensor):
    """Length and first values of a tensor in our layout."""
    if tensor.dim() == 4:
        tensor = tensor.permute(0, 2, 3, 1)
    flat = tensor.detach().flatten()
    first = [float(f"{v:.9g}") for v in flat[:SHOWN].tolist()]
    return {"length": float(f"{flat.norm().item():.9g}"), "first": first}


def run(make, shape):
    network = make()
    fill(network)
    network.eval()
    inference = shown(network(batch(shape, 0)))
    network.train()
    for index in range(1, TRAINING_BATCHES + 1):
        network.zero_grad()
        y = network(batch(shape, index))
        z = y.permute(0, 2, 3, 1) if y.dim() == 4 else y
        (z * wave(z.shape, 0)).sum().backward()
    parameters = [p for m in layers(network) for p in (m.weight, m.bias) if p is not None]
    statistics = [s for m in layers(network) for s in m.buffers(False) if s.dim() > 0]
    return {
        "parameters": sum(p.numel() for p in network.parameters()),
        "inference": inference,
        "training": shown(y),
        "gradientLengths": [float(f"{p.grad.norm().item():.9g}") for p in parameters],
        "statistics": [shown(s) for s in statistics],
    }


OUT.parent.mkdir(parents=True, exist_ok=True)
golden = {"torch": torch.__version__, "networks": {n: run(*case) for n, case in NETWORKS.items()}}
OUT.write_text(json.dumps(golden) + "\n")
