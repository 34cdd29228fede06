"""Golden files of libs/datasets/src/mat: what SciPy writes, plain and compressed, as base64, and the arrays in it.

Run with any Python that has SciPy (made with 1.17.1): python tools/golden/src/mat.py
"""

import base64
import io
import json
from pathlib import Path

import numpy as np
import scipy
from scipy.io import savemat

OUT = Path(__file__).parents[3] / "libs/datasets/src/mat/golden/mat.json"
wave = np.sin(0.3 * np.arange(40))
variables = {
    "X097_DE_time": wave[:, None],
    "X097RPM": np.array([[1796]], dtype=np.uint16),
    "grid": np.arange(6, dtype=np.float64).reshape(2, 3),
    "cube": np.arange(24, dtype=np.int16).reshape(2, 3, 4) - 7,
    "single": np.float32([[0.5, -1.25]]),
    "large": np.array([[2**40, -(2**40)]], dtype=np.int64),
    "empty": np.zeros((0, 3)),
    "ab": np.uint8([[1, 255]]),
}
others = {"text": "words", "cell": np.array([[1, "a"]], dtype=object), "complex": np.array([[1 + 2j]])}


def written(compress):
    file = io.BytesIO()
    savemat(file, {**variables, **others}, do_compression=compress)
    return base64.b64encode(file.getvalue()).decode()


OUT.write_text(
    json.dumps(
        {
            "scipy": scipy.__version__,
            "arrays": {
                name: {"type": str(a.dtype), "shape": a.shape, "data": a.flatten("F").tolist()}
                for name, a in variables.items()
            },
            "plain": written(False),
            "compressed": written(True),
        }
    )
    + "\n"
)
