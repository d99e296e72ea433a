"""Every mutant of a file behind a switch, in one text.

An operator's mutants stand in a match around the outermost expression of operators that it belongs to, each with the
text that cargo-mutants would write; a function's return before its body; an arm of a match that is left out has a
guard. A function that the compiler may call is no more such a one, where it need not be; a table that the compiler
works out stands there once for each.
"""

from dataclasses import dataclass, field

import tree_sitter_rust
from tree_sitter import Language, Parser

PARSER = Parser(Language(tree_sitter_rust.language()))
# Read once: what is asked for with every operator must cost nothing.
SWITCH = """
/// The mutant that this process is to be.
#[doc(hidden)]
pub fn mutant() -> u32 {
    static CHOSEN: std::sync::OnceLock<u32> = std::sync::OnceLock::new();
    *CHOSEN.get_or_init(|| std::env::var("KYB_MUTANT").map_or(0, |id| id.parse().unwrap()))
}
"""
CHOSEN = b"crate::mutant()"


@dataclass
class Site:
    """A piece of the source that is written otherwise: `arms` are mutants with their texts."""

    start: int
    end: int
    rank: int
    kind: str
    arms: list = field(default_factory=list)
    inside: list = field(default_factory=list)


class NoSite(Exception):
    """There is no switch at this place: why."""


def at(lines, place):
    """The byte that a line and a column name, both from one, columns in characters."""
    line = lines[place["line"] - 1]
    return sum(map(len, lines[:place["line"] - 1])) + len(line.decode()[:place["column"] - 1].encode())


def nodes(node):
    yield node
    for child in node.children:
        yield from nodes(child)


def up(node):
    while node:
        yield node
        node = node.parent


def const(node):
    """What has the compiler work this out: a function, a table or something else; `None` where nothing has."""
    child = node
    for above in up(node):
        if above.type == "closure_expression":
            return None
        if above.type == "function_item":
            words = [word for part in above.children if part.type == "function_modifiers" for word in part.children]
            return next((word for word in words if word.type == "const"), None)
        if above.type in ("const_item", "static_item", "const_block", "enum_variant"):
            return above
        if above.type == "array_type" and above.child_by_field_name("length") == child:
            return above
        child = above
    return node


