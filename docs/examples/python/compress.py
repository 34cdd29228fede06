"""Compresses a classifier without its training data: ONNX in, a smaller ONNX out.

Uploads a teacher, plans which layers pay, submits a CompressClassifier job that fine-tunes the student on noise, watches
it, downloads the student and checks its SHA-256. README.md tells how to make the stubs that are imported here.
"""

import argparse
import hashlib
import pathlib
import sys
import time
import uuid

import grpc
from google.rpc import error_details_pb2
from grpc_status import rpc_status

from polymath.artifacts.v1 import artifacts_pb2, artifacts_pb2_grpc
from polymath.compression.v1 import compression_pb2, compression_pb2_grpc
from polymath.jobs.v1 import jobs_pb2, jobs_pb2_grpc

CHUNK_BYTES = 1024 * 1024


def upload(channel, path):
    """Stores a file with the service; it refuses content that does not have the SHA-256 we name."""
    content = path.read_bytes()

    def messages():
        sha256 = hashlib.sha256(content).hexdigest()
        media_type = "application/onnx" if path.suffix == ".onnx" else "application/octet-stream"
        header = artifacts_pb2.UploadHeader(name=path.name, media_type=media_type, sha256=sha256)
        yield artifacts_pb2.UploadRequest(header=header)
        for start in range(0, len(content), CHUNK_BYTES):
            yield artifacts_pb2.UploadRequest(chunk=content[start : start + CHUNK_BYTES])

    return artifacts_pb2_grpc.ArtifactServiceStub(channel).Upload(messages()).artifact


def download(channel, artifact, path):
    """Saves an artifact under a path; what came must have its SHA-256."""
    request = artifacts_pb2.DownloadRequest(sha256=artifact.sha256)
    responses = artifacts_pb2_grpc.ArtifactServiceStub(channel).Download(request)
    content = b"".join(response.chunk for response in responses)
    sha256 = hashlib.sha256(content).hexdigest()
    if sha256 != artifact.sha256:
        raise SystemExit(f"{path}: expected SHA-256 {artifact.sha256}, got {sha256}")
    path.write_bytes(content)


def plan(channel, teacher):
    """The layers that get smaller, and the ranks to which they do, by EVBMF."""
    service = compression_pb2_grpc.CompressionServiceStub(channel)
    request = compression_pb2.PlanCompressionRequest(teacher=teacher)
    layers = service.PlanCompression(request, timeout=60).plan.layers
    return [layer for layer in layers if layer.compressed.parameters < layer.original.parameters]


def submit(channel, teacher, layers, options):
    """Makes the job. With a request id, a call that is repeated after a lost answer returns the same job."""
    request = compression_pb2.CompressClassifierRequest(teacher=teacher, seed=options.seed)
    request.options.request_id = str(uuid.uuid4())
    for layer in layers:
        request.layers.add(layer=layer.layer, fixed=layer.ranks)
    request.fine_tuning.samples = options.samples
    request.fine_tuning.epochs = options.epochs
    request.fine_tuning.learning_rate = options.learning_rate
    request.fine_tuning.noise.distribution = compression_pb2.Noise.DISTRIBUTION_UNIFORM
    service = compression_pb2_grpc.CompressionServiceStub(channel)
    trace = [("traceparent", options.traceparent)] if options.traceparent else None
    return service.CompressClassifier(request, timeout=30, metadata=trace).job


def watch(channel, job):
    """Prints what happens to a job until it ends, through restarts of the service; gives its last record."""
    jobs = jobs_pb2_grpc.JobServiceStub(channel)
    request = jobs_pb2.WatchJobRequest(job_id=job.id)
    while True:
        try:
            for response in jobs.WatchJob(request):
                request.resume_token = response.resume_token
                event = response.event
                if event.WhichOneof("event") == "state":
                    job = event.state
                    print(jobs_pb2.JobState.Name(job.state), job.reason, flush=True)
                if event.WhichOneof("event") == "progress":
                    print_progress(event.progress)
            return job
        except grpc.RpcError as error:
            if error.code() != grpc.StatusCode.UNAVAILABLE:
                raise
            time.sleep(1)


def print_progress(progress):
    metrics = "  ".join(f"{name} {value:.4g}" for name, value in sorted(progress.metrics.items()))
    print(f"{progress.phase}  {progress.step} of {progress.steps}  {metrics}", flush=True)


def explain(error):
    """A failed call in words, with every bad field of a refused request."""
    lines = [f"{error.code().name}: {error.details()}"]
    status = rpc_status.from_call(error)
    for detail in status.details if status else []:
        bad_request = error_details_pb2.BadRequest()
        if detail.Unpack(bad_request):
            lines += [f"  {bad.field}: {bad.description}" for bad in bad_request.field_violations]
    return "\n".join(lines)


def compress(options):
    with grpc.insecure_channel(options.address) as channel:
        teacher = upload(channel, options.teacher)
        layers = plan(channel, teacher)
        if not layers:
            raise SystemExit("no layer would get smaller")
        for layer in layers:
            before, after = layer.original.parameters, layer.compressed.parameters
            print(f"{layer.layer}: {before} parameters, then {after}")
        job = watch(channel, submit(channel, teacher, layers, options))
        if job.state != jobs_pb2.JOB_STATE_SUCCEEDED:
            raise SystemExit("\n".join([job.reason] + [error.message for error in job.errors]))
        student = next(output for output in job.outputs if output.name == "student.onnx")
        download(channel, student, options.student)
        parameters = int(job.metrics["parameters"])
        print(f"{options.student}: {parameters} parameters, SHA-256 {student.sha256}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("teacher", type=pathlib.Path, help="ONNX file of a classifier")
    parser.add_argument("student", type=pathlib.Path, help="where to save the smaller one")
    parser.add_argument("--address", default="127.0.0.1:7601", help="of the compression service")
    parser.add_argument("--samples", type=int, default=6400, help="noise images to learn from")
    parser.add_argument("--epochs", type=int, default=20)
    parser.add_argument("--learning-rate", type=float, default=1e-5)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--traceparent", help="your trace, which the job goes on with (W3C Trace Context)")
    try:
        compress(parser.parse_args())
    except grpc.RpcError as error:
        sys.exit(explain(error))


if __name__ == "__main__":
    main()
