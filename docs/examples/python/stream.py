"""Streams a vibration signal from a CSV file, as fast as a sensor would give it, and prints a verdict on each window.

Needs the diagnosis service and a diagnoser, registered under a name (TrainDiagnoser with a model name). README.md tells how
to make the stubs that are imported here.
"""

import argparse
import array
import csv
import pathlib
import sys
import time

import grpc
from google.rpc import error_details_pb2
from grpc_status import rpc_status

from polymath.diagnosis.v1 import diagnosis_pb2_grpc, live_pb2, recording_pb2

BLOCK_SECONDS = 0.1


def samples_of(options):
    """One column of the file, as 32-bit floating point; by default the first one."""
    with options.file.open(newline="") as file:
        rows = csv.reader(file)
        names = [name.strip() for name in next(rows)]
        column = names.index(options.column) if options.column else 0
        return array.array("f", (float(row[column]) for row in rows if row))


def header(options):
    """What the samples are; nothing of it is guessed."""
    return live_pb2.StreamHeader(
        machine_id=options.machine,
        channel_id=options.channel,
        sample_rate_hz=options.rate,
        unit=recording_pb2.Unit.Value("UNIT_" + options.unit.upper()),
        rpm=options.rpm,
        diagnoser=live_pb2.ModelSource(model=live_pb2.RegisteredModel(name=options.model)),
    )


def requests(samples, options):
    """The header, then a block every tenth of a second; with pace 0 as fast as the service takes them."""
    yield live_pb2.DiagnoseRequest(header=header(options))
    size = max(1, min(65536, round(BLOCK_SECONDS * options.rate)))
    start, start_nanos = time.monotonic(), time.time_ns()
    if sys.byteorder == "big":
        samples.byteswap()
    for sequence, first in enumerate(range(0, len(samples), size)):
        seconds = first / options.rate
        block = samples[first : first + size]
        if options.pace > 0:
            # A sensor has a block when its last sample is taken.
            due = start + (seconds + len(block) / options.rate) / options.pace
            time.sleep(max(0, due - time.monotonic()))
        yield live_pb2.DiagnoseRequest(
            block=live_pb2.SampleBlock(
                sequence=sequence, t0_nanos=start_nanos + round(seconds * 1e9), f32_le=block.tobytes()
            )
        )


def line_of(verdict, conditions):
    """A verdict in a line: time, condition with its probability, what has held, and what speaks for it."""
    window = verdict.verdict
    if window.bad_signal:
        return f"{window.start_seconds:8.3f} s  says nothing"
    probability = window.probabilities[list(conditions).index(window.condition)]
    condition = "UNKNOWN" if window.unknown else window.condition
    filters = ", ".join(f"{reason.centre_hz:.0f} Hz" for reason in verdict.reasons)
    return (
        f"{window.start_seconds:8.3f} s  {condition}  {probability:.3f}  "
        f"steady {window.steady_condition or '-'}  rms {verdict.health.rms:.4g}  by {filters}"
    )


def stream(options):
    samples = samples_of(options)
    with grpc.insecure_channel(options.address) as channel:
        service = diagnosis_pb2_grpc.DiagnosisServiceStub(channel)
        conditions = []
        for response in service.Diagnose(requests(samples, options)):
            event = response.WhichOneof("event")
            if event == "opened":
                conditions = response.opened.conditions
                print("knows", ", ".join(conditions), flush=True)
            elif event == "verdict":
                print(line_of(response.verdict, conditions), flush=True)
            elif event == "trend":
                trend = response.trend
                print(f"trend: {trend.usable_windows} windows, {trend.unknown_share:.0%} unknown", flush=True)
            elif event == "gap":
                print(f"gap: {response.gap.lost_seconds:.3f} s are missing", flush=True)


def explain(error):
    """A failed call in words, with every bad field of a refused request."""
    lines = [f"{error.code().name}: {error.details()}"]
    status = rpc_status.from_call(error)
    for detail in status.details if status else []:
        bad_request = error_details_pb2.BadRequest()
        if detail.Unpack(bad_request):
            lines += [f"  {bad.field}: {bad.description}" for bad in bad_request.field_violations]
    return "\n".join(lines)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=pathlib.Path, help="CSV file; its first row names the columns")
    parser.add_argument("--model", required=True, help="name of the registered diagnoser")
    parser.add_argument("--rate", type=float, required=True, help="samples a second")
    parser.add_argument("--unit", required=True, help="g, metres_per_second_squared, millimetres_per_second or raw")
    parser.add_argument("--column", help="the first one unless given")
    parser.add_argument("--rpm", type=float, default=0, help="measured speed of the shaft")
    parser.add_argument("--machine", default="machine", help="what you call it")
    parser.add_argument("--channel", default="channel 1")
    parser.add_argument("--pace", type=float, default=1, help="1: real time, 10: ten times as fast, 0: at once")
    parser.add_argument("--address", default="127.0.0.1:7603", help="of the diagnosis service")
    try:
        stream(parser.parse_args())
    except grpc.RpcError as error:
        sys.exit(explain(error))


if __name__ == "__main__":
    main()
