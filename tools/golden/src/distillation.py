"""Golden values of the distillation losses in libs/compression/src, printed; its tests hold them as numbers.

Run with any Python that has NumPy and PyTorch (made with 2.9.1): python tools/golden/src/distillation.py

Losses are written out over samples, pairs and triples from the papers' formulas in double precision; gradients are PyTorch's.
"""

import itertools
import math

import torch
from torch.nn import functional

torch.set_default_dtype(torch.float64)


def wave(shape, step, start, amplitude=1.0, f=math.sin):
    values = [amplitude * f(step * k + start) for k in range(math.prod(shape))]
    return torch.tensor(values).reshape(shape)


def huber(d):
    return torch.where(d.abs() < 1, 0.5 * d * d, d.abs() - 0.5)


def soft_targets(student, teacher, temperature):
    p, q = (torch.softmax(x / temperature, 1) for x in (student, teacher))
    return temperature**2 * (q * (q / p).log()).sum(1).mean()


def attention(features):
    energy = (features**2).mean(1).flatten(1)  # channels first
    return energy / energy.norm(dim=1, keepdim=True)


def distances(x):
    """Of each ordered pair of distinct samples."""
    return {(i, j): (x[i] - x[j]).norm() for i, j in itertools.permutations(range(len(x)), 2)}


def relational_distance(student, teacher):
    """The sum over distinct pairs, and their number."""
    psi = []
    for x in (student, teacher):
        found = distances(x)
        middle = sum(found.values()) / len(found)
        psi.append({pair: d / middle for pair, d in found.items()})
    return sum(huber(psi[0][pair] - psi[1][pair]) for pair in psi[0]), len(psi[0])


def cosine(x, i, j, k):
    a, b = x[j] - x[i], x[k] - x[i]
    return a @ b / (a.norm() * b.norm())


def relational_angle(student, teacher):
    """The sum over distinct triples, and their number; degenerate triples contribute 0."""
    triples = list(itertools.permutations(range(len(student)), 3))
    total = sum(huber(cosine(student, *t) - cosine(teacher, *t)) for t in triples)
    return total, len(triples)


def dark_rank(student, teacher, alpha=2, beta=3, length=4):
    total = 0
    own, given = distances(student), distances(teacher)
    for i in range(len(student)):
        others = [j for j in range(len(student)) if j != i]
        order = sorted(others, key=lambda j: given[i, j].item())[:length]
        scores = torch.stack([-alpha * own[i, j] ** beta for j in order])
        total -= sum(scores[m] - torch.logsumexp(scores[m:], 0) for m in range(length))
    return total / len(student)


def show(name, *values):
    print(name, *(f"{v.item():.10g}" for v in values))


def logits():
    u, v = wave((4, 5), 0.9, 0.3, 2), wave((4, 5), 0.7, 0.1, 3, math.cos)
    for temperature in (1, 4, 1000):
        show(f"soft targets, T = {temperature}:", soft_targets(u, v, temperature))
    centred = [x - x.mean(1, keepdim=True) for x in (u, v)]
    show("limit:", ((centred[0] - centred[1]) ** 2).sum() / (2 * 5 * 4))
    show("cross-entropy:", functional.cross_entropy(u, torch.arange(4)))


def images():
    f_s, f_t = wave((2, 3, 4, 4), 0.11, 0), wave((2, 5, 4, 4), 0.07, 0.2, 1, math.cos)
    difference = attention(f_s) - attention(f_t)
    show("attention, mean square:", (difference**2).mean())
    show("attention, sum over pixels, norm:", (difference**2).sum(1).mean(), difference.norm(dim=1).mean())  # fmt: skip
    weight = 0.1 * torch.sin(3.0 * torch.arange(15)).reshape(5, 3)
    error = torch.einsum("oi,bihw->bohw", weight, f_s) - f_t
    show("hints, mean, half-sum:", (error**2).mean(), 0.5 * (error**2).sum() / 2)


def embeddings():
    s, t = wave((6, 3), 1.1, 0.2).requires_grad_(), wave((6, 4), 0.8, 0.4, 1.5, math.cos)
    for name, f, power in (("distance", relational_distance, 2), ("angle", relational_angle, 3)):
        total, count = f(s, t)
        loss = total / len(s) ** power
        show(f"relational {name}, all, distinct, gradient of row 0:", loss, total / count, *torch.autograd.grad(loss, s)[0][0])  # fmt: skip
    s, t = wave((8, 3), 1.1, 0.2), wave((8, 4), 0.8, 0.4, 1.5, math.cos)
    show("dark rank:", dark_rank(s, t))


logits()
images()
embeddings()
