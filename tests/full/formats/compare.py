"""Generates all operations of every Smithy model, and compares what is read from it with what is read from botocore's model
of the same service and API version, operation by operation. Run by: tests/full/run.

usage: compare.py TINSMITH SMITHY_MODELS BOTOCORE_DATA OUTPUT [--draft]

Every difference has to be listed in listed.json, with its reason, and every entry there has to match one. `--draft` prints
the differences that are not listed instead of failing.
"""

import fnmatch
import json
import pathlib
import re
import subprocess
import sys
from collections import defaultdict

HERE = pathlib.Path(__file__).parent
# These have to be the same fact for fact, so nothing may be listed for them.
WITHOUT_DIFFERENCES = {"application-discovery-service-2015-11-01", "sqs-2012-11-05"}
KINDS = ("structure", "exception", "union", "event-stream", "enum")


def main(tinsmith, models, data, output, draft=False):
    output = pathlib.Path(output)
    output.mkdir(parents=True, exist_ok=True)
    counterparts = find_counterparts(pathlib.Path(data))
    listed = Listed(HERE / "listed.json")
    rows, failed, unlisted = [], [], []
    for path in sorted(pathlib.Path(models).glob("*.json")):
        name = path.stem
        problem = generate(tinsmith, path, output)
        if problem:
            failed.append(f"{name}: {problem}")
            continue
        smithy = Facts(dump(tinsmith, path))
        other = counterparts.get((smithy.service["id"], smithy.service["version"]))
        if other is None:
            rows.append((name, len(smithy.operations), "no counterpart", "", "", ""))
            continue
        botocore = Facts(dump(tinsmith, other))
        common = sorted(smithy.operations & botocore.operations)
        found = compare(smithy.of(common), botocore.of(common))
        same = sum(1 for operation in common if not touches(smithy, botocore, operation, found))
        open_ones = [line for line in found if not listed.has(name, line)]
        unlisted += [(name, line) for line in open_ones]
        rows.append((name, len(smithy.operations), len(common), same, len(found) - len(open_ones), len(open_ones)))
    print_table(rows)
    if draft:
        json.dump(draft_of(unlisted), sys.stdout, indent=2)
        return 0
    for line in failed:
        print(f"cannot be generated: {line}")
    for name, line in unlisted:
        print(f"not listed: {name}: {line}")
    for entry in listed.unused():
        print(f"listed.json: matches nothing: {entry}")
    compared = [row for row in rows if row[2] != "no counterpart"]
    print(
        f"formats: {len(rows)} models, {sum(row[2] for row in compared)} operations compared, "
        f"{sum(row[3] for row in compared)} without a difference, {sum(row[4] for row in compared)} differences listed, "
        f"{len(unlisted)} unlisted"
    )
    return 1 if failed or unlisted or listed.unused() else 0


def find_counterparts(data):
    """The botocore model of each service id and API version."""
    found = {}
    for path in data.glob("*/*/service-2.json"):
        with open(path, encoding="utf-8") as file:
            metadata = json.load(file)["metadata"]
        # A service that has two folders is the same in both.
        found[(metadata.get("serviceId"), metadata["apiVersion"])] = path
    return found


def run(*command):
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8")


def generate(tinsmith, path, output):
    """Generates a client, or types alone where the runtime does not speak the protocol yet."""
    command = [tinsmith, "generate", "--model", str(path), "--all", "-o", str(output / f"{path.stem}.rs")]
    done = run(*command)
    if done.returncode == 2:
        done = run(*command, "--emit", "types")
    return done.stderr.strip() if done.returncode else None


def dump(tinsmith, path):
    done = run(tinsmith, "dump", "--model", str(path))
    if done.returncode:
        sys.exit(f"{path}: {done.stderr}")
    return done.stdout.splitlines()


