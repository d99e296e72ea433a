"""Mutation testing of the rules, by a sample that is drawn with a seed.

    python3 tests/mutants.py [--seed 3] [--from 0] [--to 200]

cargo-mutants lists every place where the code could be another; the list is shuffled with the seed, and the places from
and to are tried, in a copy of what is committed under `target/mutants`. As the order is drawn, any beginning of it is a
fair sample. Prints a line for each that no test notices, and the tally. Needs `cargo install cargo-mutants --locked`.
"""

import argparse
import json
import os
import random
import re
import subprocess
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COPY = ROOT / "target/mutants/tree"
OUT = ROOT / "target/mutants"
FILES = ["src/checks/**", "src/rules/**", "src/documents/**", "src/read.rs", "src/findings.rs", "src/missing.rs",
         "src/changes.rs", "src/trace.rs"]
# One after the other, the quickest to build first: only what one lets pass is given to the next.
TESTS = [["--lib"], ["--test", "cases"], ["--test", "tax_numbers", "--test", "properties"]]
# As many are given to one run of cargo-mutants: what was tried before an end by Ctrl-C is a whole number of these.
AT_ONCE = 30


def mutants(*more, **how):
    command = ["cargo", "mutants", "--no-config", "-p", "kyb-patch"]
    for file in FILES:
        command += ["-f", file]
    return subprocess.run([*command, *more], cwd=COPY, check=False, **how)


def tried(drawn, tests, env):
    """What became of each that is drawn."""
    named = "|".join(map(re.escape, drawn))
    mutants("--re", f"^(?:{named})$", "--in-place", "--baseline", "skip", "-t", "30", "-o", str(OUT),
            *(f"--cargo-arg={word}" for word in tests), env=env, stdout=subprocess.DEVNULL)
    outcomes = json.loads((OUT / "mutants.out/outcomes.json").read_text())["outcomes"]
    summaries = {outcome["scenario"]["Mutant"]["name"]: outcome["summary"] for outcome in outcomes}
    # Members that could be left out of a struct are tried whatever names are asked for.
    return {name: summaries[name] for name in drawn if name in summaries}


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--seed", type=int, default=3)
    options.add_argument("--from", type=int, default=0, dest="first")
    options.add_argument("--to", type=int, default=200)
    wanted = options.parse_args()

    COPY.mkdir(parents=True, exist_ok=True)
    archive = subprocess.run(["git", "archive", "HEAD"], cwd=ROOT, check=True, capture_output=True)
    # -m: a file of today, else what was built of another one would pass for built of this.
    subprocess.run(["tar", "-x", "-m", "-C", str(COPY)], input=archive.stdout, check=True)
    # No test here needs the library that other languages load, and to link it takes as long as a test.
    manifest = COPY / "Cargo.toml"
    manifest.write_text(manifest.read_text().replace('["rlib", "cdylib"]', '["rlib"]'))

    listed = mutants("--list", "--json", capture_output=True)
    # What only the tests of a file use is no rule.
    names = sorted(name for mutant in json.loads(listed.stdout) if " tests::" not in (name := mutant["name"]))
    random.Random(wanted.seed).shuffle(names)
    sample = names[wanted.first:wanted.to]
    print(f"{len(names)} mutants, {len(sample)} of them drawn with seed {wanted.seed}", flush=True)

    # No line numbers, a little optimised: quick to build, quick to run. A hundred patches a property are enough here.
    quick = {**os.environ, "CARGO_TARGET_DIR": str(OUT / "target"), "CARGO_PROFILE_DEV_DEBUG": "0",
             "CARGO_PROFILE_DEV_OPT_LEVEL": "1", "CARGO_INCREMENTAL": "1", "PROPTEST_CASES": "100"}
    tally = Counter()
    for start in range(0, len(sample), AT_ONCE):
        drawn = sample[start:start + AT_ONCE]
        became = {}
        for tests in TESTS:
            left = [name for name in drawn if became.get(name, "MissedMutant") == "MissedMutant"]
            became |= tried(left, tests, quick) if left else {}
        tally.update(became.values())
        for name, summary in became.items():
            if summary == "MissedMutant":
                print("missed:", name, flush=True)
        print(dict(tally), flush=True)
    compiled = sum(tally.values()) - tally["Unviable"]
    if compiled:
        missed = tally["MissedMutant"]
        print(f"{missed} of {compiled} that compile were missed: {100 * missed / compiled:.1f} %")


if __name__ == "__main__":
    main()
