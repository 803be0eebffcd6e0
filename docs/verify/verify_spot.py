#!/usr/bin/env python3
"""Draws the workers of a spot test again from its exported bundle and says whether they are the recorded ones.

Usage: verify_spot.py BUNDLE.json        exit code 0: every step holds, 1: one fails, 2: no readable bundle

Standard library only. Written from the description in app/domain/src/spot.rs, not from the program, so that an
error in one shows in the other.
"""

import hashlib
import hmac
import json
import struct
import sys

REASONS = {None, "rest", "out", "gone", "other"}


def sha256(data):
    return hashlib.sha256(data).digest()


def lp(*parts):
    """Joins parts, each preceded by its length as u32 big-endian. Text counts as UTF-8."""
    raw = [p.encode() if isinstance(p, str) else p for p in parts]
    return b"".join(struct.pack(">I", len(p)) + p for p in raw)


def words(key):
    """ChaCha20 (RFC 8439), nonce zero, counter from zero, read as little-endian 32-bit words."""
    counter = 0
    while True:
        start = [0x61707865, 0x3320646E, 0x79622D32, 0x6B206574, *struct.unpack("<8I", key), counter, 0, 0, 0]
        x = list(start)

        def quarter(a, b, c, d):
            for p, q, r, turn in ((a, b, d, 16), (c, d, b, 12), (a, b, d, 8), (c, d, b, 7)):
                x[p] = (x[p] + x[q]) & 0xFFFFFFFF
                v = x[r] ^ x[p]
                x[r] = ((v << turn) | (v >> (32 - turn))) & 0xFFFFFFFF

        for _ in range(10):
            for column in range(4):
                quarter(column, 4 + column, 8 + column, 12 + column)
            for d in range(4):
                quarter(d, 4 + (d + 1) % 4, 8 + (d + 2) % 4, 12 + (d + 3) % 4)
        yield from ((a + b) & 0xFFFFFFFF for a, b in zip(x, start))
        counter += 1


def below(stream, n):
    while True:
        product = next(stream) * n
        if product & 0xFFFFFFFF >= (1 << 32) % n:
            return product >> 32


def shuffle(key, items):
    """Fisher-Yates from the front; a list of one takes a word too."""
    items, stream = list(items), words(key)
    for i in range(len(items)):
        j = i + below(stream, len(items) - i)
        items[i], items[j] = items[j], items[i]
    return items


def draw(seed, test, roster):
    key = hmac.new(seed, lp("anxun-spot-order-v1", test), hashlib.sha256).digest()
    return shuffle(key, roster)


def reach(order, wanted, absent):
    """How many are called: until as many are present as were wanted, or nobody is left."""
    present = 0
    for count, person in enumerate(order, 1):
        present += person not in absent
        if present == wanted:
            return count
    return len(order)


def verify(bundle):
    seed, roster = bytes.fromhex(bundle["seed"]), [person.lower() for person in bundle["roster"]]
    called = [(entry["person"].lower(), entry["absent"]) for entry in bundle["called"]]
    yield "format 1", bundle["format"] == 1
    yield "seed is the committed one", len(seed) == 32 and sha256(seed).hex() == bundle["commitment"]
    in_order = roster == sorted(set(roster))
    logged = sha256(lp("anxun-spot-roster-v1", *roster)).hex() == bundle["roster_hash"]
    yield "roster is in order, and the one that was frozen", in_order and logged
    order = draw(seed, bundle["test"].lower(), sorted(set(roster)))
    yield "same order", order == [person.lower() for person in bundle["order"]]
    absent = {person for person, reason in called if reason is not None}
    first = order[: reach(order, bundle["wanted"], absent)]
    known = all(reason in REASONS for _, reason in called)
    yield "those called are the first present of the order", known and [person for person, _ in called] == first


def main():
    try:
        with open(sys.argv[1], encoding="utf-8") as file:
            steps = list(verify(json.load(file)))
    except (AttributeError, IndexError, OSError, KeyError, TypeError, ValueError) as problem:
        print(f"no readable bundle: {problem!r}", file=sys.stderr)
        return 2
    for name, ok in steps:
        print("ok  " if ok else "FAIL", name)
    return 0 if all(ok for _, ok in steps) else 1


if __name__ == "__main__":
    sys.exit(main())
