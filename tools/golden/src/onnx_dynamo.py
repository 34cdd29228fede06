"""ONNX files of libs/onnx/src/import/golden/dynamo as torch.onnx.export's newer exporter (dynamo=True) writes them: batch norms
folded into convolutions, weights in a file of their own. Logits are those of ONNX Runtime, with PyTorch's beside them.

Run with any Python that has PyTorch, onnx, onnxscript and onnxruntime (made with torch 2.9.1, onnxscript 0.7.2, onnxruntime
1.32.0), then format:
    python tools/golden/src/onnx_dynamo.py && npx prettier --write libs/onnx/src/import/golden
"""

import json
import warnings
from pathlib import Path

import onnxruntime
import torch
from onnx_import import packed
from onnx_models import Branches, LeNet, ResNet, Windows, randomize_statistics

OUT = Path(__file__).parents[3] / "libs/onnx/src/import/golden/dynamo"
# Its last squeeze takes a batch of one apart, so the batch is fixed.
FIXED = {"branches"}
CASES = {
    "lenet": LeNet,
    "windows": Windows,
    "branches": Branches,
    "resnet-project": lambda: ResNet("project", "adaptive"),
    "resnet-pad-view": lambda: ResNet("pad", "view"),
    "resnet-concat-mean": lambda: ResNet("concat", "mean"),
}


def export(name: str, build) -> dict:
    torch.manual_seed(7)
    model = randomize_statistics(build())
    x = torch.randn(2, *model.shape)
    path = OUT / f"{name}.onnx"
    program = torch.onnx.export(
        model,
        (x,),
        dynamo=True,
        input_names=["input"],
        output_names=["logits"],
        dynamic_shapes=None if name in FIXED else ({0: torch.export.Dim("batch")},),
        verbose=False,
    )
    # Left to itself, it keeps small weights in the model's own file.
    program.save(str(path), external_data=True)
    session = onnxruntime.InferenceSession(str(path))
    (logits,) = session.run(["logits"], {"input": x.numpy()})
    with torch.no_grad():
        difference = (torch.from_numpy(logits) - model(x)).abs().max().item()
    assert difference < 1e-5, f"{name}: ONNX Runtime is {difference} off PyTorch"
    return {"input": packed(x), "logits": packed(torch.from_numpy(logits))}


def main() -> None:
    warnings.simplefilter("ignore")
    OUT.mkdir(parents=True, exist_ok=True)
    golden = {name: export(name, build) for name, build in CASES.items()}
    (OUT / "results.json").write_text(json.dumps(golden) + "\n")


if __name__ == "__main__":
    main()
