"""A token lets one station in, and only that one."""

from __future__ import annotations

import hashlib
from base64 import b64decode
from collections.abc import Callable

import pytest
from click.testing import Result
from nacl.signing import SigningKey
from sqlalchemy import select

from kiosk.domain.errors import Refused
from kiosk.trust.feed import check_root
from sync.centre.centre import Centre
from sync.centre.stations import join, new_token, stations
from sync.centre.tables import token as kept_token
from sync.wire.batch import JoinRequest


def wish(token: str, key: SigningKey, name: str = "门口") -> JoinRequest:
    return JoinRequest(token=token, key=bytes(key.verify_key).hex(), name=name)


def test_a_station_gets_its_name_its_district_and_the_root(centre: Centre) -> None:
    token, key = new_token(centre), SigningKey.generate()
    answer = join(centre, wish(token, key))
    assert answer.station == f"s-{hashlib.sha256(bytes(key.verify_key)).hexdigest()[:10]}"
    assert (answer.district, answer.district_name) == ("340503", "花山区")
    check_root(b64decode(answer.root), token.split(".")[2])


def test_the_same_station_gets_the_same_answer_again(centre: Centre) -> None:
    token, key = new_token(centre), SigningKey.generate()
    assert join(centre, wish(token, key)) == join(centre, wish(token, key, "后门"))
    (row,) = stations(centre)
    assert row.name == "后门"


def test_another_station_cannot_use_a_used_token(centre: Centre) -> None:
    token = new_token(centre)
    join(centre, wish(token, SigningKey.generate()))
    with pytest.raises(Refused, match="already used by another station"):
        join(centre, wish(token, SigningKey.generate()))
    assert len(stations(centre)) == 1


def test_a_station_may_come_back_with_a_new_token(centre: Centre) -> None:
    key = SigningKey.generate()
    first = join(centre, wish(new_token(centre), key))
    assert join(centre, wish(new_token(centre), key)) == first


@pytest.mark.parametrize("token", ["", "x", "340503.AAAAAAAAAAAAAAAAAAAA.0123456789abcdef", "\ud800"])
def test_a_token_nobody_made_is_refused(centre: Centre, token: str) -> None:
    with pytest.raises(Refused, match="not known here"):
        join(centre, wish(token, SigningKey.generate()))


@pytest.mark.parametrize("key", ["", "zz", "00" * 31, "00" * 33])
def test_a_key_that_is_none_is_refused_and_the_token_stays_free(centre: Centre, key: str) -> None:
    token = new_token(centre)
    with pytest.raises(Refused, match="not a station's public key"):
        join(centre, JoinRequest(token=token, key=key, name="x"))
    join(centre, wish(token, SigningKey.generate()))


def test_a_token_is_kept_only_as_its_hash(centre: Centre) -> None:
    secret = new_token(centre).split(".")[1]
    with centre.db.reading() as connection:
        assert secret not in str(connection.execute(select(kept_token)).all())
    files = [file for file in centre.home.folder.rglob("*") if file.is_file()]
    assert not any(secret.encode() in file.read_bytes() for file in files)


def test_the_commands_show_tokens_and_stations(centre: Centre, run: Callable[..., Result]) -> None:
    token = run("token").stdout.removeprefix("token ").strip()
    join(centre, wish(token, SigningKey.generate(), "[b]珍珠园[/b]\x1b[31m"))
    assert "[b]珍珠园[/b]" in run("stations").stdout
    assert '"district": "340503"' in run("token", "--json").stdout
