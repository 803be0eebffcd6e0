#!/usr/bin/env python3
"""Draws an exam paper again from its exported bundle and says whether it is the recorded one.

Usage: verify_paper.py BUNDLE.json        exit code 0: every step holds, 1: one fails, 2: no readable bundle

Standard library only. Written from the description in app/domain/src/exam/paper.rs (and pool.rs,
seating.rs), not from the program, so that an error in one shows in the other.
"""

import hashlib
import hmac
import json
import struct
import sys

EXPECT = {"easy": 850, "medium": 700, "hard": 550}  # thousandths of the points of an item
LEVELS = ["easy", "medium", "hard"]
MOST_TRIES, TOLERANCE = 64, 50_000


def sha256(data):
    return hashlib.sha256(data).digest()


def mac(key, *parts):
    return hmac.new(key, lp(*parts), hashlib.sha256).digest()


def lp(*parts):
    """Joins parts, each preceded by its length as u32 big-endian. Text counts as UTF-8."""
    raw = [p.encode() if isinstance(p, str) else p for p in parts]
    return b"".join(struct.pack(">I", len(p)) + p for p in raw)


class Stream:
    """ChaCha20 (RFC 8439), nonce zero, counter from zero, read as little-endian 32-bit words."""

    def __init__(self, key):
        self.key, self.counter, self.words = struct.unpack("<8I", key), 0, []

    def block(self):
        constants = (0x61707865, 0x3320646E, 0x79622D32, 0x6B206574)
        start = [*constants, *self.key, self.counter, 0, 0, 0]
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
        self.counter += 1
        return [(a + b) & 0xFFFFFFFF for a, b in zip(x, start)]

    def word(self):
        if not self.words:
            self.words = self.block()
        return self.words.pop(0)

    def below(self, n):
        while True:
            product = self.word() * n
            if product & 0xFFFFFFFF >= (1 << 32) % n:
                return product >> 32

    def pick(self, items, count):
        """The first `count` steps of Fisher-Yates, from the front."""
        items, count = list(items), min(count, len(items))
        for i in range(count):
            j = i + self.below(len(items) - i)
            items[i], items[j] = items[j], items[i]
        return items[:count]

    def shuffle(self, items):
        return self.pick(items, len(items))


def fits(item, cell):
    band, level = cell.get("band"), LEVELS.index(item["difficulty"])
    return (
        item["shape"]["kind"] == cell["kind"]
        and (cell.get("topic") is None or cell["topic"] in item["topics"])
        and (cell.get("law") is None or cell["law"] == item.get("law"))
        and (band is None or LEVELS.index(band["easiest"]) <= level <= LEVELS.index(band["hardest"]))
    )


def pool_hash(pool):
    def shape(s):
        return lp(s["kind"], str(s["options"]), ",".join(map(str, s["pins"])))

    items = [
        lp(
            i["id"], i["shape"]["kind"], i["difficulty"], i.get("law") or "", lp(*i["topics"]),
            shape(i["shape"]), lp(*map(shape, i.get("parts", []))), bytes.fromhex(i["content"]),
        )
        for i in pool
    ]
    return sha256(lp("anxun-pool-v1", *items))


