#!/usr/bin/env python3
"""Checks what the QR code of a certificate says by itself, without a network.

Usage: verify_qr.py KEY.pem TEXT [NAME UNIT TRAINING HOURS]
       verify_qr.py BUNDLE.json
TEXT is the address that a scanner reads, or the part of it after `p=`. The bundle holds `key`, `text` and, where the
words of the paper are to be compared, `words`.        exit code 0: it holds, 1: it does not, 2: nothing readable

Standard library only. Ed25519 after RFC 8032, section 6; the bytes after the descriptions in
app/domain/src/certificate/record.rs and server/document/src/sign/envelope.rs, not from the program, so that an error
in one shows in the other.
"""

import base64
import binascii
import datetime
import hashlib
import json
import struct
import sys
from urllib.parse import parse_qs, urlsplit

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
SQRT_M1 = pow(2, (P - 1) // 4, P)

PURPOSE = b"anxun certificate qr v1\n"
WORDS = b"anxun certificate words v1"
SPKI = bytes.fromhex("302a300506032b6570032100")


class Refused(Exception):
    """The record does not hold, and why."""


def sha512(data):
    return int.from_bytes(hashlib.sha512(data).digest(), "little") % L


def add(p, q):
    """Extended coordinates (x, y, z, t) of the twisted Edwards curve."""
    a = (p[1] - p[0]) * (q[1] - q[0]) % P
    b = (p[1] + p[0]) * (q[1] + q[0]) % P
    c, d = 2 * p[3] * q[3] * D % P, 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(scalar, point):
    out = (0, 1, 1, 0)
    while scalar:
        if scalar & 1:
            out = add(out, point)
        point, scalar = add(point, point), scalar >> 1
    return out


def same(p, q):
    return (p[0] * q[2] - q[0] * p[2]) % P == 0 and (p[1] * q[2] - q[1] * p[2]) % P == 0


def point(encoded):
    number = int.from_bytes(encoded, "little")
    sign, y = number >> 255, number & (2**255 - 1)
    if y >= P:
        return None
    x2 = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(x2, (P + 3) // 8, P)
    if (x * x - x2) % P:
        x = x * SQRT_M1 % P
    if (x * x - x2) % P or (x == 0 and sign):
        return None
    x = P - x if x & 1 != sign else x
    return x, y, 1, x * y % P


BASE = point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def holds(key, message, signature):
    a, r = point(key), point(signature[:32])
    s = int.from_bytes(signature[32:], "little")
    if a is None or r is None or s >= L:
        return False
    # Points of small order sign nothing.
    if same(times(8, a), (0, 1, 1, 0)) or same(times(8, r), (0, 1, 1, 0)):
        return False
    return same(times(s, BASE), add(r, times(sha512(signature[:32] + key + message), a)))


def check_digit(body):
    p = 10
    for character in body:
        if not character.isalnum():
            continue
        value = int(character, 36)
        for digit in [value] if value < 10 else divmod(value, 10):
            s = (p + digit) % 10 or 10
            p = s * 2 % 11
    return (11 - p) % 10


def read_key(pem):
    lines = [line.strip() for line in pem.strip().splitlines()]
    if lines[:1] != ["-----BEGIN PUBLIC KEY-----"] or lines[-1:] != ["-----END PUBLIC KEY-----"]:
        raise ValueError("not a public key in PEM")
    der = base64.b64decode("".join(lines[1:-1]), validate=True)
    if len(der) != 44 or not der.startswith(SPKI):
        raise ValueError("not an Ed25519 key")
    return der[12:]


def scanned(text):
    """The number, the code and the record of an address; of a bare record only that."""
    text = text.strip()
    if "/" not in text and "?" not in text:
        return None, None, text
    parts = urlsplit(text)
    query = parse_qs(parts.query)
    return parts.path.rsplit("/", 1)[-1], query.get("c", [None])[0], query.get("p", [""])[0]


def opened(record, key):
    try:
        if not record or set(record) & set("+/="):
            raise Refused("the text is not a signed record")
        raw = base64.b64decode(record + "=" * (-len(record) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise Refused("the text is not a signed record") from None
    if len(raw) != 95:
        raise Refused("the record is cut off")
    name = hashlib.sha256(key).digest()[:4]
    if raw[:4] != name:
        raise Refused(f"the record is signed with an unknown key {raw[:4].hex()}")
    if not holds(key, PURPOSE + raw[:31], raw[31:]):
        raise Refused("the signature does not hold")
    return raw[4:31]


def read(body):
    version, street, year, audience = struct.unpack(">B2sH2s", body[:7])
    sequence, revision = int.from_bytes(body[7:10], "big"), body[10]
    issued, until, score = struct.unpack(">HHH", body[11:17])
    if version != 1:
        raise Refused("the record has an unknown version")
    serial = f"{street.decode()}-PX-{year:04d}-{audience.decode()}-{sequence:06d}"
    epoch = datetime.date(2000, 1, 1)
    day = lambda n: epoch + datetime.timedelta(days=n)
    return f"{serial}-{check_digit(serial)}", revision, day(issued), day(until), score, body[17:]


def words_digest(parts):
    joined = b"".join(struct.pack(">I", len(p)) + p for p in [WORDS, *(part.encode() for part in parts)])
    return hashlib.sha256(joined).digest()[:10]


def check(key, text, words):
    named, code, record = scanned(text)
    serial, revision, issued, until, score, digest = read(opened(record, key))
    if named is not None and named.upper() != serial:
        raise Refused(f"the record is of {serial}, the address of {named}")
    print(f"ok    signed by the trusted key")
    print(f"      {serial}, revision {revision}, issued {issued}, valid until {until}, {score / 100:.2f} points")
    if words:
        if code is None or words_digest([code, *words]) != digest:
            raise Refused("name, unit, training or hours differ from those that were signed")
        print("ok    name, unit, training and hours are those that were signed")
    print("      whether it was revoked or issued again is told online only")


def main(arguments):
    try:
        if len(arguments) == 1:
            with open(arguments[0], encoding="utf-8") as file:
                bundle = json.load(file)
            key, text, words = read_key(bundle["key"]), bundle["text"], bundle.get("words")
        elif len(arguments) in (2, 6):
            with open(arguments[0], encoding="utf-8") as file:
                key = read_key(file.read())
            text, words = arguments[1], arguments[2:]
        else:
            print(__doc__)
            return 2
    except (OSError, ValueError, KeyError) as error:
        print(f"unreadable: {error}")
        return 2
    try:
        check(key, text, words)
    except Refused as refused:
        print(f"FAIL  {refused}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
