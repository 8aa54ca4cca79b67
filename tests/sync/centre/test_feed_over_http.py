"""The feed over HTTP: in parts, asked for again, and over TLS."""

from __future__ import annotations

import ssl
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from http.client import HTTPSConnection
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from click.testing import Result
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from starlette.testclient import TestClient

from kiosk.domain.clock import SystemClock
from kiosk.domain.errors import SettingsError
from sync.centre.centre import Centre
from sync.centre.publishing import publish
from sync.centre.web import make_app
from tests.sync.centre.conftest import only_sqlite
from tests.sync.centre.feeds import set_content


@pytest.fixture
def client(centre: Centre) -> Iterator[TestClient]:
    with TestClient(make_app(centre)) as client:
        yield client


@pytest.fixture
def pack(centre: Centre) -> Path:
    set_content(centre, dict.fromkeys(range(50), 0))
    publish(centre)
    (file,) = centre.home.packs.iterdir()
    return file


def test_a_pack_can_be_fetched_from_where_it_broke_off(client: TestClient, pack: Path) -> None:
    data, url = pack.read_bytes(), f"/feed/packs/{pack.name}"
    whole = client.get(url)
    assert (whole.status_code, whole.content, whole.headers["Accept-Ranges"]) == (200, data, "bytes")
    rest = client.get(url, headers={"Range": "bytes=100-", "If-Range": whole.headers["ETag"]})
    assert (rest.status_code, rest.content) == (206, data[100:])
    assert rest.headers["Content-Range"] == f"bytes 100-{len(data) - 1}/{len(data)}"
    changed = client.get(url, headers={"Range": "bytes=100-", "If-Range": '"another"'})
    assert (changed.status_code, changed.content) == (200, data)
    beyond = client.get(url, headers={"Range": f"bytes={len(data)}-"})
    assert (beyond.status_code, beyond.headers["Content-Range"]) == (416, f"bytes */{len(data)}")


def test_what_is_unchanged_is_said_in_a_few_bytes(client: TestClient, centre: Centre) -> None:
    url = "/feed/metadata/timestamp.json"
    first = client.get(url)
    again = client.get(url, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["Cache-Control"] == "no-cache"
    set_content(centre, {1: 1})
    publish(centre)
    new = client.get(url, headers={"If-None-Match": first.headers["ETag"]})
    assert new.status_code == 200
    assert new.content == (centre.home.feed / "metadata" / "timestamp.json").read_bytes()


def test_how_large_a_pack_is_can_be_asked(client: TestClient, pack: Path) -> None:
    head = client.head(f"/feed/packs/{pack.name}")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["Content-Length"] == f"{pack.stat().st_size}"


def certificate(folder: Path) -> tuple[Path, Path]:
    """Write a certificate for this machine and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "centre")])
    now = SystemClock().now().astimezone(UTC)
    made = (
        x509.CertificateBuilder(subject_name=name, issuer_name=name, public_key=key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(_day(now, -1))
        .not_valid_after(_day(now, 9))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    cert_file, key_file = folder / "cert.pem", folder / "key.pem"
    cert_file.write_bytes(made.public_bytes(Encoding.PEM))
    key_file.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return cert_file, key_file


def _day(now: datetime, days: int) -> datetime:
    return now + timedelta(days=days)


@only_sqlite  # the same whatever the database
def test_it_serves_over_tls_with_a_certificate(centre: Centre, tmp_path: Path) -> None:
    cert, key = certificate(tmp_path)
    words = [sys.executable, "-m", "sync.centre", "--home", str(centre.home.folder), "serve", "--port", "0"]
    words += ["--cert", str(cert), "--key", str(key)]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        line = child.stdout.readline()
        assert line.startswith("serving on https://127.0.0.1:")
        port = urlsplit(line.split()[-1]).port
        trusting = HTTPSConnection("127.0.0.1", port, context=ssl.create_default_context(cafile=cert), timeout=30)
        trusting.request("GET", "/health")
        assert trusting.getresponse().read() == b"ok\n"
        trusting.close()
        other = HTTPSConnection("127.0.0.1", port, context=ssl.create_default_context(), timeout=30)
        with pytest.raises(ssl.SSLCertVerificationError):
            other.request("GET", "/health")
        other.close()
        child.terminate()


@only_sqlite  # the same whatever the database
def test_a_certificate_that_is_none_is_one_sentence(centre: Centre, run: Callable[..., Result], tmp_path: Path) -> None:
    cert, key = certificate(tmp_path)
    problem = run("serve", "--port", "0", "--cert", key, "--key", cert).exception
    assert isinstance(problem, SettingsError)
    assert "are no certificate and its key in PEM" in str(problem)
    assert run("serve", "--port", "0", "--cert", cert).exit_code == 2
