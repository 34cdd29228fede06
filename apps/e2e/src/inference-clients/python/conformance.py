"""Calls a model `patterns` through tritonclient as its users do; prints what it found as one JSON line.

Arguments: address, descriptors of our contracts (a serialised FileDescriptorSet).
"""

import json
import sys

import numpy as np
import tritonclient.grpc as triton
from google.protobuf import descriptor_pb2
from tritonclient.grpc import service_pb2
from tritonclient.utils import InferenceServerException


def differing_fields(path):
    """Fields of our messages that the protocol, as tritonclient has it, numbers or types differently."""
    files = descriptor_pb2.FileDescriptorSet()
    with open(path, "rb") as file:
        files.ParseFromString(file.read())
    ours = next(file for file in files.file if file.name == "inference/grpc_service.proto")
    theirs = descriptor_pb2.FileDescriptorProto()
    service_pb2.DESCRIPTOR.CopyToProto(theirs)
    return compare(ours.message_type, theirs.message_type, "")


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


def infer(client, rows, **more):
    values = np.linspace(0, 1, rows * 32 * 32, dtype=np.float32).reshape(rows, 32, 32, 1)
    tensor = triton.InferInput("input", list(values.shape), "FP32")
    tensor.set_data_from_numpy(values)
    return client.infer("patterns", [tensor], **more)


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
                "unknown": refusal(lambda: client.infer("other", [])),
                "nothing": refusal(lambda: client.infer("patterns", [])),
            }
        )
    )


def load_and_unload(client):
    client.unload_model("patterns")
    client.load_model("patterns")


main()
