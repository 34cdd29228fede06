"""Golden values of libs/tensor/src/linalg from NumPy (LAPACK).

Run with any Python that has NumPy: python tools/golden/src/linalg.py
"""

import json
from pathlib import Path

import numpy as np

OUT = Path(__file__).parents[3] / "libs/tensor/src/linalg/golden/linalg.json"


def positive(left, right=None):
    """Makes the entry of largest magnitude of each column of `left` positive."""
    rows = np.abs(left).argmax(axis=0)
    signs = np.sign(left[rows, np.arange(left.shape[1])])
    return left * signs, None if right is None else right * signs


def svd_case(rows, columns, seed):
    m = np.random.default_rng(seed).standard_normal((rows, columns))
    u, s, vt = np.linalg.svd(m, full_matrices=False)
    left, right = positive(u, vt.T)
    return {"m": m, "values": s, "left": left, "right": right}


def eigen_case(size, seed):
    m = np.random.default_rng(seed).standard_normal((size, size))
    m = m + m.T
    values, vectors = np.linalg.eigh(m)
    vectors, _ = positive(vectors[:, ::-1])
    return {"m": m, "values": values[::-1], "vectors": vectors}


golden = {
    "provenance": f"tools/golden/src/linalg.py, NumPy {np.__version__}",
    "svd": [svd_case(3, 5, 1), svd_case(5, 3, 2), svd_case(4, 4, 3)],
    "symmetricEigen": eigen_case(4, 4),
}
OUT.parent.mkdir(exist_ok=True)
OUT.write_text(json.dumps(golden, default=lambda a: a.tolist(), indent=1) + "\n")
