#!/usr/bin/env python3
"""Measures placements over many pools with the release build of SchedulerBenchmark: scheduler.py --out FILE.json

The figures join those that are in the file.
"""
import argparse
import json
import os
import pathlib
import subprocess

from bench import keep, machine, say

ROOT = pathlib.Path(__file__).resolve().parents[1]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", required=True)
    parser.add_argument("--quick", action="store_true")
    arguments, _ = parser.parse_known_args()
    binary = os.environ.get("SCORIA_SCHEDULER_BENCHMARK")
    if not binary:
        subprocess.run(["swift", "build", "-c", "release", "--static-swift-stdlib", "--product", "SchedulerBenchmark"], cwd=ROOT, check=True)
        binary = ROOT / ".build/release/SchedulerBenchmark"
    present = machine()
    lines = subprocess.run([binary], capture_output=True, text=True, check=True).stdout.splitlines()
    runs = [json.loads(line) for line in lines]
    for run in runs:
        say(f"{run['pools']} pools, {run['request']}: p50 {run['p50_ms']:.2f} ms, p99 {run['p99_ms']:.2f} ms")
    keep(arguments.out, "scheduler", {"machine": present, "runs": runs})


if __name__ == "__main__":
    main()
