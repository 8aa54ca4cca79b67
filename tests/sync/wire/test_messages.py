"""Messages come out as they went in, and what is none of them is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.errors import TrustError
from kiosk.trust.receipts import SignedReceipt
from sync.wire.batch import (
    Delivery,
    DeliveryAnswer,
    JoinAnswer,
    JoinRequest,
    Message,
    Refusal,
    TicketAnswer,
    TicketFound,
    TicketQuestion,
    from_bytes,
    to_bytes,
)

text = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
receipts = st.builds(SignedReceipt, envelope=text, key_id=text, signature=text)


def many(one: st.SearchStrategy[object]) -> st.SearchStrategy[tuple[object, ...]]:
    return st.lists(one, max_size=4).map(tuple)


messages: st.SearchStrategy[Message] = st.one_of(
    st.builds(JoinRequest, token=text, key=text, name=text),
    st.builds(JoinAnswer, station=text, district=text, district_name=text, root=text),
    st.builds(Delivery, envelopes=many(text)),
    st.builds(DeliveryAnswer, receipts=many(receipts), refusals=many(st.builds(Refusal, envelope=text, reason=text))),
    st.builds(TicketQuestion, tickets=many(text)),
    st.builds(TicketAnswer, found=many(st.builds(TicketFound, ticket=text, receipt=receipts))),
)


@given(message=messages)
def test_any_message_comes_out_as_it_went_in(message: Message) -> None:
    assert from_bytes(to_bytes(message), type(message)) == message


def test_nothing_found_is_an_empty_object() -> None:
    assert to_bytes(TicketAnswer()) == b"{}"
    assert from_bytes(b"{}", TicketAnswer) == TicketAnswer()


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b'{"tickets":"A"}', b'{"tickets":[1]}', b'{"tickets":null}'])
def test_what_is_no_question_is_refused(data: bytes) -> None:
    with pytest.raises(TrustError):
        from_bytes(data, TicketQuestion)


@given(data=st.binary(max_size=60))
def test_no_bytes_break_the_reader(data: bytes) -> None:
    for kind in (TicketQuestion, TicketAnswer):
        try:
            from_bytes(data, kind)
        except TrustError:
            continue
