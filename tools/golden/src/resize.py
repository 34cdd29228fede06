"""Golden values of libs/datasets/src/resize.ts: images resized bilinearly by Pillow.

Run with any Python that has Pillow and NumPy (made with Pillow 13.0.0): python tools/golden/src/resize.py
"""

import base64
import json
from pathlib import Path

import numpy as np
from PIL import Image

OUT = Path(__file__).parents[3] / "libs/datasets/src/golden/resize.json"
# Height, width, channels; new height, new width.
CASES = [
    ((28, 28, 1), (32, 32)),
    ((5, 7, 3), (9, 16)),
    ((3, 4, 1), (3, 11)),
    ((1, 2, 1), (4, 5)),
    ((32, 28, 3), (13, 9)),
    ((9, 9, 1), (1, 2)),
]


def encode(pixels: np.ndarray) -> str:
    return base64.b64encode(pixels.tobytes()).decode()


def case(shape, size, seed):
    pixels = np.random.default_rng(seed).integers(0, 256, shape, dtype=np.uint8)
    image = Image.fromarray(pixels.squeeze(-1) if shape[2] == 1 else pixels)
    resized = np.asarray(image.resize((size[1], size[0]), Image.Resampling.BILINEAR))
    return {"shape": shape, "size": size, "pixels": encode(pixels), "resized": encode(resized)}


OUT.parent.mkdir(exist_ok=True)
OUT.write_text(json.dumps([case(*c, seed) for seed, c in enumerate(CASES)]) + "\n")
