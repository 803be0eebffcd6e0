#!/usr/bin/env python3
"""Computes a published draw of a drill day again, from nothing but the bundle.

    python3 verify_draw.py BUNDLE.json

Prints each step; ends with 0 if everything agrees, with 1 if anything differs or is missing.
Needs Python 3.9 and its standard library. It was written from the formulas of the design ("How to
compute a draw again" in the documentation of the drill rules), not from the program that drew.

It shows that the result follows from anchors, links, and frozen inputs. That these are the ones published
in time is for the reader to compare: the anchors with the opening of the year, the inputs' hash with the
log of the evening before.
"""

import hashlib
import hmac as hmac_module
import json
import math
import struct
import sys

ONE = 1 << 32


# --- bytes and hashes -----------------------------------------------------------------------------

def H(data):
    return hashlib.sha256(data).digest()


def HMAC(key, data):
    return hmac_module.new(key, data, hashlib.sha256).digest()


def lp(*parts):
    """Length-prefixed parts; text is UTF-8, whole numbers are decimal, flags are 0 or 1."""
    out = b""
    for part in parts:
        if isinstance(part, bool):
            part = "1" if part else "0"
        if isinstance(part, int):
            part = str(part)
        if isinstance(part, str):
            part = part.encode()
        out += struct.pack(">I", len(part)) + part
    return out


def chacha20_words(key):
    """The key stream of RFC 8439 with counter 0 and nonce 0, as 32-bit words."""
    constants = struct.unpack("<4I", b"expand 32-byte k")
    start = list(constants + struct.unpack("<8I", key) + (0, 0, 0, 0))

    def quarter(s, a, b, c, d):
        for x, y, z, bits in ((a, b, d, 16), (c, d, b, 12), (a, b, d, 8), (c, d, b, 7)):
            s[x] = (s[x] + s[y]) & 0xFFFFFFFF
            mixed = s[z] ^ s[x]
            s[z] = (mixed << bits | mixed >> (32 - bits)) & 0xFFFFFFFF

    while True:
        s = start[:]
        for _ in range(10):
            for column in range(4):
                quarter(s, column, 4 + column, 8 + column, 12 + column)
            for a in range(4):
                quarter(s, a, 4 + (a + 1) % 4, 8 + (a + 2) % 4, 12 + (a + 3) % 4)
        for mixed, first in zip(s, start):
            yield (mixed + first) & 0xFFFFFFFF
        start[12] += 1


def index_of(day_key, purpose, unit, length):
    """An unbiased index below length (Lemire)."""
    for word in chacha20_words(HMAC(day_key, lp(purpose, unit))):
        product = word * length
        if product % ONE >= ONE % length:
            return product // ONE


# --- canonical bytes of the inputs ----------------------------------------------------------------

def inputs_hash(inputs):
    p = inputs["policy"]
    policy = lp(p["mode"], p["mean_milli"], p["days"], p["reserve_days"], p["theta"], p["rho"],
                p["absorber"], p["reserves"])
    pools = [
        lp(pool["id"], lp(*[lp(team["id"], lp(*team["slots"])) for team in pool["teams"]]),
           lp(*pool["ahead"]))
        for pool in inputs["pools"]
    ]
    units = [
        lp(u["id"], u["pool"], u["high_hazard"], u["available"], u["owed"], u["last_day"], u["days_left"],
           u["clock"]["today"], u["clock"]["remaining"], u["clock"]["total"], u["hazard"],
           u["free_hazard"])
        for u in inputs["units"]
    ]
    return H(lp("drill-inputs-v1", inputs["street"], inputs["year"], inputs["day"], inputs["date"],
                inputs["beacon"], policy, lp(*pools), lp(*units)))


