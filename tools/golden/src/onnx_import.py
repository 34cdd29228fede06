"""ONNX files of libs/onnx/src/import/golden as torch.onnx.export's TorchScript exporter writes them, with PyTorch's own results.

Run with any Python that has PyTorch and onnx (made with torch 2.9.1), then format:
    python tools/golden/src/onnx_import.py && npx prettier --write libs/onnx/src/import/golden
"""

import base64
import json
import warnings
from pathlib import Path

import torch
from onnx_models import Branches, LeNet, MatMulMlp, Mlp, ResNet, Windows, randomize_statistics
from torch.onnx import TrainingMode

OUT = Path(__file__).parents[3] / "libs/onnx/src/import/golden"
DYNAMIC = {"dynamic_axes": {"input": {0: "batch"}, "logits": {0: "batch"}}}
AS_WRITTEN = {"training": TrainingMode.PRESERVE, "do_constant_folding": False}
CASES = {
    "lenet": (LeNet, DYNAMIC),
    "lenet-fixed": (LeNet, {}),
    "mlp": (Mlp, DYNAMIC),
    "mlp-as-written": (Mlp, DYNAMIC | AS_WRITTEN),
    "matmul": (MatMulMlp, DYNAMIC),
    "windows": (Windows, DYNAMIC),
    "branches": (Branches, DYNAMIC),
    "resnet-pad-view": (lambda: ResNet("pad", "view"), DYNAMIC),
    "resnet-pad-view-fixed": (lambda: ResNet("pad", "view"), {}),
    "resnet-pad-opset-11": (lambda: ResNet("pad", "adaptive"), DYNAMIC | {"opset_version": 11}),
    "resnet-concat-mean": (lambda: ResNet("concat", "mean"), DYNAMIC | AS_WRITTEN),
    "resnet-concat-mean-fixed": (lambda: ResNet("concat", "mean"), {}),
    "resnet-project-opset-17": (
        lambda: ResNet("project", "adaptive"),
        DYNAMIC | AS_WRITTEN | {"opset_version": 17},
    ),
}


def export(name: str, build, options: dict) -> dict:
    torch.manual_seed(7)
    model = randomize_statistics(build())
    x = torch.randn(2, *model.shape)
    torch.onnx.export(
        model,
        x,
        str(OUT / f"{name}.onnx"),
        dynamo=False,
        input_names=["input"],
        output_names=["logits"],
        **options,
    )
    with torch.no_grad():
        logits = model(x)
    trainable = sum(p.numel() for p in model.parameters())
    return {
        "input": packed(x),
        "logits": packed(logits),
        "parameters": trainable,
    }


def packed(values: torch.Tensor) -> dict:
    """Shape and little-endian float32 elements, in PyTorch's order."""
    data = base64.b64encode(values.numpy().astype("<f4").tobytes()).decode()
    return {"shape": list(values.shape), "data": data}


def main() -> None:
    warnings.simplefilter("ignore")
    OUT.mkdir(parents=True, exist_ok=True)
    golden = {name: export(name, build, options) for name, (build, options) in CASES.items()}
    (OUT / "results.json").write_text(json.dumps(golden) + "\n")


if __name__ == "__main__":
    main()
