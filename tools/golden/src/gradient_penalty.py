"""Golden gradients of SinGAN's gradient penalty (Shaham et al. 2019, section 3; official train code: norm over channels).

Run: python gradient_penalty.py > ../../../libs/tensor/src/golden/gradient-penalty.json
Needs torch (made with 2.9.1) and numpy. Computed in float64; inputs are float32 numbers of a small generator.
"""

import json

import numpy
import torch
from torch.nn import functional

WIDTHS = [3, 32, 32, 32, 32, 1]
SLOPE, EPSILON, LAMBDA, SAMPLES = 0.2, 1e-5, 0.1, 32


def uniform(seed, shape, low, high):
    """Park and Miller's minimal generator over [low, high), rounded to float32; channels innermost."""
    state, values = seed, []
    for _ in range(int(numpy.prod(shape))):
        state = state * 16807 % 2147483647
        values.append(low + (high - low) * state / 2147483647)
    return torch.from_numpy(numpy.array(values, numpy.float32).reshape(shape)).double()


def discriminator(parameters, x):
    """Convolutions 3x3 with padding 1; batch norm and leaky ReLU after all but the last."""
    for layer in range(5):
        kernel = parameters[f"conv{layer}.weight"].permute(3, 2, 0, 1)
        x = functional.conv2d(x, kernel, padding=1)
        if layer < 4:
            gamma, beta = parameters[f"norm{layer}.weight"], parameters[f"norm{layer}.bias"]
            x = functional.batch_norm(x, None, None, gamma, beta, training=True, eps=EPSILON)
            x = functional.leaky_relu(x, SLOPE)
    return x


def main():
    parameters = {}
    for layer in range(5):
        shape = (3, 3, WIDTHS[layer], WIDTHS[layer + 1])
        parameters[f"conv{layer}.weight"] = uniform(layer + 1, shape, -0.1, 0.1)
        if layer < 4:
            parameters[f"norm{layer}.weight"] = uniform(layer + 11, (32,), 0.75, 1.25)
            parameters[f"norm{layer}.bias"] = uniform(layer + 21, (32,), -0.25, 0.25)
    for parameter in parameters.values():
        parameter.requires_grad_()
    # With this image no activation comes closer than 1.5e-5 to the kink, so that rounding moves none across it.
    x = uniform(105, (1, 48, 64, 3), -1.0, 1.0).permute(0, 3, 1, 2).requires_grad_()

    (slope,) = torch.autograd.grad(discriminator(parameters, x).sum(), x, create_graph=True)
    penalty = LAMBDA * ((slope.norm(2, dim=1) - 1) ** 2).mean()
    gradients = torch.autograd.grad(penalty, parameters.values(), allow_unused=True)

    golden = {"penalty": penalty.item(), "gradients": {}}
    for name, gradient in zip(parameters, gradients):
        if gradient is None or not gradient.any():  # the last bias
            continue
        flat = gradient.reshape(-1)
        step = max(1, flat.numel() // SAMPLES)
        golden["gradients"][name] = {
            "norm": flat.norm().item(),
            "step": step,
            "values": [float(f"{value:.12g}") for value in flat[::step].tolist()],
        }
    print(json.dumps(golden))


main()
