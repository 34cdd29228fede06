"""Reads metrics in the text format from standard input with the parser of Prometheus' own client; writes their samples as JSON."""

import json
import sys

from prometheus_client.parser import text_string_to_metric_families

families = text_string_to_metric_families(sys.stdin.read())
samples = [
    {"family": family.name, "type": family.type, "name": name, "labels": labels, "value": value}
    for family in families
    for name, labels, value, *_ in family.samples
]
json.dump(samples, sys.stdout)
