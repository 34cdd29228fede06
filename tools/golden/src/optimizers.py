"""Golden values of libs/tensor/src/optimizers: twenty steps of PyTorch's Adam and SGD on given gradients.

Run with any Python that has PyTorch (made with 2.9.1): python tools/golden/src/optimizers.py
"""

import json
import math
from pathlib import Path

import torch

OUT = Path(__file__).parents[3] / "libs/tensor/src/optimizers/golden/optimizers.json"
STEPS = 20
SHAPES = {"matrix": (2, 3), "vector": (4,)}
# One scale an element: ordinary ones, tiny ones at which epsilon matters, a large one, and none at all.
SCALES = {"matrix": [1.0, -0.3, 1e-9, -3e-9, 1e6, 0.0], "vector": [1e-3, 1e-5, 1e-8, 0.2]}
CASES = {
    "adam": (torch.optim.Adam, {"lr": 0.01}),
    "adam, other decays": (torch.optim.Adam, {"lr": 0.1, "betas": (0.5, 0.9), "eps": 1e-4}),
    "adam, decay": (torch.optim.Adam, {"lr": 0.01, "weight_decay": 5e-4}),
    "sgd": (torch.optim.SGD, {"lr": 0.1}),
    "sgd, momentum": (torch.optim.SGD, {"lr": 0.1, "momentum": 0.9}),
    "sgd, momentum and decay": (
        torch.optim.SGD,
        {"lr": 0.1, "momentum": 0.9, "weight_decay": 5e-4},
    ),
}


def gradients(step: int) -> dict[str, torch.Tensor]:
    """Gradients of one step: each element's scale times a wave around 0.3."""
    return {
        name: torch.tensor(
            [scale * (0.3 + math.sin(1.7 * step + k)) for k, scale in enumerate(SCALES[name])]
        ).reshape(shape)
        for name, shape in SHAPES.items()
    }


def run(make, settings) -> dict:
    """Parameters after the first and the last step, from zeros and ones in turn; the rate is halved after half of the steps."""
    parameters = {
        name: torch.nn.Parameter((torch.arange(math.prod(shape)) % 2).float().reshape(shape))
        for name, shape in SHAPES.items()
    }
    optimizer = make(parameters.values(), **settings)
    values = {}
    for step in range(1, STEPS + 1):
        for name, gradient in gradients(step).items():
            parameters[name].grad = gradient
        if step == STEPS // 2 + 1:
            optimizer.param_groups[0]["lr"] /= 2
        optimizer.step()
        if step in (1, STEPS):
            values[step] = {name: p.detach().flatten().tolist() for name, p in parameters.items()}
    return values


OUT.write_text(
    json.dumps(
        {
            "torch": torch.__version__,
            "shapes": SHAPES,
            "gradients": [
                {name: g.flatten().tolist() for name, g in gradients(step).items()}
                for step in range(1, STEPS + 1)
            ],
            "values": {name: run(*case) for name, case in CASES.items()},
        }
    )
    + "\n"
)