def complaint_about(inputs):
    """What keeps the inputs from being drawn from, or None."""
    p = inputs["policy"]
    lists = [inputs["pools"], inputs["units"]] + [pool["teams"] for pool in inputs["pools"]]
    ids = [[item["id"] for item in things] for things in lists]
    ids += [team["slots"] for pool in inputs["pools"] for team in pool["teams"]]
    for names in ids:
        encoded = [name.encode() for name in names]
        if encoded != sorted(set(encoded)) or b"" in encoded:
            return "a list is not in order of its ids"
    if p["mode"] not in ("guaranteed", "decoupled"):
        return "unknown mode"
    if p["reserve_days"] >= p["days"] or p["theta"] > 10000 or p["rho"] > 10000:
        return "the policy contradicts itself"
    if not 1 <= inputs["day"] <= p["days"]:
        return "the day is none of the year"
    pools = {pool["id"]: pool for pool in inputs["pools"]}
    for u in inputs["units"]:
        clock = u["clock"]
        if not (clock["total"] > 0 and 0 <= clock["today"] <= clock["total"]
                and 0 <= clock["remaining"] <= clock["total"]):
            return "the clock of %s contradicts itself" % u["id"]
        if not (0 <= u["hazard"] <= ONE and 0 <= u["free_hazard"] <= ONE):
            return "a hazard of %s is no probability" % u["id"]
        if not u["available"] and (u["hazard"] or u["free_hazard"]):
            return "%s is away but has a hazard" % u["id"]
        if u["owed"] and p["mode"] == "decoupled":
            return "%s is owed a drill although nothing is owed" % u["id"]
        if u["pool"] not in pools:
            return "%s is in no pool" % u["id"]
        if u["owed"] and len(pools[u["pool"]]["ahead"]) < u["last_day"] - inputs["day"]:
            return "later slots of %s are missing" % u["pool"]
    return None


# --- the law of surprise --------------------------------------------------------------------------

def lam(m):
    """Solves m = x / (1 - exp(-x)) by Newton's method."""
    if m <= 1:
        return 0.0
    x = m
    for _ in range(100):
        f = x / -math.expm1(-x) - m
        slope = (-math.expm1(-x) - x * math.exp(-x)) / math.expm1(-x) ** 2
        x -= f / slope
    return x


def tail(n, p, k):
    """P(Bin(n, p) >= k)."""
    return sum(math.comb(n, i) * p ** i * (1 - p) ** (n - i) for i in range(k, n + 1))


def law(policy, rate, u):
    """Hazard and free hazard of a unit by the published law."""
    w, rem, total = u["clock"]["today"], u["clock"]["remaining"], u["clock"]["total"]
    if not u["available"]:
        return 0.0, 0.0
    if policy["mode"] == "decoupled":
        return (rate * w / total,) * 2
    free = -math.expm1(-rate * w / total)
    r, left = u["owed"], u["days_left"]
    if r == 0:
        return free, free
    if r == 1:
        if rem <= w:
            return 1.0, free
        return (free / -math.expm1(-rate * rem / total) if rate else w / rem), free
    if r >= left:
        return 1.0, free
    return (free * tail(left - 1, free, r - 1) / tail(left, free, r) if rate else r / left), free


def hazards_off(inputs):
    """The unit whose frozen hazard is off the law by more than 2 units of 2^-32, or None."""
    policy = inputs["policy"]
    m = policy["mean_milli"] / 1000
    rate = m if policy["mode"] == "decoupled" else lam(m)
    for u in inputs["units"]:
        for frozen, h in zip((u["hazard"], u["free_hazard"]), law(policy, rate, u)):
            if abs(frozen - min(ONE, math.floor(h * ONE + 0.5))) > 2:
                return u["id"]
    return None


# --- the chances ----------------------------------------------------------------------------------