class File:
    """A source file, and the sites of its mutants."""

    def __init__(self, source):
        self.source = source
        self.lines = source.splitlines(keepends=True)
        self.root = PARSER.parse(source).root_node
        self.sites = {}
        # What need not be worked out by the compiler, as far as it has not said so: by name, the mutants in it.
        self.loosened = {}

    def add(self, number, mutant):
        """Puts a mutant behind the switch; raises where that can't be."""
        start, end = (at(self.lines, mutant["span"][side]) for side in ("start", "end"))
        place = getattr(self, mutant["genre"], None)
        if place is None:
            raise NoSite(mutant["genre"])
        if mutant["genre"] == "FnValue" and "impl " in mutant["function"]["return_type"]:
            # Another value has another type than the body's.
            raise NoSite("impl")
        fixed = const(self.root.descendant_for_byte_range(start, end))
        new = mutant["replacement"].encode()
        if fixed is None:
            place(number, start, end, new)
        elif fixed.type == "const":
            place(number, start, end, new)
            self.site((fixed.start_byte, fixed.end_byte), 0, "loose").arms.append((number, b""))
            self.loosened.setdefault(self.name(fixed.parent.parent), []).append(number)
        elif fixed.type == "static_item":
            self.table(fixed, number, start, end, new)
        else:
            raise NoSite("const")

    def name(self, item):
        return item.child_by_field_name("name").text.decode()

    def table(self, item, number, start, end, new):
        """A table that the compiler works out stands there once more for each mutant, and who reads it takes one."""
        name = item.child_by_field_name("name")
        uses = [node for node in nodes(self.root) if node.text == name.text and node.child_count == 0 and node != name]
        if item.parent != self.root or any(part.type == "visibility_modifier" for part in item.children):
            raise NoSite("seen elsewhere")
        if any(node.type != "identifier" or const(node) for node in uses):
            raise NoSite("const")
        other = b"%s_%d" % (name.text, number)
        text = (b"\n" + self.source[item.start_byte:name.start_byte] + other + self.source[name.end_byte:start] + new
                + self.source[end:item.end_byte])
        self.site((item.end_byte, item.end_byte), 0, "more").arms.append((number, text))
        for use in uses:
            self.site((use.start_byte, use.end_byte), 3, "table").arms.append((number, b"&" + other))

    def site(self, node_or_span, rank, kind):
        start, end = node_or_span
        return self.sites.setdefault((start, end, kind), Site(start, end, rank, kind))

    def token(self, start, end, parents):
        token = self.root.descendant_for_byte_range(start, end)
        if (token.start_byte, token.end_byte) != (start, end) or token.parent.type not in parents:
            raise NoSite(f"{token.type} in {token.parent and token.parent.type}")
        return token.parent

    def BinaryOperator(self, number, start, end, new):
        top = self.token(start, end, ("binary_expression", "compound_assignment_expr"))
        while top.parent.type == "binary_expression":
            top = top.parent
        text = self.source[top.start_byte:start] + new + self.source[end:top.end_byte]
        self.site((top.start_byte, top.end_byte), 1, "one of").arms.append((number, text))

    def UnaryOperator(self, number, start, end, new):
        node = self.token(start, end, ("unary_expression",))
        text = new + self.source[end:node.end_byte]
        self.site((node.start_byte, node.end_byte), 2, "one of").arms.append((number, text))

    def FnValue(self, number, start, end, new):
        node = self.root.descendant_for_byte_range(start, end)
        body = next((above for above in up(node) if above.type == "function_item"), None)
        body = body and body.child_by_field_name("body")
        if body is None:
            raise NoSite("no body")
        place = body.start_byte + 1
        self.site((place, place), 0, "return").arms.append((number, new))

    def arm(self, start):
        node = self.root.descendant_for_byte_range(start, start + 1)
        for above in up(node):
            if above.type == "match_arm":
                pattern = above.child_by_field_name("pattern")
                return pattern, pattern.child_by_field_name("condition")
        raise NoSite("no arm")

    def MatchArm(self, number, start, _end, _new):
        pattern, condition = self.arm(start)
        if condition:
            self.site((condition.start_byte, condition.end_byte), 0, "and not").arms.append((number, b""))
        else:
            self.site((pattern.end_byte, pattern.end_byte), 0, "if not").arms.append((number, b""))

    def MatchArmGuard(self, number, start, end, new):
        _, condition = self.arm(start)
        if (condition.start_byte, condition.end_byte) != (start, end):
            raise NoSite("guard")
        self.site((start, end), 0.5, "one of").arms.append((number, new))

    def written(self, left_out):
        """The source with its switches, without some mutants and some sites; where each mutant and each site is."""
        sites = []
        for key, site in self.sites.items():
            arms = [arm for arm in site.arms if arm[0] not in left_out]
            if arms:
                sites.append(Site(site.start, site.end, site.rank, site.kind, arms))
        # The outermost first, so that each finds the one that it stands in on a stack.
        sites.sort(key=lambda site: (site.start, -site.end, site.rank))
        whole = Site(0, len(self.source), 0, "file")
        stack = [whole]
        for site in sites:
            while not (stack[-1].start <= site.start and site.end <= stack[-1].end):
                stack.pop()
            stack[-1].inside.append(site)
            stack.append(site)
        out, places = bytearray(), []
        self.write(whole, out, places)
        return bytes(out), places

    def write(self, site, out, places):
        first = len(out)

        def arms(form):
            for number, text in site.arms:
                begin = len(out)
                out.extend(form(number, text))
                places.append((begin, len(out), [number]))

        def inner():
            place = site.start
            for child in site.inside:
                out.extend(self.source[place:child.start])
                self.write(child, out, places)
                place = child.end
            out.extend(self.source[place:site.end])

        if site.kind == "file":
            inner()
            return
        if site.kind == "one of":
            out.extend(b"(match " + CHOSEN + b" { ")
            arms(lambda number, text: b"%d => (%s),\n" % (number, text))
            out.extend(b"_ => (")
            inner()
            out.extend(b") })")
        elif site.kind == "table":
            out.extend(b"(*match " + CHOSEN + b" { ")
            arms(lambda number, text: b"%d => %s,\n" % (number, text))
            out.extend(b"_ => &")
            inner()
            out.extend(b" })")
        elif site.kind == "more":
            arms(lambda _, text: text)
        elif site.kind == "return":
            out.extend(b" match " + CHOSEN + b" { ")
            arms(lambda number, text: b"%d => return (%s),\n" % (number, text))
            out.extend(b"_ => {} } ")
        elif site.kind == "if not":
            arms(lambda number, _: b" if " + CHOSEN + b" != %d" % number)
        elif site.kind == "and not":
            arms(lambda number, _: CHOSEN + b" != %d && " % number)
            out.extend(b"(")
            inner()
            out.extend(b")")
        places.append((first, len(out), [number for number, _ in site.arms]))
