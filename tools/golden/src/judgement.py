"""Golden values of libs/diagnosis: temperature and calibration error, distances and AUROC, population stability.

Run with any Python that has SciPy (made with 1.17.1): python tools/golden/src/judgement.py
"""

import json
from pathlib import Path

import numpy as np
import scipy
from scipy.optimize import minimize_scalar
from scipy.spatial.distance import mahalanobis
from scipy.special import log_softmax, softmax
from scipy.stats import mannwhitneyu

OUT = Path(__file__).parents[3] / "libs/diagnosis/src/calibration/golden/judgement.json"
random = np.random.default_rng(7)
labels = random.integers(0, 4, 300)
scores = 4 * random.standard_normal((300, 4))
scores[np.arange(300), labels] += 5
scores = scores.astype(np.float32).astype(np.float64)


def likelihood(u):
    return -log_softmax(scores * np.exp(u), axis=1)[np.arange(300), labels].mean()


def calibration_error(p):
    confidence, right = p.max(1), p.argmax(1) == labels
    bins = np.clip(np.ceil(confidence * 15) - 1, 0, 14)
    parts = [(bins == b) for b in range(15)]
    return sum(m.mean() * abs(right[m].mean() - confidence[m].mean()) for m in parts if m.any())


temperature = np.exp(-minimize_scalar(likelihood, bounds=(-5, 5), method="bounded", options={"xatol": 1e-12}).x)
points = random.standard_normal((80, 3)) @ np.array([[2, 0, 0], [1, 0.5, 0], [0.3, 0.1, 1]]) + [5, -1, 0]
covariance = np.cov(points.T, bias=True)
shrunk = 0.7 * covariance + 0.3 * np.diag(np.diag(covariance))
probe = np.array([6.0, 1.0, -2.0])
known, unknown = np.round(random.standard_normal(50), 1), np.round(random.standard_normal(40) + 0.8, 1)
p, q = np.array([10, 20, 30, 40]) / 100, np.array([15, 15, 20, 50]) / 100

OUT.parent.mkdir(exist_ok=True)
OUT.write_text(
    json.dumps(
        {
            "scipy": scipy.__version__,
            "labels": labels.tolist(),
            "scores": scores.ravel().tolist(),
            "temperature": temperature,
            "calibrationError": calibration_error(softmax(scores, axis=1)),
            "points": points.ravel().tolist(),
            "probe": probe.tolist(),
            "distance": mahalanobis(probe, points.mean(0), np.linalg.inv(shrunk)),
            "covariance": np.cov(points.T).ravel().tolist(),
            "known": known.tolist(),
            "unknown": unknown.tolist(),
            "auroc": mannwhitneyu(unknown, known).statistic / (50 * 40),
            "stability": float(np.sum((q - p) * np.log(q / p))),
        }
    )
    + "\n"
)
