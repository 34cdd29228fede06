"""NumPy's side of `npm run bench:stream`: the same verdicts on many channels, all in one process and without a network.

Reads the diagnoser's file and a signal, judges the windows of all channels in one batch a hop, and prints what it took.
"""

import json
import pathlib
import sys
import time

import numpy as np

WINDOW = 1200
RATE = 12000


def read(path):
    """A safetensors file: its tensors by name, and the state that stands beside them."""
    data = path.read_bytes()
    size = int.from_bytes(data[:8], "little")
    head = json.loads(data[8 : 8 + size])
    state = json.loads(head.pop("__metadata__")["state"])
    types = {"F32": np.float32, "F64": np.float64}
    tensors = {}
    for name, entry in head.items():
        begin, end = (8 + size + offset for offset in entry["data_offsets"])
        tensors[name] = np.frombuffer(data[begin:end], types[entry["dtype"]]).reshape(entry["shape"])
    return tensors, state["own"]["card"], state["parts"]


class Diagnoser:
    def __init__(self, path):
        self.t, self.card, self.parts = read(path)
        self.model, self.novelty = self.parts["model"], self.parts["novelty"]
        self.filters = np.ascontiguousarray(self.t["model/filters"].T)
        self.axes = self.t["novelty/axes"].reshape(self.novelty["components"], -1)

    def observe(self, windows):
        """All that is said of windows alone, [count, samples]."""
        t, stride = self.t, self.model["features"]["stride"]
        centred = windows.astype(np.float64)
        mean = centred.mean(axis=1, keepdims=True)
        centred -= mean
        level = centred.astype(np.float32)
        length = self.filters.shape[0]
        segments = np.lib.stride_tricks.sliding_window_view(level, length, axis=1)[:, ::stride]
        local = np.ascontiguousarray(segments).reshape(-1, length) @ self.filters + t["model/biases"]
        features = np.maximum(local, 0).reshape(len(windows), -1, local.shape[1]).mean(axis=1)
        floor = self.model["logFloor"]
        features = np.log(np.maximum(features, 0) + floor) if floor > 0 else features
        features = (features - t["model/mean"]) / t["model/deviation"]
        scores = (features @ t["model/weight"] + t["model/bias"]) / self.card["temperature"]
        scores = np.exp(scores - scores.max(axis=1, keepdims=True))
        probabilities = scores / scores.sum(axis=1, keepdims=True)
        points = (features - t["novelty/mean"]) @ self.axes.T
        size = self.novelty["components"]
        distances = [
            np.linalg.norm((points - t[f"novelty/cloud{c}.mean"]) @ t[f"novelty/cloud{c}.root"].reshape(size, size).T, axis=1)
            for c in range(self.novelty["clouds"])
        ]
        limits = self.novelty["limits"]
        doubt = (1 - probabilities.max(axis=1)) / limits["doubt"]
        squares = ((features - t["novelty/mean"]) ** 2).sum(axis=1) - (points**2).sum(axis=1)
        outside = np.sqrt(np.maximum(squares, 0)) / limits["residual"]
        nearest = np.min(distances, axis=0) / limits["distance"]
        unknown = np.maximum(np.maximum(nearest, doubt), outside)
        second = (centred**2).mean(axis=1)
        health = np.stack(
            [
                np.sqrt(second + mean[:, 0] ** 2),
                np.abs(windows).max(axis=1),
                (centred**3).mean(axis=1) / second**1.5,
                (centred**4).mean(axis=1) / second**2,
            ]
        )
        shares = features * t["model/weight"][:, probabilities.argmax(axis=1)].T
        reasons = np.argsort(-np.abs(shares), axis=1)[:, :10]
        return probabilities, unknown, health, reasons


class Steady:
    """Mean log probabilities of ten windows, and what was likeliest in three of five, for all channels."""

    def __init__(self, channels, classes):
        self.logs = np.zeros((10, channels, classes))
        self.votes = np.full((5, channels), -1)

    def push(self, probabilities):
        self.logs = np.roll(self.logs, -1, axis=0)
        self.logs[-1] = np.log(np.maximum(probabilities, 1e-6))
        likeliest = self.logs.mean(axis=0).argmax(axis=1)
        self.votes = np.roll(self.votes, -1, axis=0)
        self.votes[-1] = likeliest
        return np.where((self.votes == likeliest).sum(axis=0) >= 3, likeliest, -1)


def memory_mb():
    pages = int(pathlib.Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096 / 1e6


def main():
    folder, options = pathlib.Path(sys.argv[1]), json.loads(sys.argv[2])
    channels = options["channels"]
    diagnoser = Diagnoser(folder / "diagnoser")
    signal = np.fromfile(folder / "signal", np.float32).reshape(-1, WINDOW)
    first = diagnoser.observe(signal[:20])
    batch = lambda i: signal[(np.arange(channels) + i) % len(signal)]
    steady = Steady(channels, first[0].shape[1])
    judge = lambda i: steady.push(diagnoser.observe(batch(i))[0])
    for i in range(10):
        judge(i)
    lateness = []
    begin = time.perf_counter()
    for i in range(int(options["seconds"] * RATE / WINDOW)):
        due = begin + (i + 1) * WINDOW / RATE
        time.sleep(max(0, due - time.perf_counter()))
        judge(i)
        lateness.append((time.perf_counter() - due) * 1000)
    before = memory_mb()
    begin = time.perf_counter()
    rounds = max(1, options["windows"] // channels)
    for i in range(rounds):
        judge(i)
    rate = rounds * channels / (time.perf_counter() - begin)
    print(
        json.dumps(
            {
                "p50Ms": float(np.percentile(lateness, 50)),
                "p99Ms": float(np.percentile(lateness, 99)),
                "windowsASecond": rate,
                "probabilities": first[0].tolist(),
                "unknownScores": first[1].tolist(),
                "memoryMb": {"before": before, "after": memory_mb()},
            }
        )
    )


if __name__ == "__main__":
    main()