def apportion(weights, total):
    """Largest remainder over {id: weight}; ties to the smaller id."""
    whole = sum(weights.values())
    if whole == 0:
        return dict.fromkeys(weights, 0)
    out = {i: w * total // whole for i, w in weights.items()}
    by_remainder = sorted(weights, key=lambda i: (-(weights[i] * total % whole), i.encode()))
    for i in by_remainder[:total - sum(out.values())]:
        out[i] += 1
    return out


def odds_times(h, factor):
    return factor * h * ONE // ((ONE - h) * 2 ** 16 + factor * h) if h else 0


def guard(inputs, pool, units, h, owed, slots, alarms):
    """Raises the odds of units whose deadlines the later slots cannot be relied on to meet."""
    today, rho = inputs["day"], inputs["policy"]["rho"]
    deadline = {i: max(u["last_day"], today) for i, u in units.items() if owed[i]}
    worst, by_day = 0, None
    for day in sorted(set(deadline.values())):
        due = sum(owed[i] for i in deadline if deadline[i] <= day)
        excess = 10000 * due - (10000 - rho) * sum(pool["ahead"][:day - today])
        if excess > 0 and excess >= worst:
            worst, by_day = excess, day
    if by_day is None:
        return None
    must = -(-worst // 10000)
    if must > slots:
        alarms.append({"alarm": "deadlines_exceed_slots", "must": must, "slots": slots, "by_day": by_day})
    meant = [i for i in deadline if deadline[i] <= by_day and units[i]["available"]]
    target = min(-(-worst * ONE // 10000), slots * ONE, len(meant) * ONE)
    before = sum(h[i] for i in meant)
    if before >= target:
        return None
    factor = 2 ** 56
    if target == len(meant) * ONE:
        h.update(dict.fromkeys(meant, ONE))
    else:
        low = 2 ** 16
        while low < factor:
            middle = (low + factor) // 2
            if sum(odds_times(h[i], middle) for i in meant) >= target:
                factor = middle
            else:
                low = middle + 1
        h.update({i: odds_times(h[i], factor) for i in meant})
        if sum(h[i] for i in meant) > target:
            certain = [i for i in meant if h[i] == ONE]
            rest = {i: h[i] for i in meant if h[i] < ONE}
            h.update(apportion(rest, target - len(certain) * ONE))
    return {"by_day": by_day, "units": len(meant), "before": before, "target": target, "factor": factor}


def fit(h, owed, slots, alarms):
    """Keeps the hazards within the slots: owed ones first, and those on their last day before all."""
    room = slots * ONE
    duty = [i for i in h if owed[i]]
    other = [i for i in h if not owed[i]]
    forced = [i for i in duty if h[i] == ONE]
    owed_sum = sum(h[i] for i in duty)
    if len(forced) > slots:
        alarms.append({"alarm": "forced_exceed_slots", "forced": len(forced), "slots": slots})
    elif slots and owed_sum > room:
        alarms.append({"alarm": "owed_exceed_slots", "owed": owed_sum, "slots": slots})

    def give(ids, total):
        h.update(apportion({i: h[i] for i in ids}, total))

    if owed_sum > room:
        give(other, 0)
        give([i for i in duty if h[i] < ONE], room - min(len(forced), slots) * ONE)
        if len(forced) > slots:
            give(forced, room)
    elif owed_sum + sum(h[i] for i in other) > room:
        give(other, room - owed_sum)


def chances(inputs, pool, day_key):
    policy = inputs["policy"]
    units = {u["id"]: u for u in inputs["units"] if u["pool"] == pool["id"]}
    slots = sum(len(team["slots"]) for team in pool["teams"])
    h = {i: u["hazard"] for i, u in units.items()}
    owed = {i: u["owed"] for i, u in units.items()}
    absorbed, alarms = [], []
    if policy["mode"] == "guaranteed" and policy["absorber"]:
        for i, u in units.items():
            if u["available"] and owed[i] and h[i] * 10000 > policy["theta"] * ONE:
                h[i], owed[i] = u["free_hazard"], 0
                absorbed.append(i)
    tilt = guard(inputs, pool, units, h, owed, slots, alarms)
    h = {i: value for i, value in h.items() if units[i]["available"]}
    fit(h, owed, slots, alarms)
    whole, fraction = divmod(sum(h.values()), ONE)
    size = whole + (int.from_bytes(HMAC(day_key, lp("size", pool["id"]))[:4], "big") < fraction)
    pi = {i: ONE for i in h if h[i] == ONE}
    open_units = {i: h[i] for i in h if h[i] < ONE}
    total = (size - len(pi)) * ONE
    while True:
        share = sum(open_units.values())
        full = [i for i, w in open_units.items() if w and w * total >= ONE * share]
        if not full:
            break
        for i in full:
            pi[i] = ONE
            del open_units[i]
        total -= ONE * len(full)
    pi.update(apportion(open_units, total))
    return {"pi": {i: pi[i] for i in h}, "size": size, "absorbed": absorbed, "tilt": tilt, "alarms": alarms}


# --- the draw -------------------------------------------------------------------------------------

def score(day_key, unit):
    return HMAC(day_key, lp("score", unit))


def rank(day_key, unit, pi):
    if pi == ONE:
        return -1.0
    u = ((int.from_bytes(score(day_key, unit)[:8], "big") >> 11) + 0.5) / 2.0 ** 53
    chance = pi / 2.0 ** 32
    if u == 1.0:
        return math.inf
    return (u / (1.0 - u)) * ((1.0 - chance) / chance)


def draw_pool(inputs, pool, day_key):
    table = chances(inputs, pool, day_key)
    pi = table["pi"]
    order = sorted((i for i in pi if pi[i]), key=lambda i: (rank(day_key, i, pi[i]), i.encode()))
    free = [(team["id"], list(team["slots"])) for team in pool["teams"]]
    drawn = []
    for unit in order[:table["size"]]:
        free = [(team, slots) for team, slots in free if slots]
        team, slots = free[index_of(day_key, "team", unit, len(free))]
        slot = slots.pop(index_of(day_key, "slot", unit, len(slots)))
        drawn.append({"unit": unit, "team": team, "slot": slot, "inclusion": pi[unit],
                      "score": score(day_key, unit).hex()})
    reserves = order[table["size"]:][:inputs["policy"]["reserves"]]
    return {**table, "drawn": drawn, "reserves": reserves}


def day_key_of(bundle, links):
    salt = lp("drill-v1", bytes.fromhex(bundle["anchor_a"]), bytes.fromhex(bundle["anchor_b"]))
    info = lp("drill-draw-v1", bundle["year"], "day", bundle["day"], bundle["beacon"])
    return HMAC(HMAC(salt, links["a"] + links["b"]), info + b"\x01")


# --- the comparison -------------------------------------------------------------------------------

class Steps:
    """Prints and counts."""

    def __init__(self):
        self.wrong = 0

    def compare(self, name, published, computed):
        same = published == computed
        self.wrong += not same
        if same:
            print("ok    %s: %s" % (name, shown(computed)))
        else:
            print("WRONG %s: published %s, computed %s" % (name, shown(published), shown(computed)))
        return same


def shown(value):
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def follow_links(bundle, steps):
    """Hashes each link d times; gives both links, or None if one is missing or leads elsewhere."""
    links = {}
    if not (1 <= bundle["day"] <= bundle["days"] <= 366):
        steps.compare("day within the year", bundle["day"], "1 to %s" % bundle["days"])
        return None
    for name in "ab":
        published = bundle["link_" + name]
        if published is None:
            steps.compare("link %s" % name.upper(), "not published yet", "a link")
            continue
        links[name] = link = bytes.fromhex(published)
        for _ in range(bundle["day"]):
            link = H(lp("drill-chain-v1", name.upper(), "link", link))
        steps.compare("anchor %s after %d hashes" % (name.upper(), bundle["day"]),
                      bundle["anchor_" + name].lower(), link.hex())
    return links if len(links) == 2 else None


def compare_result(bundle, results, steps):
    inputs, result = bundle["inputs"], bundle["result"]
    tables = [lp(pool["id"], r["size"], lp(*[lp(i, p) for i, p in r["pi"].items()]))
              for pool, r in zip(inputs["pools"], results)]
    table_hash = H(lp("drill-tables-v1", inputs["street"], inputs["year"], inputs["day"], lp(*tables)))
    steps.compare("hash of the chances", result["table_hash"].lower(), table_hash.hex())
    steps.compare("size", result["size"], sum(r["size"] for r in results))
    if not steps.compare("pools", [p["pool"] for p in result["pools"]], [p["id"] for p in inputs["pools"]]):
        return
    for said, found in zip(result["pools"], results):
        name = said["pool"]
        for field in ("size", "reserves", "absorbed", "tilt", "alarms"):
            steps.compare("%s: %s" % (name, field), said[field], found[field])
        steps.compare("%s: drawn" % name, [d["unit"] for d in said["drawn"]], [d["unit"] for d in found["drawn"]])
        computed = {d["unit"]: d for d in found["drawn"]}
        for drawn in said["drawn"]:
            for field in ("score", "inclusion", "team", "slot"):
                if drawn["unit"] in computed:
                    steps.compare("%s: %s" % (drawn["unit"], field), drawn[field], computed[drawn["unit"]][field])


def compare_arrivals(bundle, results, day_key, steps):
    possible = {d["unit"] for r in results for d in r["drawn"]} | {i for r in results for i in r["reserves"]}
    for arrival in bundle["arrivals"]:
        unit = arrival["unit"]
        steps.compare("%s: arrival" % unit, "drawn or reserve",
                      "drawn or reserve" if unit in possible else "neither, or twice")
        possible.discard(unit)
        for purpose in ("scenario", "place"):
            items = arrival[purpose + "s"]
            encoded = [item.encode() for item in items]
            if not items or encoded != sorted(set(encoded)):
                steps.compare("%s: list of the %s" % (unit, purpose), "as given", "empty or not in order")
            else:
                steps.compare("%s: %s" % (unit, purpose), arrival[purpose],
                              items[index_of(day_key, purpose, unit, len(items))])


def verify(bundle):
    steps = Steps()
    inputs = bundle["inputs"]
    steps.compare("format", bundle["format"], 1)
    for field in ("street", "year", "day", "date"):
        steps.compare(field, bundle[field], inputs[field])
    steps.compare("working days", bundle["days"], inputs["policy"]["days"])
    named = inputs["beacon"]
    fits = bundle["beacon"] == named or bundle["beacon"].startswith(named + "=")
    steps.compare("beacon", bundle["beacon"], bundle["beacon"] if fits else named)
    steps.compare("hash of the inputs", bundle["inputs_hash"].lower(), inputs_hash(inputs).hex())
    complaint = complaint_about(inputs)
    steps.compare("inputs", "fit to draw from", complaint or "fit to draw from")
    if not complaint:
        off = hazards_off(inputs)
        steps.compare("hazards", "follow the law", "off the law: %s" % off if off else "follow the law")
    links = follow_links(bundle, steps)
    if links and not complaint:
        day_key = day_key_of(bundle, links)
        print("      key of the day: %s" % day_key.hex())
        results = [draw_pool(inputs, pool, day_key) for pool in inputs["pools"]]
        compare_result(bundle, results, steps)
        compare_arrivals(bundle, results, day_key, steps)
    return steps.wrong


def main(arguments):
    if len(arguments) != 2:
        print("usage: verify_draw.py BUNDLE.json", file=sys.stderr)
        return 1
    try:
        with open(arguments[1], encoding="utf-8") as file:
            wrong = verify(json.load(file))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as problem:
        print("WRONG the bundle cannot be read: %s: %s" % (type(problem).__name__, problem))
        return 1
    print("%d steps differ" % wrong if wrong else "everything agrees")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))
