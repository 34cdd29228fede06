"""Golden values of libs/diagnosis/src/resampling: SciPy's Kaiser filters and polyphase resampling.

Run with any Python that has SciPy (made with 1.17.1): python tools/golden/src/resampling.py
"""

import json
from math import ceil, pi
from pathlib import Path

import numpy as np
import scipy
from scipy.signal import firwin, resample_poly

OUT = Path(__file__).parents[3] / "libs/diagnosis/src/resampling/golden/resampling.json"
x = np.sin(0.05 * np.arange(900)) + 0.5 * np.sin(0.9 * np.arange(900) + 0.4)
x = x.astype(np.float32).astype(np.float64)


def resampled(up, down):
    a, b = 0.45 / down, 0.5 / down
    half = ceil((80 - 7.95) / (2.285 * 2 * pi * (b - a)) / 2)
    taps = firwin(2 * half + 1, a + b, window=("kaiser", 0.1102 * (80 - 8.7)))
    return {"up": up, "down": down, "values": resample_poly(x, up, down, window=taps).tolist()}


OUT.parent.mkdir(exist_ok=True)
cases = [resampled(*r) for r in ((1, 4), (3, 4), (160, 441))]
OUT.write_text(json.dumps({"scipy": scipy.__version__, "samples": x.tolist(), "cases": cases}) + "\n")
