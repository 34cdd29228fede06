"""Golden values of libs/compression/src/low-rank, printed; its tests hold them as numbers.

Run with any Python that has NumPy, SciPy and TensorLy: python tools/golden/src/low_rank.py
"""

import numpy as np
from scipy.optimize import minimize_scalar
from tensorly.decomposition import partial_tucker


def fraction(value):
    return value - np.floor(value)


def noisy_waves(rows, columns, rank, noise):
    i, j = np.arange(rows)[:, None], np.arange(columns)[None, :]
    y = noise * (fraction(43758.5453 * np.sin(12.9898 * (i + 1) + 78.233 * (j + 1))) - 0.5)
    for k in range(rank):
        y = y + (rank - k) * np.cos((k + 1) * 0.9 * i + k) * np.sin((k + 1) * 0.37 * j + 0.3 * k)
    return y


def tau(x, alpha):
    rest = x - (1 + alpha)
    return (rest + np.sqrt(rest**2 - 4 * alpha)) / 2


def evbmf(y):
    rows, columns = y.shape
    s = np.linalg.svd(y, compute_uv=False)
    alpha = rows / columns
    tau_bound = 2.5129 * np.sqrt(alpha)
    bound = (1 + tau_bound) * (1 + alpha / tau_bound)
    end = int(min(np.ceil(rows / (1 + alpha)) - 1, rows))
    lower = max(s[end] ** 2 / (columns * bound), np.mean(s[end:] ** 2) / columns)
    upper = np.sum(s**2) / (rows * columns)

    def energy(variance):
        x = s**2 / (columns * variance)
        low, high = x[x <= bound], x[x > bound]
        t = tau(high, alpha)
        signal = high - t + np.log((t + 1) / high) + alpha * np.log(t / alpha + 1)
        return np.sum(low - np.log(low)) + np.sum(signal)

    variance = minimize_scalar(
        energy, bounds=(lower, upper), method="bounded", options={"xatol": 1e-12}
    ).x
    s_kept = s[s > np.sqrt(columns * variance * bound)]
    rest = 1 - (rows + columns) * variance / s_kept**2
    root = np.sqrt(rest**2 - 4 * rows * columns * variance**2 / s_kept**4)
    return s, len(s_kept), variance, s_kept / 2 * (rest + root)


def golden_kernel():
    k = np.arange(8 * 6 * 3 * 3)
    w = np.sin(0.23 * k + 0.4) + 0.3 * np.cos(1.7 * k + 0.9)
    w = w + 0.05 * fraction(43758.5453 * np.sin(12.9898 * (k + 1)))
    return w.reshape(8, 6, 3, 3)  # out, in, row, column


def tucker(w, ranks):
    norm = np.linalg.norm(w)
    unfoldings = [w.reshape(8, -1), w.transpose(1, 0, 2, 3).reshape(6, -1)]
    u, tails = [], []
    for unfolding, rank in zip(unfoldings, ranks):
        left, s, _ = np.linalg.svd(unfolding, full_matrices=False)
        u.append(left[:, :rank])
        tails.append(np.sum(s[rank:] ** 2))
    core = np.einsum("oihw,oa,ib->abhw", w, *u)
    hosvd = np.sqrt(norm**2 - np.linalg.norm(core) ** 2) / norm
    _, errors = partial_tucker(w, rank=list(ranks), modes=[0, 1], init="svd", tol=1e-13)
    bounds = np.sqrt([max(tails), sum(tails)]) / norm
    return hosvd, errors[0], errors[-1], bounds


for size in ((20, 50, 3, 1), (20, 50, 3, 8), (16, 400, 5, 4)):
    y = noisy_waves(*size)
    s, rank, variance, shrunk = evbmf(y)
    print("evbmf", size, y[0, 0], y[3, 7], s[:6], rank, variance, shrunk)
for ranks in ((4, 3), (2, 2), (1, 1)):
    print("tucker out, in", ranks, *tucker(golden_kernel(), ranks))
