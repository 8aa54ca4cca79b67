"""Station, token, envelope, receipt, delivery and its answer."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from typing import Any

from nacl.public import Box, PrivateKey, PublicKey
from nacl.signing import SigningKey

from tests.vectors import DISTRICT, DISTRICT_NAME, Files, pretty, seed_of, sha256
from tests.vectors.packs import canonical

STEP = 512


def station_id(key: SigningKey) -> str:
    return f"s-{sha256(bytes(key.verify_key))[:10]}"


def seal_key(private: PrivateKey) -> dict[str, str]:
    public = bytes(private.public_key)
    return {"id": f"k-{sha256(public)[:8]}", "alg": "x25519-sealedbox", "key": public.hex()}


def receipt_key(key: SigningKey) -> dict[str, str]:
    public = bytes(key.verify_key)
    return {"id": f"r-{sha256(public)[:8]}", "key": public.hex()}


STATION = SigningKey(seed_of("station"))
OPENING = PrivateKey(seed_of("opening"))
RECEIPTS = SigningKey(seed_of("receipt"))
SEAL_KEY = seal_key(OPENING)
OLD_SEAL_KEY = seal_key(PrivateKey(seed_of("opening-old")))
RECEIPT_KEY = receipt_key(RECEIPTS)
OLD_RECEIPT_KEY = receipt_key(SigningKey(seed_of("receipt-old")))
STOLEN_STATION = station_id(SigningKey(seed_of("station-stolen")))

REGISTRATION = {
    "form": "registration/1",
    "made": "2026-12-02T05:30:00Z",
    "kinds": ["cooking", "cleaning"],
    "times": ["weekend"],
    "phone": "13800000000",
    "notice": "2026-11",
    "posting": "bbbbbbbbbbbb",
    "nonce": "000102030405060708090a0b0c0d0e0f",
}


def frame(plain: bytes) -> bytes:
    """Return what is sealed: length, plaintext, padding."""
    framed = len(plain).to_bytes(4, "big") + plain
    return framed + bytes(-len(framed) % STEP)


def sealed_box(framed: bytes, to: dict[str, str], once: PrivateKey) -> bytes:
    """Return a sealed box as libsodium makes it, with a key for once that is not thrown away."""
    public = bytes.fromhex(to["key"])
    nonce = hashlib.blake2b(bytes(once.public_key) + public, digest_size=24).digest()
    return bytes(once.public_key) + Box(once, PublicKey(public)).encrypt(framed, nonce).ciphertext


def envelope(header: bytes, ciphertext: bytes, signer: SigningKey = STATION) -> bytes:
    body = b"KE1\n" + len(header).to_bytes(2, "big") + header + ciphertext
    return body + signer.sign(body).signature


def header_of(**more: Any) -> bytes:
    plain = {"alg": SEAL_KEY["alg"], "key_id": SEAL_KEY["id"], "station": station_id(STATION), "form": "registration/1"}
    return canonical(plain | more).encode()


def receipt(identity: str) -> dict[str, str]:
    signature = RECEIPTS.sign(b"kiosk receipt 1\n" + identity.encode()).signature
    return {"envelope": identity, "key_id": RECEIPT_KEY["id"], "signature": signature.hex()}


def make() -> Files:
    """Return ``envelopes/``, ``envelope.json`` and ``exchange.json``."""
    once = PrivateKey(seed_of("envelope-once"))
    plain = canonical(REGISTRATION).encode()
    sealed = sealed_box(frame(plain), SEAL_KEY, once)
    good = envelope(header_of(), sealed)
    newer = envelope(header_of(route="a member of a later version"), sealed)
    identity = sha256(good[:-64])
    files: Files = {"envelopes/good.ke1": good, "envelopes/newer-header.ke1": newer}
    broken = _broken(good, sealed)
    for name, (_, data) in broken.items():
        files[f"envelopes/{name}"] = data
    files["envelope.json"] = pretty(
        {
            "file": "envelopes/good.ke1",
            "id": identity,
            "receipt_number": _receipt_number(identity),
            "header": header_of().decode(),
            "plaintext": plain.decode(),
            "record": REGISTRATION,
            "framed_length": len(frame(plain)),
            "sealed_to": SEAL_KEY,
            "opening_private_key": bytes(OPENING).hex(),
            "once_private_key": bytes(once).hex(),
            "station": {"id": station_id(STATION), "public_key": bytes(STATION.verify_key).hex()},
            "station_seed": bytes(STATION).hex(),
            "newer_header": {"file": "envelopes/newer-header.ke1", "id": sha256(newer[:-64])},
            "broken": [
                {"file": f"envelopes/{name}", "refused": why.partition(": ")[2], "at": why.partition(": ")[0]}
                for name, (why, _) in broken.items()
            ],
        }
    )
    files |= _exchange(good, identity)
    return files


def _broken(good: bytes, sealed: bytes) -> dict[str, tuple[str, bytes]]:
    """Return envelopes that are refused, with the step at which they are and why."""
    stranger = SigningKey(seed_of("somebody-else"))
    short = len(canonical(REGISTRATION).encode())
    lying = sealed_box((short + 600).to_bytes(4, "big") + bytes(508), SEAL_KEY, PrivateKey(seed_of("envelope-lying")))
    return {
        "other-magic.ke1": ("parse: it does not begin with KE1", b"KE2\n" + good[4:]),
        "cut-short.ke1": ("parse: its header reaches into the signature", good[:140]),
        "too-long.ke1": ("parse: it is longer than 16,384 bytes", envelope(header_of(), bytes(16_384))),
        "no-header.ke1": ("parse: its header is no JSON object", envelope(b"[]", sealed)),
        "half-header.ke1": ("parse: its header lacks a member", envelope(b'{"alg":"x25519-sealedbox"}', sealed)),
        "flipped.ke1": (
            "signature: one bit of the ciphertext is another",
            good[:300] + bytes([good[300] ^ 1]) + good[301:],
        ),
        "foreign.ke1": ("signature: another station signed it", envelope(header_of(), sealed, stranger)),
        "other-key.ke1": (
            "unseal: it is sealed to another key than it says",
            envelope(header_of(), sealed_box(bytes(512), OLD_SEAL_KEY, PrivateKey(seed_of("envelope-other")))),
        ),
        "lying-length.ke1": ("unseal: the length inside reaches beyond the end", envelope(header_of(), lying)),
    }


def _exchange(good: bytes, identity: str) -> Files:
    """Return what goes over the wire, as it stands there."""
    mine = receipt(identity)
    forged = mine | {"signature": SigningKey(seed_of("somebody-else")).sign(b"x").signature.hex()}
    join = {
        "token": f"{DISTRICT}.ABCDEFGHIJKLMNOPQRST.0123456789abcdef",
        "key": bytes(STATION.verify_key).hex(),
        "name": "门口",
    }
    joined = {"station": station_id(STATION), "district": DISTRICT, "district_name": DISTRICT_NAME, "root": "e30="}
    answer = {"receipts": [mine], "refusals": [{"envelope": "", "reason": "not base64"}]}
    return {
        "exchange.json": pretty(
            {
                "join_request": canonical(join),
                "join_answer": canonical(joined),
                "delivery": canonical({"envelopes": [b64encode(good).decode(), "!"]}),
                "answer": canonical(answer),
                "empty_answer": "{}",
                "receipt": mine,
                "receipt_signed_bytes": (b"kiosk receipt 1\n" + identity.encode()).hex(),
                "receipt_key": RECEIPT_KEY,
                "receipt_seed": bytes(RECEIPTS).hex(),
                "refused_receipts": [
                    {"why": "a forged signature", "receipt": forged},
                    {"why": "a receipt for another envelope", "receipt": mine | {"envelope": "00" * 32}},
                    {"why": "a key the feed does not name", "receipt": mine | {"key_id": OLD_RECEIPT_KEY["id"]}},
                    {"why": "no hexadecimal digits", "receipt": mine | {"signature": "zz"}},
                ],
            }
        )
    }


def _receipt_number(identity: str) -> str:
    signs = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
    number, found = int(identity[:16], 16), ""
    for _ in range(6):
        number, at = divmod(number, 30)
        found += signs[at]
    return f"{found[:4]}-{found[4:]}"
