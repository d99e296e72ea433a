"""Builds the tests once with every mutant in them, and runs them as one of these."""

import hashlib
import json
import os
import re
import resource
import signal
import subprocess

from listed import OUT, QUICK, TESTS
from schema import PARSER, SWITCH, File, NoSite

# Three times what any step takes, in seconds of the processor: how busy the machine is does not count.
TOO_LONG = 6
# Nearly all of the time of their tests.
SLOW = ["naics::tests", "ends_with_any_bytes", "long_lists", "neither_depth"]


def limits():
    """Of time, and of memory: what grows without end is no reason to fill the machine."""
    resource.setrlimit(resource.RLIMIT_CPU, (TOO_LONG, TOO_LONG + 1))
    resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30))


class Built:
    """The tests, and what of the mutants is in them, by name."""

    def __init__(self, copy, mutants):
        self.copy = copy
        self.files = {}
        self.numbers = {}
        self.genres = {}
        for number, mutant in enumerate(mutants, 1):
            self.genres[number] = mutant["genre"]
            file = mutant["file"]
            if file not in self.files:
                self.files[file] = File((copy / file).read_bytes())
            try:
                self.files[file].add(number, mutant)
                self.numbers[mutant["name"]] = number
            except NoSite:
                pass
        self.left_out = set()
        self.places = {}
        root = copy / "src/lib.rs"
        root.write_text(root.read_text() + SWITCH)
        # What the compiler refused of this very source once, it need not be asked again.
        whole = hashlib.sha256(json.dumps([mutants, [file.source.decode() for file in self.files.values()]]).encode())
        cache = OUT / f"refused-{whole.hexdigest()[:16]}.json"
        if cache.exists():
            self.left_out = set(json.loads(cache.read_text()))
        while not self.compiles():
            pass
        cache.write_text(json.dumps(sorted(self.left_out)))
        names = {number: name for name, number in self.numbers.items()}
        for number in self.left_out:
            self.numbers.pop(names[number], None)

    def compiles(self):
        """Builds; where the compiler refuses some mutants, leaves these out."""
        for name, file in self.files.items():
            text, self.places[name] = file.written(self.left_out)
            path = self.copy / name
            if path.read_bytes() != text:
                path.write_bytes(text)
        for words in (["check", "--lib"], ["test", "--no-run", *(word for test in TESTS for word in test)]):
            run = subprocess.run(["cargo", *words, "-p", "kyb-patch", "--message-format=json"], cwd=self.copy,
                                 env=QUICK, capture_output=True, check=False)
            told = [json.loads(line) for line in run.stdout.splitlines() if line.startswith(b"{")]
            if run.returncode:
                return self.refuse(told, run.stderr.decode())
        self.tests = {one["target"]["name"]: one["executable"] for one in told
                      if one["reason"] == "compiler-artifact" and one.get("executable")}
        return True

    def refuse(self, told, stderr):
        before = len(self.left_out)
        unplaced = []
        for one in told:
            error = one.get("message")
            if one["reason"] != "compiler-message" or error["level"] != "error":
                continue
            spans = error["spans"] + [span for child in error["children"] for span in child["spans"]]
            spans.sort(key=lambda span: not span["is_primary"])
            code = (error["code"] or {}).get("code")
            if code == "E0004":
                found = self.arms_of(spans[0])
            elif code == "E0015":
                name = re.search("`([^`]*)`", error["message"])[1].split("::")[-1]
                found = [number for file in self.files.values() for number in file.loosened.get(name, [])]
            else:
                found = next((found for span in spans if (found := self.of(span))), None)
            if found:
                self.left_out.update(found)
            elif spans:
                unplaced.append(error["rendered"])
        print(f"{len(self.left_out)} left out", flush=True)
        if len(self.left_out) == before:
            raise SystemExit("\n".join(unplaced) or stderr)
        return False

    def of(self, span):
        """The mutants in whose text, or around it, the compiler found an error: those of the narrowest place."""
        places = self.places.get(span["file_name"], [])
        around = [place for place in places if place[0] <= span["byte_start"] and span["byte_end"] <= place[1]]
        return min(around, key=lambda place: place[1] - place[0])[2] if around else None

    def arms_of(self, span):
        """Mutants that are guards of the arms of the match over this: it has no arm left that takes everything."""
        name = span["file_name"]
        root = PARSER.parse((self.copy / name).read_bytes()).root_node
        node = root.descendant_for_byte_range(span["byte_start"], span["byte_end"])
        while node.type != "match_expression":
            node = node.parent
        return [number for begin, end, found in self.places[name] for number in found
                if node.start_byte <= begin and end <= node.end_byte and self.genres[number] == "MatchArm"]

    def passes(self, number, test, *which):
        """Whether a test takes a mutant for the rules; 0 is none. It is over with the first claim that fails, and
        `None` where it never ends."""
        env = {**QUICK, "KYB_MUTANT": str(number), "RUST_BACKTRACE": "0", "CARGO_MANIFEST_DIR": str(self.copy)}
        run = subprocess.Popen([self.tests[test], "--test-threads=1", *which], cwd=self.copy, env=env,
                               stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, preexec_fn=limits)
        if any(line.endswith(b"FAILED\n") for line in run.stdout):
            run.kill()
        run.stdout.close()
        return None if run.wait() == -signal.SIGXCPU else run.returncode == 0

    def became(self, name):
        number = self.numbers[name]
        for step in self.steps():
            passes = self.passes(number, *step)
            if not passes:
                return "endless" if passes is None else "caught"
        return "missed"

    def steps(self):
        """The tests in their order; before them, of the first two, all that take no second."""
        names = [test[-1] if test[-1] != "--lib" else "kyb_patch" for test in TESTS]
        quick = [(test, *(word for name in SLOW for word in ("--skip", name))) for test in names[:2]]
        return [*quick, (names[0], *SLOW), (names[1], *SLOW), *((name,) for name in names[2:])]
