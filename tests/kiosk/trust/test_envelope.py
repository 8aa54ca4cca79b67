"""Sealed envelopes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nacl.public import PrivateKey
from nacl.signing import SigningKey

from kiosk.domain.errors import TrustError
from kiosk.domain.receipt import receipt_number
from kiosk.domain.records import encode, from_record, to_record
from kiosk.trust.envelope import MAX_BYTES, SEALED_BOX, Envelope, SealKey, check_signature, parse, seal, unseal
from kiosk.trust.manifest import CentreKeys
from kiosk.trust.receipts import ReceiptKey, SignedReceipt, sign_receipt, verify_receipt

CENTRE = PrivateKey.generate()
STATION = SigningKey.generate()
TO = SealKey(id="k1", alg=SEALED_BOX, key=bytes(CENTRE.public_key).hex())


def sealed(record: dict[str, object]) -> Envelope:
    return seal(record, form="registration/1", to=TO, station="s-1", signer=STATION)


@given(st.dictionaries(st.text(max_size=10).filter(lambda key: key != "nonce"), st.text(max_size=50), max_size=5))
def test_the_centre_reads_what_was_sealed(record: dict[str, object]) -> None:
    envelope = parse(sealed(record).data)
    check_signature(envelope, STATION.verify_key)
    opened = unseal(envelope, CENTRE)
    assert len(opened.pop("nonce")) == 32
    assert opened == record


def test_nothing_sealed_is_readable_in_the_bytes() -> None:
    data = sealed({"phone": "13900001234"}).data
    assert b"13900001234" not in data
    assert b"phone" not in data


def test_equal_words_give_different_envelopes_of_equal_size() -> None:
    one, other, longer = sealed({"a": "x"}), sealed({"a": "x"}), sealed({"a": "x" * 300})
    assert one.id != other.id
    assert len(one.data) == len(other.data) == len(longer.data)


@given(st.data())
def test_any_changed_byte_is_noticed(data: st.DataObject) -> None:
    whole = bytearray(sealed({"a": "x"}).data)
    at = data.draw(st.integers(0, len(whole) - 1))
    whole[at] ^= data.draw(st.integers(1, 255))
    with pytest.raises(TrustError):
        check_signature(parse(bytes(whole)), STATION.verify_key)


@given(st.binary(max_size=600))
def test_any_bytes_are_parsed_or_refused(data: bytes) -> None:
    for attempt in (data, b"KE1\n" + data):
        with pytest.raises(TrustError):
            parse(attempt)


def test_a_copy_under_another_header_is_another_envelope() -> None:
    honest = sealed({"a": "x"})
    stranger = SigningKey.generate()
    start = 6 + int.from_bytes(honest.data[4:6], "big")
    head = encode({"alg": SEALED_BOX, "form": "nonsense", "key_id": "k1", "station": "s-2"})
    body = b"KE1\n" + len(head).to_bytes(2, "big") + head + honest.data[start:-64]
    copy = parse(body + stranger.sign(body).signature)
    check_signature(copy, stranger.verify_key)
    assert copy.id != honest.id


def test_another_key_opens_nothing() -> None:
    with pytest.raises(TrustError):
        unseal(sealed({"a": "x"}), PrivateKey.generate())


def test_a_message_that_is_too_long_is_refused_before_it_is_kept() -> None:
    with pytest.raises(TrustError, match="too long"):
        sealed({"a": "x" * MAX_BYTES})


def test_a_receipt_holds_for_its_envelope_only() -> None:
    signer = SigningKey.generate()
    keys = (ReceiptKey(id="r1", key=bytes(signer.verify_key).hex()),)
    receipt = sign_receipt("ab" * 32, "r1", signer)
    assert verify_receipt(receipt, keys).envelope == "ab" * 32
    with pytest.raises(TrustError):
        verify_receipt(SignedReceipt(envelope="cd" * 32, key_id="r1", signature=receipt.signature), keys)
    with pytest.raises(TrustError):
        verify_receipt(SignedReceipt(envelope="ab" * 32, key_id="r2", signature=receipt.signature), keys)


@given(st.binary(min_size=32, max_size=32))
def test_receipt_numbers_are_short_and_hold_no_signs_people_confuse(digest: bytes) -> None:
    number = receipt_number(digest.hex())
    assert len(number) == 7
    assert number[4] == "-"
    assert not set(number) & set("01OILU")


def test_a_key_of_a_newer_kind_goes_by_and_a_malformed_one_is_no_key() -> None:
    newer = SealKey(id="k-2", alg="ml-kem", key="whatever it may be")
    older = SealKey(id="k-1", alg=SEALED_BOX, key="ab" * 32)
    receipt = ReceiptKey(id="r-1", key="ab" * 32)
    assert CentreKeys(seal=(newer, older), receipt=(receipt,)).to_seal_to() == older
    with pytest.raises(TrustError, match="unknown kind"):
        CentreKeys(seal=(newer,), receipt=(receipt,)).to_seal_to()
    for malformed in ("ab" * 31, "no hex"):
        record = {"seal": [{"id": "k-1", "alg": SEALED_BOX, "key": malformed}], "receipt": [to_record(receipt)]}
        with pytest.raises(TrustError):
            from_record(record, CentreKeys)
