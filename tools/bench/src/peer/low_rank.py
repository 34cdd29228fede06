"""NumPy's and TensorLy's side of `npm run bench:low-rank`: EVBMF and Tucker-2 of the same kernel in double precision.

Argument: file of the kernel (safetensors); threads by OMP_NUM_THREADS. Prints one JSON line.
"""

import json
import struct
import sys
import time

import numpy as np
from scipy.optimize import minimize_scalar
from tensorly.decomposition import partial_tucker

RUNS = 3


def read(path):
    """The kernel in a safetensors file, [rows, columns, in, out]."""
    with open(path, "rb") as file:
        data = file.read()
    (length,) = struct.unpack("<Q", data[:8])
    entry = json.loads(data[8 : 8 + length])["kernel"]
    begin, end = entry["data_offsets"]
    values = np.frombuffer(data[8 + length :][begin:end], dtype="<f8")
    return values.reshape(entry["shape"])


def evbmf_rank(y):
    """Nakajima et al., JMLR 14, 2013, as libs/compression/src/low-rank/evbmf.ts has it."""
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
        rest = high - (1 + alpha)
        t = (rest + np.sqrt(rest**2 - 4 * alpha)) / 2
        signal = high - t + np.log((t + 1) / high) + alpha * np.log(t / alpha + 1)
        return np.sum(low - np.log(low)) + np.sum(signal)

    variance = minimize_scalar(energy, bounds=(lower, upper), method="bounded").x
    return int(np.sum(s**2 > columns * variance * bound))


def decompose(kernel):
    inputs, outputs = kernel.shape[2:]
    ranks = [
        evbmf_rank(kernel.transpose(2, 0, 1, 3).reshape(inputs, -1)),
        evbmf_rank(kernel.transpose(3, 0, 1, 2).reshape(outputs, -1)),
    ]
    _, errors = partial_tucker(kernel, rank=ranks, modes=[2, 3], init="svd")
    return ranks, float(errors[-1])


def main():
    kernel = read(sys.argv[1])
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        ranks, error = decompose(kernel)
        times.append(time.perf_counter() - start)
    print(json.dumps({"milliseconds": min(times) * 1000, "ranks": ranks, "error": error}))


main()
