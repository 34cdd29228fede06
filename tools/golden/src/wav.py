"""Golden files of libs/datasets/src/signals: WAV files as SciPy writes them, as base64, and their samples.

Run with any Python that has SciPy (made with 1.17.1): python tools/golden/src/wav.py
"""

import base64
import io
import json
from pathlib import Path

import numpy as np
import scipy
from scipy.io import wavfile

OUT = Path(__file__).parents[3] / "libs/datasets/src/signals/golden/wav.json"
wave = 0.9 * np.sin(0.3 * np.arange(50))
two = np.stack([wave, wave[::-1]], 1)
CASES = {
    "uint8": ((wave * 127 + 128).astype(np.uint8), lambda x: (x - 128.0) / 128),
    "int16, two channels": ((two * 32767).astype(np.int16), lambda x: x / 32768),
    "int32": ((wave * 2**30).astype(np.int32), lambda x: x / 2**31),
    "float32": (wave.astype(np.float32), lambda x: x),
    "float64, two channels": (two, lambda x: x),
}


def written(samples):
    file = io.BytesIO()
    wavfile.write(file, 12_000, samples)
    return base64.b64encode(file.getvalue()).decode()


OUT.write_text(
    json.dumps(
        {
            "scipy": scipy.__version__,
            "cases": {
                name: {
                    "file": written(samples),
                    "channels": [c.tolist() for c in np.atleast_2d(scale(samples.astype(np.float64)).T)],
                }
                for name, (samples, scale) in CASES.items()
            },
        }
    )
    + "\n"
)
