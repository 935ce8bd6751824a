"""The certificate authorities that clients trust, and the TLS contexts with them."""

from __future__ import annotations

import os
import re
import ssl
from collections.abc import Mapping
from functools import lru_cache
from os import PathLike
from pathlib import Path
from typing import Final, Self

import certifi
from attrs import frozen

from labelbridge._core.json.validate import short_repr
from labelbridge.errors import ConfigurationError

VARIABLES: Final = ("SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")
"""Environment variables with a file or folder of certificates. The first one that is set counts."""

_HASHED: Final = re.compile(r"[0-9a-f]{8}\.\d+")
"""Names of the files that OpenSSL reads in a folder."""


@frozen
class Certificates:
    """Where the trusted certificate authorities come from.

    Attributes:
        origin: The option or environment variable, for error messages.
        location: A file, a folder or a TLS context; None are the authorities of the package
            certifi.
    """

    origin: str = ""
    location: str | ssl.SSLContext | None = None

    @classmethod
    def of(
        cls, verify: str | PathLike[str] | ssl.SSLContext | None, environment: Mapping[str, str]
    ) -> Self:
        """Return the certificates of the option `verify`, else those of the environment."""
        if isinstance(verify, ssl.SSLContext):
            return cls("verify", verify)
        if verify is not None:
            path = os.fspath(verify)
            return cls(f"verify={short_repr(path)}", path)
        for name in VARIABLES:
            if value := environment.get(name):
                return cls(f"the environment variable {name}", value)
        return cls()

    def context(self) -> ssl.SSLContext:
        """Return the TLS context. Clients with the same certificates share one.

        Raises:
            ConfigurationError: The certificates cannot be read.
        """
        if isinstance(self.location, ssl.SSLContext):
            return self.location
        location = certifi.where() if self.location is None else self.location
        key_log = os.environ.get("SSLKEYLOGFILE")
        try:
            return _context(location, _state(location), key_log)
        except LookupError:
            problem = (
                "the folder has no file with a name that OpenSSL looks up, such as 5f618aec.0; "
                "`openssl rehash <folder>` creates them"
            )
        except ssl.SSLError:
            problem = "the file does not consist of certificates in PEM format"
        except OSError as error:
            if key_log and error.filename == key_log:
                raise ConfigurationError(
                    "the environment variable SSLKEYLOGFILE: the file cannot be written "
                    f"({error.strerror})"
                ) from None
            problem = f"the file cannot be read ({error.strerror})"
        except ValueError:
            problem = "not a path"
        raise ConfigurationError(f"{self.origin}: {problem}")


def _state(location: str) -> tuple[int, int] | None:
    """Check a file or folder. Return what changes when a file is replaced; None for a folder.

    Raises:
        LookupError: A folder has no certificates that OpenSSL finds.
    """
    folders = [path for path in map(Path, location.split(os.pathsep)) if path.is_dir()]
    if not folders:
        with Path(location).open("rb") as file:
            status = os.fstat(file.fileno())
        return status.st_mtime_ns, status.st_size
    if not any(_HASHED.fullmatch(file.name) for folder in folders for file in folder.iterdir()):
        raise LookupError
    return None


# creating a context takes longer than all other parts of a client
@lru_cache(maxsize=16)
def _context(location: str, state: tuple[int, int] | None, _key_log: str | None) -> ssl.SSLContext:
    if state is None:
        return ssl.create_default_context(capath=location)
    return ssl.create_default_context(cafile=location)
