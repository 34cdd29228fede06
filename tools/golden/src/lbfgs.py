"""Golden values of libs/tensor/src/minimizers: the points of scipy's L-BFGS-B after each iteration, without bounds.

Run with any Python that has SciPy (made with 1.17.1): python tools/golden/src/lbfgs.py
"""

import json
from pathlib import Path

import numpy as np
import scipy
from scipy.optimize import minimize

OUT = Path(__file__).parents[3] / "libs/tensor/src/minimizers/golden/lbfgs.json"


def rosenbrock(x):
    """Σ 100 (x_{i+1} - x_i²)² + (1 - x_i)² and its gradient."""
    a, b = x[1:] - x[:-1] ** 2, 1 - x[:-1]
    g = np.zeros_like(x)
    g[:-1] = -400 * x[:-1] * a - 2 * b
    g[1:] += 200 * a
    return np.sum(100 * a**2 + b**2), g


def quadratic(x):
    """½ Σ (i + 1)² (x_i - 1)²."""
    c = np.arange(1, len(x) + 1) ** 2
    return 0.5 * np.sum(c * (x - 1) ** 2), c * (x - 1)


def bowl(x):
    """Σ √(1 + (x_i - i)²) + 0.1 Σ x_i⁴: steps of other lengths than 1."""
    d = x - np.arange(len(x))
    r = np.sqrt(1 + d**2)
    return np.sum(r) + 0.1 * np.sum(x**4), d / r + 0.4 * x**3


CASES = {
    "rosenbrock": (rosenbrock, [-1.2, 1.0, -1.2, 1.0, 0.5], 5),
    "quadratic": (quadratic, [0.0] * 8, 10),
    "bowl": (bowl, [3.0, -40.0, 0.1], 3),
}


def run(f, start, history):
    points = []
    minimize(
        f,
        np.array(start),
        jac=True,
        method="L-BFGS-B",
        callback=lambda x: points.append(x.tolist()),
        options={"maxcor": history, "maxiter": 60, "ftol": 0, "gtol": 1e-9},
    )
    return {"start": start, "history": history, "points": points}


OUT.parent.mkdir(exist_ok=True)
values = {name: run(*case) for name, case in CASES.items()}
OUT.write_text(json.dumps({"scipy": scipy.__version__, **values}) + "\n")
