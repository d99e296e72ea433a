#!/usr/bin/env python3
"""Holds the rules of tax numbers against python-stdnum 2.2: 5,000 strings a rule that has an oracle.

Run from the root of the repository; it makes a virtual environment under target/oracles. python-stdnum is LGPL: it is
run here and nothing of it is copied. Prints a table in Markdown, and fails when a rule disagrees without a reason below. `SEED` makes other strings.
"""
import importlib
import os
import random
import re
import re._parser as regex
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HOME = ROOT / 'target' / 'oracles'
PYTHON = HOME / 'bin' / 'python'
PACKAGE = 'python-stdnum==2.2'
STRINGS = 5_000
SEED = int(os.environ.get('SEED', 1))
LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
DIGITS = '0123456789'

# Why a rule and its oracle differ.
REASONS = {
    ('AUS', 'ABN'): 'check digits 10 stand for 99, by whose remainder they are found',
    ('BGR', 'UIC'): 'ours also knows the 13 digits of a branch; `bg.vat` takes the 10 of a person here, which is no UIC',
    ('BGR', 'VAT'): 'the date in a person\'s ten digits is not looked at',
    ('BLR', 'UNP'): 'what the first digit stands for is not looked at',
    ('CAN', 'BN'): 'accounts other than RC, RM, RP and RT exist',
    ('CHE', 'VAT'): 'the CHE in front may be left out',
    ('CHN', 'IIN'): 'the region is not looked at',
    ('CHN', 'USCC'): 'the first two characters may be letters',
    ('COL', 'ITIN'): 'numbers of persons, 7 to 11 digits; `co.nit` is for 8 to 16',
    ('CZE', 'DIC'): 'a month is itself, or 20, 50 or 70 more; theirs is taken modulo 50 and 20, and nine digits end in 1953',
    ('CZE', 'VAT'): 'as DIC',
    ('DNK', 'CPR'): 'the century that the seventh digit tells is not held against the date',
    ('DOM', 'RNC'): 'persons have the eleven digits of their cedula',
    ('FIN', 'HETU'): 'numbers 900 to 999, which institutions give for a while, are taken',
    ('FRA', 'VAT'): 'a key with letters is not calculated',
    ('GBR', 'UTR'): 'a K may stand behind, as the tax office writes it; theirs takes any number of them in front',
    ('GBR', 'VAT'): 'the newer check is taken for numbers below 100, too',
    ('GRC', 'VAT'): 'numbers of eight digits are of old',
    ('GTM', 'NIT'): 'numbers of one character and zeros, or longer than twelve; persons have the thirteen digits of their CUI',
    ('IDN', 'NIK'): 'the region is not looked at; a day is itself or 40 more, not more modulo 40',
    ('IDN', 'NPWP'): 'as NIK, which it may be',
    ('IND', 'GSTN'): 'states 38, 97 and 99 exist; so do numbers of who deducts tax, of UN bodies and of those abroad',
    ('IND', 'PAN'): 'the serial number 0000 is not looked at',
    ('IRL', 'PPS'): 'a second letter is A to I',
    ('IRL', 'TRN'): 'a second letter is A to I and counts; theirs leaves letters other than A, B and H out of the sum',
    ('IRL', 'VAT'): 'a second letter is A to I',
    ('ITA', 'CF'): 'a day is itself or 40 more, not more modulo 40',
    ('LVA', 'VAT'): 'numbers of persons are taken by their shape',
    ('MCO', 'VAT'): 'as FRA',
    ('MLT', 'VAT'): 'a leading zero is taken',
    ('NLD', 'VAT'): 'leading zeros may not be left out',
    ('NOR', 'VAT'): 'the MVA behind may be left out',
    ('PER', 'DNI'): 'the ninth character is optional and not calculated',
    ('PER', 'RUC'): 'a RUC may begin with 16',
    ('PRY', 'RUC'): 'at least three digits',
    ('SLV', 'NIT'): 'persons have the nine digits of their DUI',
    ('SMR', 'VAT'): 'two to six digits and no more is known of them',
    ('SVK', 'DIC'): 'a DIC that is no VAT number is taken by its shape',
    ('SVK', 'VAT'): 'theirs also takes birth numbers, which need not be multiples of eleven',
    ('USA', 'ITIN'): 'groups 50 to 65 are issued since 2013',
}


def in_environment():
    """Runs this very script with python-stdnum at hand."""
    if Path(sys.prefix) == HOME:
        return
    if not PYTHON.exists():
        subprocess.run([sys.executable, '-m', 'venv', HOME], check=True)
    subprocess.run([PYTHON, '-m', 'pip', 'install', '--quiet', PACKAGE], check=True)
    os.execv(PYTHON, [PYTHON, *sys.argv])


def rules():
    """The rules that say something and have an oracle, and how many have none or are silent."""
    table = tomllib.loads((ROOT / 'data' / 'tax_types.toml').read_text())
    found, silent, alone = [], 0, 0
    for rule in table['rule'] + [dict(vat, type='VAT', countries=[vat['country']]) for vat in table['vat']]:
        if rule.get('confidence') == 'low' or rule.get('tier') == 'none':
            silent += 1
        elif not rule['stdnum'] or rule['countries'] == ['*']:
            alone += 1
        else:
            found += [dict(rule, country=country) for country in rule['countries']]
    return found, silent + len(table['fallback']), alone


