"""Certificate authorities from the environment and from `ClientOptions(verify=…)`."""

import os
import shutil
import ssl
from pathlib import Path

import pytest

from labelbridge._core.http.certificates import Certificates
from labelbridge._core.http.network import Network
from labelbridge.errors import ConfigurationError, ConnectionFailed
from labelbridge.options import NO_RETRY, ClientOptions
from tests.core.conftest import response
from tests.support.example import CLIENTS, PROJECT
from tests.support.local_server import AUTHORITY, CERTIFICATE, local_server
from tests.support.modes import MODES, open_client

VARIABLES = ("SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")
HASHED = "91b24820.0"
"""The name of the authority's file for OpenSSL: a hash of the authority's name."""


@pytest.fixture(autouse=True)
def no_variables(monkeypatch):
    for name in (*VARIABLES, "SSLKEYLOGFILE"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="module")
def server():
    with local_server(tls=True) as server:
        yield server


@pytest.fixture(params=MODES)
def get(request, server):
    """Get a project with a new client."""

    def get(verify=None, port=server.port):
        options = {"options": ClientOptions(verify=verify), "retry": NO_RETRY}
        url = f"https://localhost:{port}"
        with open_client(request.param, *CLIENTS, base_url=url, **options) as client:
            return str(client.projects.get(PROJECT).id)

    return get


@pytest.fixture
def folder(tmp_path):
    """A folder with the authority, under the name that OpenSSL looks up."""
    folder = tmp_path / "authorities"
    folder.mkdir()
    shutil.copy(AUTHORITY, folder / AUTHORITY.name)
    shutil.copy(AUTHORITY, folder / HASHED)
    return folder


def test_an_unknown_authority_is_not_trusted(get):
    with pytest.raises(ConnectionFailed, match=r"CERTIFICATE_VERIFY_FAILED.*ClientOptions\(verify"):
        get()


def test_the_option_verify_is_a_file_a_folder_or_a_context(get, folder):
    assert get(AUTHORITY) == get(str(AUTHORITY)) == PROJECT
    assert get(folder) == PROJECT
    assert get(ssl.create_default_context(cafile=AUTHORITY)) == PROJECT


def test_a_context_can_have_a_client_certificate(get):
    context = ssl.create_default_context(cafile=AUTHORITY)
    with local_server(tls=True, client_certificates=True) as server:
        with pytest.raises(ConnectionFailed):
            get(AUTHORITY, server.port)
        context.load_cert_chain(CERTIFICATE)
        assert get(context, server.port) == PROJECT


@pytest.mark.parametrize("fail", [lambda error: error, lambda error: response(200, b"{", error)])
def test_an_alert_of_the_server_is_a_failed_connection(fail, open_tools):
    alert = ssl.SSLError(1, "[SSL: TLSV13_ALERT_CERTIFICATE_REQUIRED] alert")
    with pytest.raises(ConnectionFailed, match="CERTIFICATE_REQUIRED"):
        open_tools(fail(alert), retry=NO_RETRY).get()


@pytest.mark.parametrize("name", VARIABLES)
def test_a_variable_is_read_when_a_client_is_created(name, get, folder, monkeypatch):
    monkeypatch.setenv(name, str(folder if name.endswith("DIR") else AUTHORITY))
    assert get() == PROJECT
    monkeypatch.setenv(name, "")
    with pytest.raises(ConnectionFailed):
        get()


def test_several_folders_are_searched(get, folder, tmp_path, monkeypatch):
    monkeypatch.setenv("SSL_CERT_DIR", os.pathsep.join([str(tmp_path / "gone"), str(folder)]))
    assert get() == PROJECT


def test_the_option_and_then_the_first_variable_count(monkeypatch):
    for name in reversed(VARIABLES):
        monkeypatch.setenv(name, f"/{name}")
        assert Certificates.of(None, os.environ).location == f"/{name}"
    assert Certificates.of(Path("/x"), os.environ).location == "/x"
    assert Certificates.of(None, {}).location is None


def unusable(folder: Path):
    """Return unusable locations and the problem that the error states."""
    (folder / "empty.pem").touch()
    (folder / "key.pem").write_text(CERTIFICATE.read_text().partition("-----BEGIN CERT")[0])
    (folder / "damaged.pem").write_text(AUTHORITY.read_text().replace("M", "N"))
    (folder / "folder").mkdir()
    shutil.copy(AUTHORITY, folder / "folder")
    yield folder / "gone.pem", r"the file cannot be read \(No such file or directory\)"
    yield folder / "x" / "y.pem", r"the file cannot be read \(No such file or directory\)"
    for name in ("empty.pem", "key.pem", "damaged.pem"):
        yield folder / name, "the file does not consist of certificates in PEM format"
    yield folder / "folder", "the folder has no file .* `openssl rehash"
    yield f"{folder}\0", "not a path"


@pytest.mark.parametrize("client", CLIENTS)
def test_unusable_certificates_raise(client, tmp_path, monkeypatch):
    for location, problem in unusable(tmp_path):
        options = ClientOptions(verify=location)
        with pytest.raises(ConfigurationError, match=rf"^verify='.*: {problem}") as caught:
            client("key", options=options)
        assert (caught.value.__cause__, caught.value.__context__) == (None, None)
        client("key", options=options, base_url="http://x.test")
        if "\0" in str(location):
            continue
        for name in VARIABLES:
            with monkeypatch.context() as changed:
                changed.setenv(name, str(location))
                with pytest.raises(ConfigurationError, match=f"variable {name}: {problem}"):
                    client("key")
                client("key", base_url="http://x.test")


def test_unusable_certificates_of_http_hosts_raise_when_https_is_used(tmp_path, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "gone.pem"))
    network = Network.of(None)
    network.check("http://x.test")
    with pytest.raises(ConfigurationError, match="SSL_CERT_FILE"):
        network.check("https://x.test")


@pytest.mark.parametrize("client", CLIENTS)
def test_an_unusable_key_log_is_named(client, tmp_path, monkeypatch):
    monkeypatch.setenv("SSLKEYLOGFILE", str(tmp_path / "gone" / "keys.log"))
    with pytest.raises(ConfigurationError, match="SSLKEYLOGFILE: the file cannot be written"):
        client("key")
    client("key", base_url="http://x.test")


@pytest.mark.parametrize("value", [True, False, 5, b"/x"])
def test_verify_of_another_type_raises(value):
    with pytest.raises(ConfigurationError, match=f"^verify must be .*, not {value!r}"):
        ClientOptions(verify=value)


def test_clients_share_a_context_until_the_file_changes(tmp_path):
    file = tmp_path / "authorities.pem"
    shutil.copy(AUTHORITY, file)
    first = Certificates.of(file, {}).context()
    assert Certificates.of(None, {"SSL_CERT_FILE": str(file)}).context() is first
    assert Certificates.of(None, {}).context() is Certificates.of(None, {}).context()
    file.write_text(file.read_text() * 2)
    assert Certificates.of(file, {}).context() is not first
