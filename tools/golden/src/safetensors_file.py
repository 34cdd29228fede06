"""A file of libs/tensor/src/safetensors.test.ts, written by the safetensors package of Hugging Face.

Run with any Python that has numpy and safetensors (made with 0.8.0): python tools/golden/src/safetensors_file.py
"""

import base64
import json
from importlib.metadata import version
from pathlib import Path

import numpy as np
from safetensors.numpy import save

OUT = Path(__file__).parents[3] / "libs/tensor/src/golden/safetensors.json"

tensors = {
    "float32": np.array([[0.5, -1.25, 3e-8], [1e10, -0.0, 7.0]], np.float32),
    "float64": np.array([np.pi, -np.e], np.float64),
    "int32": np.array([[[-1], [2147483647]]], np.int32),
    "int64": np.array([-(2**62), 2**53 + 1], np.int64),
    "uint8": np.array([0, 127, 255], np.uint8),
    "bool": np.array([True, False, True]),
    "scalar": np.array(42.0, np.float32),
    "empty": np.zeros((0, 3), np.float32),
}
file = save(tensors, metadata={"writer": "python"})
golden = {"safetensors": version("safetensors"), "file": base64.b64encode(file).decode()}
OUT.write_text(json.dumps(golden) + "\n")
