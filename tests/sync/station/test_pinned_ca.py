"""A pinned authority: its certificates are believed and no others, whatever the system or the environment says."""

from __future__ import annotations

import ipaddress
import ssl
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from kiosk.domain.clock import SystemClock
from kiosk.domain.errors import SettingsError, Unreachable
from sync.station.https import HttpCarrier
from tests.hostile import Web, a_web


class Authority:
    """One that signs certificates for 127.0.0.1."""

    def __init__(self, name: str) -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
        own = self._begun(self._name, self._key.public_key())
        own = own.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        usage = x509.KeyUsage(False, False, False, False, False, True, True, False, False)
        self.certificate = own.add_extension(usage, critical=True).sign(self._key, hashes.SHA256())

    def _begun(self, subject: x509.Name, key: ec.EllipticCurvePublicKey) -> x509.CertificateBuilder:
        now = SystemClock().now()
        return (
            x509.CertificateBuilder(self._name, subject, key, x509.random_serial_number())
            .not_valid_before(now - timedelta(days=1))
            .not_valid_after(now + timedelta(days=1))
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key()), critical=False)
        )

    def pem(self, file: Path) -> Path:
        file.write_bytes(self.certificate.public_bytes(serialization.Encoding.PEM))
        return file

    def context(self, folder: Path) -> ssl.SSLContext:
        """Return what a server needs to show a certificate of this authority."""
        key = ec.generate_private_key(ec.SECP256R1())
        names = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
        subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "centre")])
        signed = self._begun(subject, key.public_key()).add_extension(names, critical=False)
        certificate = signed.sign(self._key, hashes.SHA256())
        (folder / "server.pem").write_bytes(
            certificate.public_bytes(serialization.Encoding.PEM)
            + key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
        )
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(folder / "server.pem")
        return context


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("authorities")


@pytest.fixture(scope="module")
def ours(folder: Path) -> Authority:
    authority = Authority("ours")
    authority.pem(folder / "ours.pem")
    Authority("theirs").pem(folder / "theirs.pem")
    return authority


@pytest.fixture(scope="module")
def centre(ours: Authority, folder: Path) -> Iterator[Web]:
    with a_web(ours.context(folder)) as web:
        web.serve({"x": b"from the centre"})
        yield web


def fetched(centre: Web, ca: str) -> bytes:
    with closing(HttpCarrier(centre.url, ca)) as carrier:
        return b"".join(carrier.fetch("x"))


def test_a_certificate_of_the_pinned_authority_is_believed(centre: Web, folder: Path) -> None:
    assert fetched(centre, str(folder / "ours.pem")) == b"from the centre"


@pytest.mark.parametrize("ca", ["", "theirs.pem"])
def test_a_certificate_of_another_authority_is_not(centre: Web, folder: Path, ca: str) -> None:
    asked = len(centre.asked)
    with pytest.raises(Unreachable, match="certificate"):
        fetched(centre, ca and str(folder / ca))
    assert len(centre.asked) == asked


@pytest.mark.parametrize("name", ["REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"])
def test_the_environment_does_not_override_the_pinned_authority(
    centre: Web, folder: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, str(folder / "ours.pem"))
    with pytest.raises(Unreachable, match="certificate"):
        fetched(centre, str(folder / "theirs.pem"))
    monkeypatch.setenv(name, str(folder / "theirs.pem"))
    assert fetched(centre, str(folder / "ours.pem")) == b"from the centre"


def test_a_certificate_for_another_name_is_not_believed(centre: Web, folder: Path) -> None:
    url = centre.url.replace("127.0.0.1", "localhost")
    with (
        closing(HttpCarrier(url, str(folder / "ours.pem"))) as carrier,
        pytest.raises(Unreachable, match="certificate"),
    ):
        b"".join(carrier.fetch("x"))


def test_a_pinned_authority_that_is_not_there_is_said_at_once(folder: Path) -> None:
    with pytest.raises(SettingsError, match="no file"):
        HttpCarrier("https://centre.invalid", str(folder / "nowhere.pem"))
