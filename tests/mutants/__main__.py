"""Mutation testing of the rules.

    python3 tests/mutants [--files 'src/rules/*'] [--seed 3 --from 0 --to 200] [--again] [--alone]

cargo-mutants lists every place where the code could be another. Here nearly all of them are compiled into the tests at
once, each behind a switch (`schema.py`), and the tests run with one of them on: a second each, where a build each takes
ten. What can't stand behind a switch, as it is worked out by the compiler or does not compile there, cargo-mutants
tries, each built for itself.

Works on copies of what is committed under `target/mutants`, and keeps what became of each in `results.jsonl` there. A
mutant of a file that is unchanged since is not tried again; `--again` tries those that were missed, `--anew` all.
Prints a line for each that no test notices, and the tally; what never ends was noticed, too.

Needs `cargo install cargo-mutants --locked` and `pip install tree-sitter tree-sitter-rust`.
"""

import argparse
import hashlib
import json
import random
from collections import Counter
from fnmatch import fnmatch

from build import Built
from listed import OUT, copied, mutants, one_by_one

RESULTS = OUT / "results.jsonl"
# As many are given to one run of cargo-mutants: what was tried before an end by Ctrl-C is a whole number of these.
AT_ONCE = 30


def known(copy):
    """What became of mutants of files as they are here."""
    if not RESULTS.exists():
        return {}
    hashes = {}
    lines = [json.loads(line) for line in RESULTS.read_text().splitlines()]
    for one in lines:
        path = copy / one["name"].split(":")[0]
        if path not in hashes:
            hashes[path] = hash_of(path) if path.exists() else None
    return {one["name"]: one["became"] for one in lines if hashes[copy / one["name"].split(":")[0]] == one["file"]}


def hash_of(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]


def keep(name, became, how, hashes):
    with RESULTS.open("a") as file:
        file.write(json.dumps({"name": name, "became": became, "how": how,
                               "file": hashes[name.split(":")[0]]}) + "\n")


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--files", default="*")
    options.add_argument("--seed", type=int, help="in a drawn order, not by name: any beginning is a fair sample")
    options.add_argument("--from", type=int, default=0, dest="first")
    options.add_argument("--to", type=int)
    options.add_argument("--again", action="store_true", help="tries what was missed")
    options.add_argument("--anew", action="store_true", help="forgets what became of any")
    options.add_argument("--alone", action="store_true", help="each built for itself, none behind a switch")
    options.add_argument("--switched", action="store_true", help="only those behind a switch")
    wanted = options.parse_args()

    plain = copied("tree")
    listed = mutants(plain)
    names = [mutant["name"] for mutant in listed]
    if wanted.seed is not None:
        random.Random(wanted.seed).shuffle(names)
    chosen = [name for name in names if fnmatch(name.split(":")[0], wanted.files)][wanted.first:wanted.to]
    hashes = {mutant["file"]: hash_of(plain / mutant["file"]) for mutant in listed}
    if wanted.anew:
        RESULTS.unlink(missing_ok=True)
    became = known(plain)
    left = [name for name in chosen
            if name not in became or (wanted.again and became[name] == "missed") or wanted.alone]
    print(f"{len(names)} mutants, {len(chosen)} asked for, {len(left)} to try", flush=True)

    def told(name, outcome, how):
        became[name] = outcome
        keep(name, outcome, how, hashes)
        if outcome == "missed":
            print("missed:", name, flush=True)

    switched = {}
    if left and not wanted.alone:
        built = Built(copied("schema"), listed)
        switched = built.numbers
        for step in built.steps():
            if not built.passes(0, *step):
                raise SystemExit(f"{step} fails without any mutant")
        print(f"{len(switched)} behind a switch", flush=True)
        for name in left:
            if name in switched:
                told(name, built.became(name), "switch")
    alone = [] if wanted.switched else [name for name in left if name not in switched]
    for start in range(0, len(alone), AT_ONCE):
        for name, outcome in one_by_one(plain, alone[start:start + AT_ONCE]).items():
            told(name, outcome, "alone")

    tally = Counter(became.get(name, "not tried") for name in chosen)
    print(dict(tally))
    tried = tally["caught"] + tally["endless"] + tally["missed"]
    if tried:
        print(f"{tally['missed']} of {tried} that compile were missed: {100 * tally['missed'] / tried:.1f} %")


if __name__ == "__main__":
    main()
