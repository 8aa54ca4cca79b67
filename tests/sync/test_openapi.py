"""docs/openapi.yaml says what the centre does: no more, no less."""

from __future__ import annotations

import json
import re
import shutil
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from nacl.signing import SigningKey
from openapi_schema_validator import OAS31Validator
from openapi_spec_validator import validate
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012
from starlette.testclient import TestClient

from kiosk.domain.clock import SystemClock, local_date
from kiosk.domain.counts import DayCounts
from kiosk.domain.forms import Wish, WishTopic
from kiosk.domain.records import encode, to_record
from kiosk.trust.manifest import Manifest
from kiosk.trust.orders import ORDERS, OrderKind
from kiosk.trust.station_key import station_id
from sync.centre.centre import Centre, make_keys, open_centre, prepare
from sync.centre.files import PART
from sync.centre.home import Home
from sync.centre.orders import give
from sync.centre.phone_station import take_phone_form
from sync.centre.publishing import manifest_in, publish
from sync.centre.refusals import RefusedRows
from sync.centre.sources.row import Row, Said
from sync.centre.stations import new_token
from sync.centre.taking import parser, take_in
from sync.centre.web import BODY_MAX, REPORT_BODY_MAX, make_app
from sync.wire.batch import to_bytes
from sync.wire.report import NotObeyed, ScreenReport, StationReport, signed
from tests.samples import a_posting
from tests.sync.centre.forms import filled_in
from tests.vectors import envelopes

FILE = Path(__file__).resolve().parents[2] / "docs" / "openapi.yaml"
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")
FEED = "/feed/"
ENDED = 2
"""Number of the posting that has ended."""
TOO_OFTEN = 601
A_WISH = Wish(made=SystemClock().now(), topic=WishTopic.TRAINING, words="想学做饭")


def a_report() -> StationReport:
    now = SystemClock().now()
    return StationReport(
        station=station_id(bytes(envelopes.STATION.verify_key)),
        made=now,
        program="1.0.0",
        issued=now,
        oldest=now,
        wrong=("disk",),
        screen=ScreenReport(started=now, starts=1, beat=now),
        not_obeyed=(NotObeyed(id="a", reason="no"),),
    )


@cache
def document() -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load(FILE.read_text("utf-8"))
    return read


def faults(thing: Any, schema: dict[str, Any]) -> list[str]:
    """Return what of a thing does not fit a schema of the document."""
    registry: Any = Registry().with_resource("urn:openapi", Resource(document(), DRAFT202012))
    absolute = json.loads(json.dumps(schema).replace('"#/', '"urn:openapi#/'))
    return [fault.message for fault in OAS31Validator(absolute, registry=registry).iter_errors(thing)]


def schema_of(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}"}


def resolved(thing: dict[str, Any]) -> dict[str, Any]:
    if "$ref" not in thing:
        return thing
    found: Any = document()
    for step in thing["$ref"].removeprefix("#/").split("/"):
        found = found[step]
    return dict(found)


def operations() -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, item in document()["paths"].items():
        for method, operation in item.items():
            if method.upper() in METHODS:
                yield method.upper(), path, operation


def documented() -> list[tuple[str, str, str]]:
    return [(method, path, status) for method, path, each in operations() for status in each["responses"]]


