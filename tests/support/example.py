"""The platforms that tests use as examples. Tests of shared code do not name a platform."""

from importlib import import_module

from labelbridge._core.registry import client_classes

PLATFORM = "hasty"
CLIENTS = Client, AsyncClient = client_classes(PLATFORM)
HOST = Client.platform.base_url.removeprefix("https://")
KEY_VARIABLE, URL_VARIABLE = f"{PLATFORM.upper()}_API_KEY", f"{PLATFORM.upper()}_BASE_URL"
models = import_module(f"labelbridge_api.{PLATFORM}.models")

PROJECT = "17a4fab4-c59c-4031-9cb5-41fccb5b054c"
"""An id for `client.projects.get`."""

OTHER_PLATFORM = "roboflow"
"""A platform whose emulator has fixtures with many arguments, and takes the key from the query."""