class Facts:
    """The lines of a dump, by what they are about."""

    def __init__(self, lines):
        self.service = {}
        self.service_lines = []
        self.operation_lines = defaultdict(list)
        self.kinds = {}
        self.shape_lines = defaultdict(list)
        self.member_lines = defaultdict(list)
        self.targets = defaultdict(set)
        for line in lines:
            self.add(line)
        self.operations = set(self.operation_lines)
        self.reach = {}

    def add(self, line):
        subject, name, *rest = line.split(" ", 2)
        if subject == "service":
            self.service_lines.append(line)
            for key in ("id", "version"):
                if line.startswith(f"service {key} "):
                    self.service[key] = json.loads(line.split(" ", 2)[2])
        elif subject == "operation":
            self.operation_lines[name].append(line)
            role = rest[0].split(" ")
            if role[0] in ("input", "output", "error"):
                self.targets[("operation", name)].add(role[1])
        else:
            self.kinds[name] = subject
            member = re.match(r"member ([^ \[{]+)", rest[0])
            if member is None:
                self.shape_lines[name].append(line)
                return
            self.member_lines[(name, member[1])].append(line)
            typed = re.match(r"member [^ ]+ is (.*)", rest[0])
            if typed:
                self.targets[name].update(re.findall(r"[A-Za-z_]\w*", typed[1]))

    def reached(self, operation):
        """The names of all shapes that an operation reaches."""
        seen, queue = set(), list(self.targets[("operation", operation)])
        while queue:
            name = queue.pop()
            if name in self.kinds and name not in seen:
                seen.add(name)
                queue.extend(self.targets[name])
        return seen

    def of(self, operations):
        """These facts, as far as these operations reach."""
        part = Facts(self.service_lines)
        part.operations = set(operations)
        reached = set()
        for operation in operations:
            part.operation_lines[operation] = self.operation_lines[operation]
            reached |= self.reached(operation)
        part.kinds = {name: self.kinds[name] for name in reached}
        part.shape_lines = {name: self.shape_lines[name] for name in reached}
        part.member_lines = {key: lines for key, lines in self.member_lines.items() if key[0] in reached}
        return part


def compare(smithy, botocore):
    """What is said in one format only. Of a member that only one has, that it exists; of a shape that only one has,
    nothing, because what leads to it is a difference already."""
    ours, theirs = set(lines_of(smithy, botocore)), set(lines_of(botocore, smithy))
    return sorted([f"smithy: {line}" for line in ours - theirs] + [f"botocore: {line}" for line in theirs - ours])


def lines_of(facts, other):
    yield from facts.service_lines
    for lines in facts.operation_lines.values():
        yield from lines
    for name, lines in facts.shape_lines.items():
        if name not in other.kinds:
            continue
        if facts.kinds[name] != other.kinds[name]:
            yield lines[0]
            continue
        yield from lines
    for (name, member), lines in facts.member_lines.items():
        if facts.kinds[name] != other.kinds.get(name):
            continue
        yield from lines if (name, member) in other.member_lines else lines[:1]


def touches(smithy, botocore, operation, found):
    """Whether a difference concerns the operation or a shape that it reaches."""
    names = smithy.reached(operation) | botocore.reached(operation)
    for line in found:
        _, subject, name = line.split(" ", 3)[:3]
        if (subject == "operation" and name == operation) or (subject in KINDS and name in names):
            return True
    return False


class Listed:
    """The differences that are accepted, with their reasons."""

    def __init__(self, path):
        with open(path, encoding="utf-8") as file:
            self.entries = json.load(file)
        self.used = set()
        self.exact, self.globs = {}, []
        for number, entry in enumerate(self.entries):
            if not entry["reason"] or entry["service"] in WITHOUT_DIFFERENCES:
                sys.exit(f"listed.json: an entry without a reason, or for a service that may have none: {entry}")
            for line in entry["lines"]:
                if "*" in line:
                    pattern = "*".join(glob_escape(part) for part in line.split("*"))
                    self.globs.append((entry["service"], re.compile(fnmatch.translate(pattern)), (number, line)))
                else:
                    self.exact[(entry["service"], line)] = (number, line)

    def has(self, service, line):
        if service in WITHOUT_DIFFERENCES:
            return False
        keys = [self.exact[key] for key in ((service, line), ("*", line)) if key in self.exact]
        keys += [key for name, glob, key in self.globs if name in (service, "*") and glob.match(line)]
        self.used.update(keys)
        return bool(keys)

    def unused(self):
        for number, entry in enumerate(self.entries):
            for line in entry["lines"]:
                if (number, line) not in self.used:
                    yield f"{entry['service']}: {line}"


def glob_escape(text):
    """Only the star is special."""
    return re.sub(r"([\[?])", r"[\1]", text)


def draft_of(unlisted):
    grouped = defaultdict(list)
    for service, line in unlisted:
        grouped[service].append(line)
    return [{"service": service, "reason": "", "lines": lines} for service, lines in grouped.items()]


def print_table(rows):
    head = ("MODEL", "OPERATIONS", "COMPARED", "SAME", "LISTED", "UNLISTED")
    widths = [max(len(str(row[column])) for row in [head, *rows]) for column in range(len(head))]
    for row in [head, *rows]:
        cells = [str(cell).ljust(width) if column == 0 else str(cell).rjust(width) for column, (cell, width) in enumerate(zip(row, widths))]
        print("  ".join(cells).rstrip())


if __name__ == "__main__":
    arguments = [argument for argument in sys.argv[1:] if argument != "--draft"]
    if len(arguments) != 4:
        sys.exit(__doc__)
    sys.exit(main(*arguments, draft="--draft" in sys.argv))
