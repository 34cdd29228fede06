"""Distils a classifier into a smaller one: ONNX and labelled images in, a smaller ONNX out.

Uploads a teacher and NumPy arrays of images and labels, asks for the name of the teacher's features, submits a Distill job
(soft targets and relations beside labels), watches it, downloads the student. README.md tells how to make the stubs.
"""

import argparse
import pathlib
import sys
import uuid

import grpc

from compress import download, explain, upload, watch
from polymath.compression.v1 import compression_pb2_grpc, distillation_pb2, network_pb2
from polymath.jobs.v1 import jobs_pb2


def features_of(channel, network):
    """Name and length of the features before the classes: what comes last but one."""
    service = compression_pb2_grpc.CompressionServiceStub(channel)
    request = distillation_pb2.ListLayersRequest(artifact=network)
    layer = service.ListLayers(request, timeout=60).layers[-2]
    return layer.name, list(layer.output_shape)


def submit(channel, teacher, images, options):
    """Makes the job. With a request id, a call that is repeated after a lost answer returns the same job."""
    request = distillation_pb2.DistillRequest(teachers=[teacher], training=images, seed=options.seed)
    request.options.request_id = str(uuid.uuid4())
    request.student.architecture = network_pb2.Architecture.Value(options.architecture)
    request.batches.size = options.batch_size
    request.stage.epochs = options.epochs
    request.stage.terms.add(cross_entropy={}, weight=0.1)
    request.stage.terms.add(soft_targets={"temperature": 4}, weight=0.9)
    request.stage.terms.add(relational_distance={})
    request.stage.terms.add(relational_angle={})
    service = compression_pb2_grpc.CompressionServiceStub(channel)
    return service.Distill(request, timeout=30).job


def distill(options):
    with grpc.insecure_channel(options.address) as channel:
        teacher = upload(channel, options.teacher)
        name, shape = features_of(channel, teacher)
        print(f"{options.teacher}: features {name} {shape}")
        images, labels = [upload(channel, path) for path in (options.images, options.labels)]
        data = network_pb2.LabelledImages(images=images, labels=labels)
        job = watch(channel, submit(channel, teacher, data, options))
        if job.state != jobs_pb2.JOB_STATE_SUCCEEDED:
            raise SystemExit("\n".join([job.reason] + [error.message for error in job.errors]))
        student = next(output for output in job.outputs if output.name == "student.onnx")
        download(channel, student, options.student)
        before, after = (int(job.metrics[name]) for name in ("teacherParameters", "parameters"))
        print(f"{options.student}: {after} parameters instead of {before}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("teacher", type=pathlib.Path, help="ONNX file of a classifier")
    parser.add_argument("images", type=pathlib.Path, help=".npy file of bytes: [images, rows, columns, channels]")
    parser.add_argument("labels", type=pathlib.Path, help=".npy file of whole numbers: [images]")
    parser.add_argument("student", type=pathlib.Path, help="where to save the smaller one")
    parser.add_argument("--address", default="127.0.0.1:7601", help="of the compression service")
    parser.add_argument("--architecture", default="ARCHITECTURE_SMALL_CNN")
    parser.add_argument("--epochs", type=int, default=20)
    parser.add_argument("--batch-size", type=int, default=64)
    parser.add_argument("--seed", type=int, default=0)
    try:
        distill(parser.parse_args())
    except grpc.RpcError as error:
        sys.exit(explain(error))


if __name__ == "__main__":
    main()
