"""Copies of what is committed, and what cargo-mutants would change in it."""

import json
import os
import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
OUT = ROOT / "target/mutants"
FILES = ["src/checks/**", "src/rules/**", "src/documents/**", "src/read.rs", "src/findings.rs", "src/missing.rs",
         "src/changes.rs", "src/trace.rs"]
# No line numbers, a little optimised: quick to build, quick to run. A hundred patches a property are enough here.
QUICK = {**os.environ, "CARGO_TARGET_DIR": str(OUT / "target"), "CARGO_PROFILE_DEV_DEBUG": "0",
         "CARGO_PROFILE_DEV_OPT_LEVEL": "1", "CARGO_INCREMENTAL": "1", "PROPTEST_CASES": "100"}
# One after the other, the quickest first: only what one lets pass is given to the next.
TESTS = [["--lib"], ["--test", "cases"], ["--test", "tax_numbers"], ["--test", "properties"]]


def copied(name):
    """A copy of what is committed, under `target/mutants`."""
    copy = OUT / name
    copy.mkdir(parents=True, exist_ok=True)
    archive = subprocess.run(["git", "archive", "HEAD"], cwd=ROOT, check=True, capture_output=True)
    # What was committed once is no part of it. -m: a file of today, else what was built of another one would pass for
    # built of this.
    for old in ("src", "tests"):
        subprocess.run(["rm", "-rf", str(copy / old)], check=True)
    subprocess.run(["tar", "-x", "-m", "-C", str(copy)], input=archive.stdout, check=True)
    # No test here needs the library that other languages load, and to link it takes as long as a test.
    manifest = copy / "Cargo.toml"
    manifest.write_text(manifest.read_text().replace('["rlib", "cdylib"]', '["rlib"]'))
    return copy


def cargo_mutants(copy, *more, **how):
    command = ["cargo", "mutants", "--no-config", "-p", "kyb-patch"]
    for file in FILES:
        command += ["-f", file]
    return subprocess.run([*command, *more], cwd=copy, check=False, **how)


def mutants(copy):
    """All of them, in the order of their names. What only the tests of a file use is no rule."""
    listed = json.loads(cargo_mutants(copy, "--list", "--json", capture_output=True).stdout)
    rules = [mutant for mutant in listed if " tests::" not in mutant["name"]]
    return sorted(rules, key=lambda mutant: mutant["name"])


def one_by_one(copy, names):
    """What became of some, each compiled for itself by cargo-mutants."""
    became = {}
    for tests in TESTS:
        left = [name for name in names if became.get(name, "missed") == "missed"]
        if not left:
            break
        named = "|".join(map(re.escape, left))
        cargo_mutants(copy, "--re", f"^(?:{named})$", "--in-place", "--baseline", "skip", "-t", "30", "-o", str(OUT),
                      *(f"--cargo-arg={word}" for word in tests), env=QUICK, stdout=subprocess.DEVNULL)
        outcomes = json.loads((OUT / "mutants.out/outcomes.json").read_text())["outcomes"]
        told = {outcome["scenario"]["Mutant"]["name"]: outcome["summary"] for outcome in outcomes}
        words = {"MissedMutant": "missed", "CaughtMutant": "caught", "Timeout": "endless", "Unviable": "unviable"}
        # Members that could be left out of a struct are tried whatever names are asked for.
        became |= {name: words[told[name]] for name in left if name in told}
    return became
