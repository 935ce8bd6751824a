"""Exports labels with the vendor's SDK.

Reads endpoint, key, project and the filters of each named export from stdin, and prints the rows of
each export.
"""

import json
import sys
from concurrent.futures import ThreadPoolExecutor

import requests
from labelbox import Client
from labelbox.exceptions import AuthenticationError, InvalidQueryError, ResourceNotFoundError


def error_of(kind, action):
    """Return the message of the error that an action raises."""
    try:
        action()
    except kind as error:
        return error.message
    return None


given = json.load(sys.stdin)
client = Client(given["key"], endpoint=given["endpoint"])
project = client.get_project(given["project"])
url = project.export_labels()
without_waiting = project.export_labels(timeout_seconds=0, **given["exports"]["late"])
other = Client("an-unknown-key", endpoint=given["endpoint"])
with ThreadPoolExecutor() as pool:  # the SDK polls every two seconds
    exports = {
        name: pool.submit(project.export_labels, download=True, **filters)
        for name, filters in given["exports"].items()
    }

json.dump(
    {
        "project": [project.uid, project.name],
        "url": url,
        "without waiting": without_waiting,
        "by url": requests.get(url, timeout=10).json(),
        "exports": {name: export.result() for name, export in exports.items()},
        "errors": {
            "unknown project": error_of(ResourceNotFoundError, lambda: client.get_project("none")),
            "unknown field": error_of(InvalidQueryError, lambda: client.execute("{ nothing }")),
            "unknown key": error_of(
                AuthenticationError, lambda: other.get_project(given["project"])
            ),
        },
    },
    sys.stdout,
)