class Drawing:
    def __init__(self, bundle):
        record = bundle["record"]
        self.secret = bytes.fromhex(bundle["exam_key"])
        self.candidate, self.attempt = record["candidate"].lower(), str(record["attempt"])
        self.seating, self.seen = record.get("seating"), set(record["seen"])
        self.cells = record["blueprint"]["cells"]
        self.pool = {i["id"]: i for i in sorted(bundle["pool"], key=lambda i: i["id"].encode())}
        self.fitting = [[k for k, i in self.pool.items() if fits(i, cell)] for cell in self.cells]
        self.target = sum(map(self.cell_target, self.cells, self.fitting))

    def cell_target(self, cell, ids):
        total, n = sum(EXPECT[self.pool[k]["difficulty"]] for k in ids), len(ids)
        return (2 * cell["count"] * cell["each"] * total + n) // (2 * n) if n else 0

    def key(self, number):
        return mac(self.secret, "paper", self.candidate, self.attempt, str(number))

    def fill(self, stream, cell, count, paper):
        """Adds what a cell still needs, fresh items first."""
        for seen in (False, True):
            if count == 0:
                return
            open_ids = [k for k in self.fitting[cell] if k not in paper and (k in self.seen) == seen]
            taken = stream.pick(open_ids, count)
            paper.extend(taken)
            count -= len(taken)
        if count:
            raise ValueError(f"cell {cell}: {count} questions are missing")

    def select(self, number):
        stream, paper = Stream(self.key(number)), []
        for cell, wanted in enumerate(self.cells):
            self.fill(stream, cell, wanted["count"], paper)
        return paper

    def deck(self, cell, level, turn, ids):
        key = mac(self.secret, "deck", self.seating["deck"], str(cell), level, str(turn))
        return Stream(key).shuffle(ids)

    def quotas(self, sizes, count):
        total = sum(sizes)
        if total == 0:
            return [0, 0, 0]
        count = min(count, total)
        quotas = [count * n // total for n in sizes]
        ranked = sorted((1, 0, 2), key=lambda d: -(count * sizes[d] % total))  # medium first among equals
        for d in ranked[: count - sum(quotas)]:
            quotas[d] += 1
        return quotas

    def select_for_seat(self):
        stream, paper = Stream(self.key(0)), []
        for cell, wanted in enumerate(self.cells):
            first = len(paper)
            levels = [[k for k in self.fitting[cell] if self.pool[k]["difficulty"] == d] for d in LEVELS]
            for level, ids, quota in zip(LEVELS, levels, self.quotas([len(x) for x in levels], wanted["count"])):
                if quota == 0:
                    continue
                turn, place = divmod(self.seating["seat"] * quota, len(ids))
                walk = self.deck(cell, level, turn, ids)[place:] + self.deck(cell, level, turn + 1, ids)
                for k in walk:
                    if quota and k not in paper and k not in self.seen:
                        paper.append(k)
                        quota -= 1
            self.fill(stream, cell, wanted["count"] - (len(paper) - first), paper)
            paper[first:] = stream.shuffle(paper[first:])
        return paper

    def places(self):
        return [(n, cell) for n, cell in enumerate(self.cells) for _ in range(cell["count"])]

    def expected(self, ids):
        return sum(cell["each"] * EXPECT[self.pool[k]["difficulty"]] for (_, cell), k in zip(self.places(), ids))

    def draw(self):
        if self.seating:
            return self.paper(0, self.select_for_seat())
        best = None
        for number in range(MOST_TRIES):
            ids = self.select(number)
            distance = abs(self.expected(ids) - self.target)
            if best is None or distance < best[0]:
                best = (distance, number, ids)
            if distance <= TOLERANCE:
                break
        return self.paper(best[1], best[2])

    def paper(self, number, ids):
        options, items = Stream(mac(self.key(number), "options")), []

        def order(shape):
            free = [i for i in range(shape["options"]) if i not in shape["pins"]]
            return options.shuffle(free) + shape["pins"]

        for place, ((cell, wanted), k) in enumerate(zip(self.places(), ids), 1):
            item = self.pool[k]
            shapes = item.get("parts", [])
            each, over = divmod(wanted["each"], len(shapes)) if shapes else (0, 0)
            drawn = {
                "number": place, "cell": cell, "id": k, "kind": item["shape"]["kind"],
                "difficulty": item["difficulty"], "points": wanted["each"], "order": order(item["shape"]),
            }
            parts = [
                {"kind": s["kind"], "points": each + (n <= over), "order": order(s)}
                for n, s in enumerate(shapes, 1)
            ]
            items.append(drawn | ({"parts": parts} if parts else {}))
        return {"try": number, "expected": self.expected(ids), "target": self.target, "items": items}


def without_orders(items):
    bare = [{k: v for k, v in i.items() if k != "order"} for i in items]
    return [i | {"parts": without_orders(i["parts"])} if "parts" in i else i for i in bare]


def orders(items):
    return [(i["order"], orders(i.get("parts", []))) for i in items]


def verify(bundle):
    record = bundle["record"]
    pool = sorted(bundle["pool"], key=lambda i: i["id"].encode())
    unique = len({i["id"] for i in pool}) == len(pool)
    total = sum(c["count"] * c["each"] for c in record["blueprint"]["cells"])
    yield "version 1", record["version"] == 1
    yield "blueprint totals 100.00", total == 10_000
    yield "secret is the committed one", sha256(bytes.fromhex(bundle["exam_key"])).hex() == record["commitment"]
    yield "pool is the recorded one", unique and pool_hash(pool).hex() == record["pool"]
    try:
        again = Drawing(bundle).draw()
    except ValueError as refusal:
        yield f"paper can be drawn ({refusal})", False
        return
    paper = record["paper"]
    yield "same try", again["try"] == paper["try"]
    yield "same items", without_orders(again["items"]) == without_orders(paper["items"])
    yield "same order of options", orders(again["items"]) == orders(paper["items"])
    yield "same expected score", (again["expected"], again["target"]) == (paper["expected"], paper["target"])


def main():
    try:
        with open(sys.argv[1], encoding="utf-8") as file:
            steps = list(verify(json.load(file)))
    except (IndexError, OSError, KeyError, TypeError, ValueError) as problem:
        print(f"no readable bundle: {problem!r}", file=sys.stderr)
        return 2
    for name, ok in steps:
        print("ok  " if ok else "FAIL", name)
    return 0 if all(ok for _, ok in steps) else 1


if __name__ == "__main__":
    sys.exit(main())
