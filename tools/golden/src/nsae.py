"""Golden values of libs/diagnosis: objectives and gradients in double precision, each gradient held against central differences
(h = 1e-6, a random direction, relative error below 1e-6) before it is written, and ZCA whitening.

Run with any Python that has NumPy (made with 2.4.6): python tools/golden/src/nsae.py
"""

import json
from pathlib import Path

import numpy as np

OUT = Path(__file__).parents[3] / "libs/diagnosis/src/nsae/golden/objectives.json"
M, INPUTS = 30, 6


def wave(*shape, step, start):
    return np.sin(step * np.arange(np.prod(shape)) + start).reshape(shape)


def relu(z):
    return np.maximum(z, 0)


def objective_a(w, s, sparsity):
    z = s @ w.T
    e = z @ w - s
    value = np.sum(e**2) / (2 * M) + sparsity / M * np.sum(relu(z))
    return value, (z.T @ e + (e @ w.T).T @ s + sparsity * (z > 0).T @ s) / M


def objective_b(w, s, sparsity, mu):
    z = s @ w.T
    h, on = relu(z), z > 0
    e = h @ w - s
    wide = w.shape[0] < w.shape[1]
    p = (w @ w.T if wide else w.T @ w) - np.eye(min(w.shape))
    value = np.sum(e**2) / (2 * M) + sparsity / M * np.sum(h) + mu / 2 * np.sum(p**2)
    fit = (h.T @ e + ((e @ w.T) * on).T @ s) / M
    return value, fit + sparsity / M * on.T @ s + 2 * mu * (p @ w if wide else w @ p)


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def sae(x, s, outputs, decay, beta, rho):
    w1, b1, w2, b2 = unpack(x, outputs)
    h = sigmoid(s @ w1.T + b1)
    r = h.mean(0)
    e = h @ w2.T + b2 - s
    kl = rho * np.log(rho / r) + (1 - rho) * np.log((1 - rho) / (1 - r))
    value = np.sum(e**2) / (2 * M) + decay / 2 * (np.sum(w1**2) + np.sum(w2**2)) + beta * np.sum(kl)
    dh = e @ w2 / M + beta * (-rho / r + (1 - rho) / (1 - r)) / M
    dz = dh * h * (1 - h)
    parts = [dz.T @ s + decay * w1, dz.sum(0), e.T @ h / M + decay * w2, e.sum(0) / M]
    return value, np.concatenate([p.ravel() for p in parts])


def unpack(x, outputs):
    n = outputs * INPUTS
    w1, b1 = x[:n].reshape(outputs, INPUTS), x[n : n + outputs]
    rest = x[n + outputs :]
    return w1, b1, rest[:n].reshape(INPUTS, outputs), rest[n:]


def recognizer(x, f, labels, classes, decay):
    n = f.shape[1] * classes
    theta, b = x[:n].reshape(-1, classes), x[n:]
    z = f @ theta + b
    p = np.exp(z - z.max(1, keepdims=True))
    p /= p.sum(1, keepdims=True)
    rows = np.arange(len(labels))
    value = -np.log(p[rows, labels]).mean() + decay / 2 * np.sum(theta**2)
    p[rows, labels] -= 1
    return value, np.concatenate([(f.T @ p / len(f) + decay * theta).ravel(), p.mean(0)])


def checked(f, x):
    value, gradient = f(x)
    direction = np.random.default_rng(1).standard_normal(x.shape)
    h = 1e-6
    difference = (f(x + h * direction)[0] - f(x - h * direction)[0]) / (2 * h)
    slope = np.sum(gradient * direction)
    error = abs(slope - difference) / abs(slope)
    assert error < 1e-6, error
    return {"point": x.ravel().tolist(), "value": value, "gradient": gradient.ravel().tolist()}


def whitening(s, epsilon):
    mu = s.mean(0)
    d, e = np.linalg.eigh((s - mu).T @ (s - mu) / len(s))
    return mu, (e / np.sqrt(d + epsilon * d.max())) @ e.T


s = wave(M, INPUTS, step=1.37, start=0.2)
square, tall, wide = (wave(k, INPUTS, step=0.71, start=0.4) * 0.6 for k in (6, 8, 4))
labels = np.arange(M) % 3
sae_point = 0.5 * wave(2 * 5 * INPUTS + 5 + INPUTS, step=0.53, start=0.1)
softmax_point = 0.5 * wave(3 * INPUTS + 3, step=0.53, start=0.1)
mean, v = whitening(s, 1e-2)
cases = {
    "A": checked(lambda w: objective_a(w, s, 0.25), square),
    "A, overcomplete": checked(lambda w: objective_a(w, s, 0.25), tall),
    "B": checked(lambda w: objective_b(w, s, 0.25, 0.7), square),
    "B, overcomplete": checked(lambda w: objective_b(w, s, 0.25, 0.7), tall),
    "B, few": checked(lambda w: objective_b(w, s, 0.25, 0.7), wide),
    "sae": checked(lambda x: sae(x, s, 5, 1e-2, 3, 0.05), sae_point),
    "recognizer": checked(lambda x: recognizer(x, s, labels, 3, 1e-2), softmax_point),
}
OUT.parent.mkdir(exist_ok=True)
OUT.write_text(
    json.dumps(
        {
            "numpy": np.__version__,
            "segments": s.ravel().tolist(),
            "cases": cases,
            "whitening": {"epsilon": 1e-2, "mean": mean.tolist(), "matrix": v.ravel().tolist()},
        }
    )
    + "\n"
)