@pytest.fixture(scope="module")
def fresh_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A centre with two postings, published; to be copied, for making one takes a while."""
    home = Home(tmp_path_factory.mktemp("fresh") / "centre")
    prepare(home, {"feed": {"demo": True}})
    with open_centre(home, SystemClock()) as made:
        make_keys(made)
        now = made.clock.now()
        day = local_date(now)
        live = a_posting(updated=now - timedelta(days=1), valid_to=day + timedelta(days=30))
        ended = a_posting(ENDED, updated=now - timedelta(days=1), valid_to=day - timedelta(days=1))
        before = replace(ended, valid_to=day, updated=now - timedelta(days=2))  # while it is live
        rows = [Row(number, to_record(posting)) for number, posting in enumerate((live, before, ended), 1)]
        with RefusedRows(home.folder / "refused.jsonl", "kept") as refused:
            assert take_in(made, rows, parser(Said(now=now)), refused).taken == 2
        publish(made)
    return home.folder


@pytest.fixture
def centre(tmp_path: Path, fresh_home: Path) -> Iterator[Centre]:
    shutil.copytree(fresh_home, tmp_path / "centre")
    with open_centre(Home(tmp_path / "centre"), SystemClock()) as opened:
        yield opened


@pytest.fixture
def web(centre: Centre) -> Iterator[TestClient]:
    with TestClient(make_app(centre), follow_redirects=False) as client:
        yield client


class Asking:
    """How each documented answer is brought about."""

    def __init__(self, web: TestClient, centre: Centre) -> None:
        self._web = web
        self._centre = centre

    def __call__(self, method: str, path: str, status: str) -> Any:
        if path.startswith(FEED):
            return self._file(method, path, status)
        if status == "503":
            self._break()
        if status == "429":
            return self._too_often(path)
        if path == "/v1/stations":
            return self._web.post(path, content=self._wish(status))
        if path == "/v1/envelopes":
            return self._web.post(path, content=self._delivery(status))
        if path == "/v1/tickets":
            return self._web.post(path, content=self._question(status))
        if path == "/v1/reports":
            return self._web.post(path, content=self._report(status))
        if path == "/f/{form}":
            return self._form(method, status)
        known = {"/j/{posting}": f"/j/{a_posting().id}", "/r/{number}": "/r/2222-22"}
        unknown = {"/j/{posting}": "/j/none", "/r/{number}": "/r/none"}
        return self._web.request(method, (unknown if status == "404" else known).get(path, path))

    def _too_often(self, path: str) -> Any:
        answers = (self._web.post(path.replace("{form}", "none"), content=b"{}") for _ in range(TOO_OFTEN))
        return next(answer for answer in answers if answer.status_code == 429)

    def _question(self, status: str) -> bytes:
        if status == "200":
            take_phone_form(self._centre, A_WISH, "A" * 16)
        return {"400": b"{}", "413": encode({"tickets": ["A" * 16] * 21})}.get(status, encode({"tickets": ["A" * 16]}))

    def _form(self, method: str, status: str) -> Any:
        asked = {"404": "/f/none", "410": f"/f/call?p={a_posting(ENDED).id}"}.get(status, "/f/wish")
        if method != "POST":
            return self._web.request(method, "/f/call?p=some" if status == "503" else asked)
        said = {"422": b"", "413": bytes(BODY_MAX), "400": b"&".join([b"a=b"] * 200)}
        whole = filled_in(self._web, "/f/wish", topic="training", words="x")
        return self._web.post(asked, **({"content": said[status]} if status in said else {"data": whole}))

    def _file(self, method: str, path: str, status: str) -> Any:
        asked = self._path_of(path)
        if status == "404":
            lies = self._centre.home.feed / asked.removeprefix(FEED)
            lies.rename(lies.with_name(lies.name + PART))  # as if it were still being written
            return self._web.request(method, asked)
        headers = {"206": {"Range": "bytes=5-"}, "416": {"Range": "bytes=99999999-"}, "400": {"Range": "pages=1-"}}
        if status == "304":
            tag = self._web.head(asked).headers["ETag"]
            return self._web.request(method, asked, headers={"If-None-Match": tag})
        return self._web.request(method, asked, headers=headers.get(status, {}))

    def _path_of(self, path: str) -> str:
        """Return a file of the feed that a path stands for."""
        folder = self._centre.home.feed / path.removeprefix(FEED).rpartition("/")[0]
        if "{" not in path:
            return path
        (parameter,) = document()["paths"][path]["parameters"]
        found = sorted(file.name for file in folder.iterdir() if re.search(parameter["schema"]["pattern"], file.name))
        assert found, path
        return path.replace("{file}", found[0])

    def _wish(self, status: str) -> bytes:
        token = "340503.NONE.0123456789abcdef" if status in ("403", "503") else new_token(self._centre)
        wish = {"token": token, "key": bytes(envelopes.STATION.verify_key).hex(), "name": "门口"}
        return {"400": b"{}", "413": bytes(BODY_MAX + 1)}.get(status, encode(wish))

    def _delivery(self, status: str) -> bytes:
        if status == "200":
            return self._two_envelopes()
        return {"400": b"{}", "413": encode({"envelopes": [""] * 51})}.get(status, encode({"envelopes": []}))

    def _report(self, status: str) -> bytes:
        if status == "200":
            assert self("POST", "/v1/stations", "200").status_code == 200
        said = signed(a_report(), envelopes.STATION)
        return {"400": b"{}", "413": bytes(REPORT_BODY_MAX + 1)}.get(status, to_bytes(said))

    def _two_envelopes(self) -> bytes:
        """Return a delivery of one envelope that is taken and one that is not."""
        assert self("POST", "/v1/stations", "200").status_code == 200
        key = self._centre.public_keys().seal[0]
        header = {"alg": key.alg, "key_id": key.id, "station": station_id(bytes(envelopes.STATION.verify_key))}
        good = envelopes.envelope(encode(header | {"form": "registration/1"}), bytes(560))
        bad = envelopes.envelope(encode(header | {"form": "x"}), bytes(560), SigningKey.generate())
        return encode({"envelopes": [b64encode(data).decode() for data in (good, bad)]})

    def _break(self) -> None:
        self._centre.db.close()
        self._centre.home.database.write_bytes(b"gone " * 1000)


@pytest.fixture
def ask(web: TestClient, centre: Centre) -> Asking:
    return Asking(web, centre)


def test_the_document_is_openapi() -> None:
    validate(document())


@pytest.mark.parametrize(("method", "path", "status"), documented(), ids=lambda part: part)
def test_every_answer_is_as_documented(method: str, path: str, status: str, ask: Asking) -> None:
    said = resolved(document()["paths"][path][method.lower()]["responses"][status])
    answer = ask(method, path, status)
    assert answer.status_code == int(status), answer.text
    for name, header in said.get("headers", {}).items():
        assert name in answer.headers
        assert faults(answer.headers[name], resolved(header)["schema"]) == [], name
    if method == "HEAD" or "content" not in said:
        assert answer.content == b""
        return
    kind = answer.headers["Content-Type"].partition(";")[0]
    assert kind in said["content"]
    body = json.loads(answer.content) if kind == "application/json" and status == "200" else answer.text
    assert faults(body, said["content"][kind].get("schema", {})) == []


def test_a_delivery_is_answered_with_a_receipt_and_a_refusal(ask: Asking) -> None:
    answer = ask("POST", "/v1/envelopes", "200").json()
    assert (len(answer["receipts"]), len(answer["refusals"])) == (1, 1)


def test_a_ticket_is_answered_with_a_receipt(ask: Asking) -> None:
    assert len(ask("POST", "/v1/tickets", "200").json()["found"]) == 1


def test_a_report_and_an_order_fit_the_schemas(centre: Centre) -> None:
    content = json.loads(signed(a_report(), envelopes.STATION).content())
    assert faults(content, schema_of("Report")) == []
    whole = to_record(replace(a_report(), days=(DayCounts(day=local_date(SystemClock().now()), few=True),)))
    assert content.keys() | whole.keys() | {"version"} <= schema_of_report().keys()
    assert schema_of_report().keys() == {each.name for each in fields(StationReport)}
    give(centre, OrderKind.SETTING, "", "exchange.every_s", 600)
    publish(centre)
    data = centre.repository.target(centre.repository.current(), ORDERS)
    assert data is not None
    assert faults(json.loads(data), schema_of("Orders")) == []


def schema_of_report() -> dict[str, Any]:
    return dict(document()["components"]["schemas"]["Report"]["properties"])


def test_what_is_published_fits_the_schemas(centre: Centre) -> None:
    current = centre.repository.current()
    for path, name in (("feed/340503.json", "Manifest"), ("keys.json", "CentreKeys")):
        data = centre.repository.target(current, path)
        assert data is not None
        assert faults(json.loads(data), schema_of(name)) == []


def test_the_vectors_fit_the_schemas() -> None:
    folder = FILE.parents[1] / "tests" / "vectors"
    for case in json.loads((folder / "manifests.json").read_bytes()):
        if not case["refused"]:
            assert faults(case["manifest"], schema_of("Manifest")) == []
            assert isinstance(manifest_in(encode(case["manifest"])), Manifest)
    said = json.loads((folder / "exchange.json").read_bytes())
    for name, kind in (("join_request", "JoinRequest"), ("join_answer", "JoinAnswer"), ("answer", "DeliveryAnswer")):
        assert faults(json.loads(said[name]), schema_of(kind)) == []


def test_every_other_method_is_refused(web: TestClient, ask: Asking) -> None:
    for path, item in document()["paths"].items():
        allowed = {method.upper() for method in item} & set(METHODS)
        asked = ask._path_of(path) if path.startswith(FEED) else re.sub(r"\{\w+\}", "x", path)
        for method in set(METHODS) - allowed:
            answer = web.request(method, asked)
            assert answer.status_code == 405, (method, path)
            assert {each.strip() for each in answer.headers["Allow"].split(",")} == allowed, path


def test_there_is_no_undocumented_route(web: TestClient, centre: Centre) -> None:
    routes: Any = vars(make_app(centre))["_app"].routes
    there = {(method, route.path) for route in routes if hasattr(route, "methods") for method in route.methods}
    mounted = {route.path for route in routes if not hasattr(route, "methods")}
    said = {(method, path) for method, path, _ in operations() if not path.startswith(FEED)}
    names = {re.sub(r"\{\w+\}", "{}", f"{method} {path}") for method, path in said}
    assert {re.sub(r"\{\w+\}", "{}", f"{method} {path}") for method, path in there} == names
    assert mounted == {"/feed"}
    folders = {file.relative_to(centre.home.feed).parent.as_posix() for file in centre.home.feed.rglob("*.*")}
    assert folders == {path.removeprefix(FEED).rpartition("/")[0] for path in document()["paths"] if FEED in path}
    for path in ("/docs", "/openapi.json", "/v1/", "/v1/x", "/feed/x", "/feed/metadata/", "/j/", "/r/"):
        assert web.get(path).status_code == 404, path