def of_shape(tree):
    """A random string of a regular expression, by its parse."""
    made = ''
    for name, value in tree:
        match str(name):
            case 'LITERAL':
                made += chr(value)
            case 'MAX_REPEAT':
                least, most, inner = value
                for _ in range(random.randint(least, most)):
                    made += of_shape(inner)
            case 'SUBPATTERN':
                made += of_shape(value[3])
            case 'BRANCH':
                made += of_shape(random.choice(value[1]))
            case 'IN':
                made += random.choice([char for part in value for char in of_class(part)])
            case other:
                raise ValueError(f'no way to write {other}')
    return made


def of_class(part):
    match str(part[0]):
        case 'LITERAL':
            return chr(part[1])
        case 'RANGE':
            return ''.join(map(chr, range(part[1][0], part[1][1] + 1)))
        case 'CATEGORY':
            return DIGITS
        case other:
            raise ValueError(f'no way to write {other}')


def mutated(text):
    """The text with one or two slips: a character changed, doubled, left out, or swapped with its neighbour."""
    for _ in range(random.choice((1, 1, 1, 2))):
        at = random.randrange(len(text)) if text else 0
        kind = random.randrange(8)
        if kind < 5:
            like = LETTERS if text[at:at + 1].isalpha() else DIGITS
            text = text[:at] + random.choice(like) + text[at + 1:]
        elif kind == 5:
            text = text[:at] + text[at + 1:at + 2] + text[at:at + 1] + text[at + 2:]
        elif kind == 6:
            text = text[:at] + text[at + 1:]
        else:
            text = text[:at] + random.choice(DIGITS + LETTERS) + text[at:]
    return text


def asks(module):
    """The oracle's answer to a string; none where it breaks, as cn.ric does for some regions."""
    oracle = importlib.import_module('stdnum.' + module)

    def holds(text):
        try:
            return oracle.is_valid(text)
        except (KeyError, IndexError):
            return None

    return holds


def strings(rule, holds):
    """Random ones of the shape, right ones that were searched for, and slips in right ones."""
    tree = regex.parse(rule['shape'])
    right = [text for text in rule['valid'] if holds(text)]
    made = []
    for _ in range(STRINGS * 2 // 5):
        text = of_shape(tree)
        made.append(text)
        # A right one is often a last character or a date away.
        for _ in range(40):
            if holds(text):
                right.append(text)
                break
            at = random.choice((len(text) - 1, len(text) - 1, random.randrange(len(text))))
            like = LETTERS if text[at].isalpha() and random.random() < 0.9 else DIGITS
            text = text[:at] + random.choice(like) + text[at + 1:]
    for text in random.sample(right, min(len(right), STRINGS // 5)):
        made.append(text)
    while len(made) < STRINGS:
        made.append(mutated(random.choice(right)))
    return made


def verdicts(lines):
    """What the rules say of each line."""
    command = ['cargo', 'run', '--quiet', '--profile', 'tool', '-p', 'kyb-patch', '--example', 'verdicts']
    told = subprocess.run(command, input='\n'.join(lines) + '\n', capture_output=True, text=True, check=True, cwd=ROOT)
    return told.stdout.splitlines()


def main():
    found, silent, alone = rules()
    cases = []
    for rule in found:
        holds = asks(rule['stdnum'])
        # A rule's strings are its own: another shape elsewhere leaves them as they are.
        random.seed(f'{SEED} {rule["country"]} {rule["type"]}')
        for text in strings(rule, holds):
            if (answer := holds(text)) is not None:
                cases.append((rule, text, answer))
    said = verdicts(f'{rule["country"]}\t{rule["type"]}\t{text}' for rule, text, _ in cases)
    assert len(said) == len(cases), 'a verdict a line'

    rows = {}
    for (rule, text, holds), codes in zip(cases, said):
        row = rows.setdefault((rule['country'], rule['type']), [rule['stdnum'], 0, 0, [], []])
        row[1] += 1
        row[2] += bool(holds)
        if (codes == 'ok') != holds:
            row[3 if holds else 4].append((text, codes))
    print('| country, type | python-stdnum | strings | right there | we alone object | it alone objects | why |')
    print('| --- | --- | ---: | ---: | ---: | ---: | --- |')
    unexplained = []
    for key, (module, count, right, ours, theirs) in sorted(rows.items()):
        reason = REASONS.get(key, '')
        print(f'| {" ".join(key)} | `{module}` | {count} | {right} | {len(ours)} | {len(theirs)} | {reason} |')
        if (ours or theirs) and not reason:
            unexplained.append((key, ours[:4], theirs[:4]))
    # Some differ in one string of ten thousand: another seed meets them.
    unmet = [' '.join(key) for key in REASONS if key not in rows or not (rows[key][3] or rows[key][4])]
    total = sum(row[1] for row in rows.values())
    differ = sum(len(row[3]) + len(row[4]) for row in rows.values())
    print(f'\n{len(rows)} rules, {total} strings, {differ} disagreements.')
    print(f'{silent} entries of the table never say anything, {alone} have no oracle.')
    if unmet:
        print(f'Reasons that no string asked for this time: {", ".join(unmet)}.')
    for key, ours, theirs in unexplained:
        print(f'{key}: no reason: we alone {ours}, it alone {theirs}', file=sys.stderr)
    return bool(unexplained)


if __name__ == '__main__':
    in_environment()
    sys.exit(main())
