"""Whatever a resident sends comes out at the centre as it went in, or not at all."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nacl.public import PrivateKey
from nacl.signing import SigningKey
from stdnum.cn import uscc

from kiosk.domain.codes import FreeTime, Group, WorkKind
from kiosk.domain.consent import Consent, Purpose
from kiosk.domain.errors import TrustError
from kiosk.domain.forms import (
    FORMS,
    Application,
    CallBack,
    Fault,
    Form,
    HelpTopic,
    HelpWanted,
    HiringNeed,
    Offer,
    Registration,
    Report,
    SignUp,
    Wish,
    WishTopic,
    Withdrawal,
)
from kiosk.domain.records import from_record, to_record
from kiosk.trust.envelope import MAX_BYTES, SEALED_BOX, STEP, Envelope, SealKey, check_signature, parse, seal, unseal

STATION = SigningKey.generate()
OPENING = PrivateKey.generate()
TO = SealKey(id="k-1", alg=SEALED_BOX, key=bytes(OPENING.public_key).hex())
WEIGHED = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def texts(most: int, least: int = 0) -> st.SearchStrategy[str]:
    """Any text that can be shown and is not blank, unless it may be empty."""
    shown = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=least, max_size=most)
    return shown | st.just("李 小明"[:most]) if most >= 4 else shown


def some_of(codes: Any, most: int, least: int = 0) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(st.sampled_from(codes), min_size=least, max_size=most, unique=True).map(tuple)


words = st.lists(texts(200), max_size=4).map("\n".join)
said_words = words.filter(str.strip)
ids = texts(100, least=1)
mobiles = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)
landlines = st.sampled_from(["05555551234", "01065005566", "02062222222"])
codes = st.from_regex(f"91[0-9]{{6}}[{WEIGHED}]{{9}}", fullmatch=True).map(
    lambda code: code + uscc.calc_check_digit(code)
)
hashes = st.integers(0, 2**256 - 1).map(lambda number: f"{number:064x}")
offsets = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
moments = st.datetimes(datetime(1970, 1, 1), datetime(2199, 12, 31), timezones=offsets)  # noqa: DTZ001 - as Hypothesis asks
consents = st.builds(
    Consent,
    purpose=st.sampled_from(Purpose),
    notice=texts(40),
    hash=hashes.map(lambda text: text[:32]),
    days=st.integers(1, 3650),
    receiver=texts(200),
)
held = {"made": moments, "consents": st.lists(consents, max_size=3).map(tuple)}
either = st.booleans()

forms: st.SearchStrategy[Form] = st.one_of(
    st.builds(
        Registration,
        **held,
        kinds=some_of(WorkKind, 3),
        times=some_of(FreeTime, 5),
        phone=mobiles | st.just(""),
        name=texts(80),
        group=st.sampled_from(Group) | st.none(),
        posting=texts(100),
        notice=texts(40),
    ),
    st.builds(
        Application,
        **held,
        posting=ids,
        employer=texts(200, least=1),
        phone=mobiles,
        name=texts(80),
        words=words,
        text_first=either,
    ),
    st.builds(CallBack, **held, posting=ids, phone=mobiles),
    st.builds(SignUp, **held, offer=st.sampled_from(Offer), item=ids, title=texts(200, least=1), phone=mobiles),
    st.builds(Wish, **held, topic=st.sampled_from(WishTopic), words=said_words),
    st.builds(Wish, **held, topic=st.sampled_from(WishTopic), seconds=ids),
    st.builds(Report, **held, posting=ids, fault=st.sampled_from(Fault), words=words),
    st.builds(HelpWanted, **held, topic=st.sampled_from(HelpTopic), phone=mobiles),
    st.builds(
        HiringNeed,
        **held,
        employer=texts(80, least=1),
        uscc=codes,
        kinds=some_of(WorkKind, 3, least=1),
        phone=mobiles | landlines,
        words=words,
    ),
    st.builds(Withdrawal, **held, envelope=hashes),
    st.builds(Withdrawal, **held, key=hashes.map(lambda text: text[:32])),
)


def sealed(form: Form) -> Envelope:
    return seal(to_record(form), form=form.NAME, to=TO, station="s-0123456789", signer=STATION)


@settings(deadline=None)
@given(form=forms)
def test_any_form_comes_out_as_it_went_in(form: Form) -> None:
    sent = parse(sealed(form).data)
    check_signature(sent, STATION.verify_key)
    assert from_record(unseal(sent, OPENING), FORMS[sent.header.form]) == form
    assert len(sent.data) <= MAX_BYTES
    assert (len(sent.data) - 64 - 48 - data_begins(sent)) % STEP == 0


@settings(deadline=None)
@given(form=forms, at=st.floats(0, 1, exclude_max=True), by=st.integers(1, 255))
def test_with_any_byte_another_it_is_refused(form: Form, at: float, by: int) -> None:
    data = bytearray(sealed(form).data)
    data[int(at * len(data))] ^= by
    with pytest.raises(TrustError):
        check_signature(parse(bytes(data)), STATION.verify_key)


def test_there_is_no_byte_that_does_not_count() -> None:
    data = sealed(
        CallBack(made=datetime.fromisoformat("2026-11-20T10:00:00+08:00"), posting="p", phone="13812345678")
    ).data
    for at in range(len(data)):
        for by in (1, 128):
            changed = bytearray(data)
            changed[at] ^= by
            with pytest.raises(TrustError):
                check_signature(parse(bytes(changed)), STATION.verify_key)


@settings(deadline=None, max_examples=30)
@given(form=forms, at=st.floats(0, 1, exclude_max=True), by=st.integers(1, 255))
def test_what_a_false_station_changed_and_signed_does_not_open(form: Form, at: float, by: int) -> None:
    """Nobody can change a resident's words and sign them anew: the box itself is whole or does not open."""
    sent = sealed(form)
    start = data_begins(sent)
    body = bytearray(sent.data[:-64])
    body[start + int(at * (len(body) - start))] ^= by
    forged = parse(bytes(body) + STATION.sign(bytes(body)).signature)
    check_signature(forged, STATION.verify_key)
    with pytest.raises(TrustError, match="does not open"):
        unseal(forged, OPENING)


@settings(deadline=None, max_examples=30)
@given(form=forms)
def test_equal_words_look_different_and_tell_no_length(form: Form) -> None:
    one, other = sealed(form), sealed(form)
    assert one.id != other.id
    assert len(one.data) == len(other.data)


def data_begins(sent: Envelope) -> int:
    """Return where the ciphertext begins."""
    return 6 + int.from_bytes(sent.data[4:6], "big")
