"""Runs commands and times them. Read by: compile, generator."""

import json
import os
import pathlib
import statistics
import subprocess
import sys
import time

PEERS = pathlib.Path(__file__).resolve().parent
ROOT = PEERS.parent.parent
TARGET = ROOT / "target" / "peers"
BOTOCORE = ROOT / "target" / "botocore" / "botocore-1.44.5" / "botocore" / "data"


def model(service):
    """The model of a service in the fetched botocore."""
    found = sorted((BOTOCORE / service).glob("*/service-2.json"))
    if not found:
        sys.exit(f"no model of {service} under target/botocore: run `tests/full/run fetch` first")
    return found[-1]


def tinsmith():
    """The generator's binary, built as its users build it."""
    run(["cargo", "build", "--quiet", "--release", "-p", "tinsmith-codegen"], ROOT, TARGET / "generator")
    return TARGET / "generator" / "release" / "tinsmith"


def run(command, folder, target=None, **environment):
    """Runs a command; its wall time in seconds. What it prints is shown only when it fails."""
    extra = {"CARGO_TARGET_DIR": str(target)} if target else {}
    begun = time.monotonic()
    done = subprocess.run(
        [str(part) for part in command],
        cwd=folder,
        env=os.environ | {"CARGO_INCREMENTAL": "0"} | extra | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    seconds = time.monotonic() - begun
    if done.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))} failed:\n{done.stdout}")
    return seconds


def units(target):
    """What the last `cargo build --timings` compiled: name, version, target and seconds of each unit."""
    text = (target / "cargo-timings" / "cargo-timing.html").read_text()
    start = text.index("const UNIT_DATA = ") + len("const UNIT_DATA = ")
    return json.JSONDecoder().raw_decode(text, start)[0]


def process(command, **environment):
    """Runs a process; its wall time in seconds, and the peak memory in bytes of it or of the largest that it started."""
    begun = time.monotonic()
    devnull = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
    words = [str(part) for part in command]
    child = os.posix_spawnp(words[0], words, os.environ | environment, file_actions=devnull)
    _, status, usage = os.wait4(child, 0)
    seconds = time.monotonic() - begun
    if status != 0:
        sys.exit(f"{' '.join(map(str, command))} failed with status {status}")
    return seconds, usage.ru_maxrss * 1024


def median(values):
    return statistics.median(values)
