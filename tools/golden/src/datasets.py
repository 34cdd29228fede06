"""Golden files of libs/datasets: data sets written by NumPy, Pillow and Python's tarfile, and what is in them.

Run with any Python that has NumPy and Pillow (made with NumPy 2.4.6, Pillow 13.0.0): python tools/golden/src/datasets.py
"""

import base64
import io
import json
import tarfile
from pathlib import Path

import numpy as np
from PIL import Image

OUT = Path(__file__).parents[3] / "libs/datasets/src/golden/datasets"


def encode(array) -> str:
    return base64.b64encode(np.ascontiguousarray(array).tobytes()).decode()


def cifar(random):
    """Records as https://www.cs.toronto.edu/~kriz/cifar.html describes them: labels, then one plane a colour."""
    images = random.integers(0, 256, (2, 32, 32, 3), dtype=np.uint8)
    planes = images.transpose(0, 3, 1, 2).reshape(2, -1)
    ten, coarse, fine = [np.array(labels, np.uint8) for labels in ([3, 9], [19, 0], [99, 42])]
    np.concatenate([ten[:, None], planes], 1).tofile(OUT / "cifar10.bin")
    np.concatenate([coarse[:, None], fine[:, None], planes], 1).tofile(OUT / "cifar100.bin")
    labels = {"cifar10": ten, "cifar100-coarse": coarse, "cifar100-fine": fine}
    return {"images": encode(images), "labels": {name: values.tolist() for name, values in labels.items()}}


def numpy_arrays(random):
    images = random.integers(0, 256, (3, 4, 5, 3), dtype=np.uint8)
    labels = np.array([2, 0, 1000], np.int64)
    np.save(OUT / "images.npy", images)
    np.save(OUT / "grey.npy", images[..., 0].copy())
    np.save(OUT / "labels.npy", labels)
    np.save(OUT / "labels-u2.npy", labels.astype(np.uint16))
    np.save(OUT / "floats.npy", images / np.float32(255))
    np.save(OUT / "fortran.npy", np.asfortranarray(images))
    np.savez(OUT / "stored.npz", images=images, labels=labels)
    np.savez_compressed(OUT / "compressed.npz", x_test=images, y_test=labels)
    return {"images": encode(images), "grey": encode(images[..., 0]), "labels": labels.tolist()}


def picture(random, size, mode):
    """A smooth picture, so that JPEG keeps it: a ramp in each channel."""
    height, width = size
    y, x = np.mgrid[0:height, 0:width]
    slopes = random.uniform(-6, 6, (len(mode), 2))
    ramps = [128 + a * (y - height / 2) + b * (x - width / 2) for a, b in slopes]
    pixels = np.clip(np.stack(ramps, -1), 0, 255).astype(np.uint8)
    return Image.fromarray(pixels[..., 0] if mode == "L" else pixels, mode)


def folder(random):
    """Classes out of order, a grey and a transparent PNG, a JPEG, a hidden file and one of another kind."""
    files = {
        "set/dog/b.png": (picture(random, (16, 16), "RGB"), {"format": "PNG"}),
        "set/dog/a.PNG": (picture(random, (16, 16), "L"), {"format": "PNG"}),
        "set/cat/1.jpg": (picture(random, (16, 16), "RGB"), {"format": "JPEG", "quality": 95, "subsampling": 0}),
        "set/cat/0.png": (picture(random, (16, 16), "RGBA"), {"format": "PNG"}),
    }
    contents = {"set/readme.txt": b"pets", "set/cat/._0.png": b"not a picture"}
    decoded = {}
    for path, (image, options) in files.items():
        file = io.BytesIO()
        image.save(file, **options)
        contents[path] = file.getvalue()
        opened = Image.open(io.BytesIO(file.getvalue()))
        decoded[path] = {"colour": encode(np.asarray(opened.convert("RGB"))), "grey": encode(grey(opened))}
    for name, mode in (("folder.tar", "w"), ("folder.tar.gz", "w:gz")):
        with tarfile.open(OUT / name, mode) as archive:
            for path, content in contents.items():
                entry = tarfile.TarInfo(path)
                entry.size = len(content)
                archive.addfile(entry, io.BytesIO(content))
    # As torchvision's ImageFolder: classes by name, within a class by path.
    paths = sorted(decoded, key=lambda path: path.split("/"))
    return {"paths": paths, "labels": [0, 0, 1, 1], "images": decoded}


def grey(image):
    return np.asarray(image.convert("RGB").convert("L"))


def main():
    OUT.mkdir(parents=True, exist_ok=True)
    random = np.random.default_rng(1)
    golden = {"cifar": cifar(random), "numpy": numpy_arrays(random), "folder": folder(random)}
    (OUT / "expected.json").write_text(json.dumps(golden, indent=1) + "\n")


if __name__ == "__main__":
    main()
