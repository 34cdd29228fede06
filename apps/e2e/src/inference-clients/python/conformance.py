"""Calls a model `patterns` through tritonclient as its users do; prints what it found as one JSON line.

Arguments: address, descriptors of our contracts (a serialised FileDescriptorSet).
"""

import json
import queue
import sys

import numpy as np
import tritonclient.grpc as triton
from google.protobuf import descriptor_pb2
from tritonclient.grpc import model_config_pb2, service_pb2
from tritonclient.utils import InferenceServerException


def differing_fields(path):
    """Calls, fields and enum values of ours that tritonclient has not, or numbers or types differently."""
    files = descriptor_pb2.FileDescriptorSet()
    with open(path, "rb") as file:
        files.ParseFromString(file.read())
    ours = next(file for file in files.file if file.name == "inference/grpc_service.proto")
    theirs = descriptor_pb2.FileDescriptorProto()
    for module in (service_pb2, model_config_pb2):
        part = descriptor_pb2.FileDescriptorProto()
        module.DESCRIPTOR.CopyToProto(part)
        theirs.MergeFrom(part)
    return (
        compare(ours.message_type, theirs.message_type, "")
        + missing(methods(ours), methods(theirs))
        + missing(values(ours), values(theirs))
    )


def methods(file):
    return {
        (method.name, method.input_type, method.output_type, method.client_streaming, method.server_streaming)
        for service in file.service
        for method in service.method
    }


def values(file):
    return {(enum.name, value.name, value.number) for enum in file.enum_type for value in enum.value}


def missing(ours, theirs):
    return [str(item) for item in sorted(ours - theirs)]


def compare(ours, theirs, path):
    known = {message.name: message for message in theirs}
    found = []
    for message in ours:
        name = f"{path}{message.name}"
        other = known.get(message.name)
        if other is None:
            found.append(name)
            continue
        fields = {field.name: facts(field) for field in other.field}
        found += [
            f"{name}.{field.name}"
            for field in message.field
            if fields.get(field.name) != facts(field)
        ]
        found += compare(message.nested_type, other.nested_type, f"{name}.")
    return found


def facts(field):
    return field.number, field.type, field.label, field.type_name


def images(rows):
    values = np.linspace(0, 1, rows * 32 * 32, dtype=np.float32).reshape(rows, 32, 32, 1)
    tensor = triton.InferInput("input", list(values.shape), "FP32")
    tensor.set_data_from_numpy(values)
    return tensor


def infer(client, rows, **more):
    return client.infer("patterns", [images(rows)], **more)


def stream(client):
    """The answers to four inferences of one stream, of which one is of no model: id and rows, or the error."""
    answers = queue.Queue()
    client.start_stream(lambda result, error: answers.put((result, error)))
    for number, model in enumerate(["patterns", "patterns", "other", "patterns"]):
        client.async_stream_infer(model, [images(number + 1)], request_id=f"s{number}")
    client.stop_stream()
    return [told(*answers.get_nowait()) for _ in range(answers.qsize())]


def told(result, error):
    if error is not None:
        return error.message()
    return [result.get_response().id, len(result.as_numpy("class"))]


def config(client):
    found = client.get_model_config("patterns").config
    return {
        "name": found.name,
        "batch": found.max_batch_size,
        "input": [[x.name, x.data_type, list(x.dims)] for x in found.input],
        "output": [[x.name, x.data_type, list(x.dims)] for x in found.output],
        "scheduling": found.WhichOneof("scheduling_choice"),
    }


def refusal(call):
    try:
        call()
    except InferenceServerException as error:
        return error.status()
    return "answered"


def main():
    client = triton.InferenceServerClient(sys.argv[1])
    metadata = client.get_model_metadata("patterns")
    answer = infer(client, 3, request_id="q7")
    asked = [triton.InferRequestedOutput("class")]
    load_and_unload(client)
    print(
        json.dumps(
            {
                "differing": differing_fields(sys.argv[2]),
                "live": client.is_server_live(),
                "ready": client.is_server_ready(),
                "modelReady": client.is_model_ready("patterns"),
                "otherReady": client.is_model_ready("other"),
                "server": client.get_server_metadata().name,
                "inputs": [[x.name, x.datatype, list(x.shape)] for x in metadata.inputs],
                "outputs": [x.name for x in metadata.outputs],
                "index": [[x.name, x.version] for x in client.get_model_repository_index().models],
                "id": answer.get_response().id,
                "shape": list(answer.as_numpy("logits").shape),
                "sums": np.round(answer.as_numpy("probabilities").sum(axis=1), 4).tolist(),
                "argmax": answer.as_numpy("logits").argmax(axis=1).tolist(),
                "class": answer.as_numpy("class").tolist(),
                "one": [x.name for x in infer(client, 1, outputs=asked).get_response().outputs],
                "byAlias": infer(client, 1, model_version="live").get_response().model_version,
                "stream": stream(client),
                "config": config(client),
                "unknown": refusal(lambda: client.infer("other", [])),
                "nothing": refusal(lambda: client.infer("patterns", [])),
            }
        )
    )


def load_and_unload(client):
    client.unload_model("patterns")
    client.load_model("patterns")


main()
