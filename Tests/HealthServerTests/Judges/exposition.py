"""Reads a text exposition with Prometheus' own parser; prints each family: name, type and number of samples."""

import sys

from prometheus_client.parser import text_string_to_metric_families

for family in text_string_to_metric_families(sys.stdin.read()):
    print(family.name, family.type, len(family.samples))
    for sample in family.samples:
        print(" ", sample.name, sorted(sample.labels.items()), float(sample.value))
