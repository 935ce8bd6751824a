"""Label exports from Labelbox, written as a user of the vendor's SDK would.

It reads from stdin where to ask (endpoint, key, project) and under which names to export with which
filters, and prints the rows of each export.
"""

import json
import sys
from concurrent.futures import ThreadPoolExecutor

import requests
from labelbox import Client
from labelbox.exceptions import AuthenticationError, InvalidQueryError, ResourceNotFoundError


def refusal(kind, action):
    """The message of the error that an action has to raise."""
    try:
        action()
    except kind as error:
        return error.message
    return None


given = json.load(sys.stdin)
client = Client(given["key"], endpoint=given["endpoint"])
project = client.get_project(given["project"])
url = project.export_labels()
impatient = project.export_labels(timeout_seconds=0, **given["exports"]["late"])
stranger = Client("a-key-of-nobody", endpoint=given["endpoint"])
with ThreadPoolExecutor() as pool:  # the SDK asks again after two seconds, whoever waits meanwhile
    exports = {
        name: pool.submit(project.export_labels, download=True, **filters)
        for name, filters in given["exports"].items()
    }

json.dump(
    {
        "project": [project.uid, project.name],
        "url": url,
        "impatient": impatient,
        "by url": requests.get(url, timeout=10).json(),
        "exports": {name: export.result() for name, export in exports.items()},
        "refusals": {
            "no such project": refusal(ResourceNotFoundError, lambda: client.get_project("none")),
            "no such field": refusal(InvalidQueryError, lambda: client.execute("{ nothing }")),
            "key of nobody": refusal(
                AuthenticationError, lambda: stranger.get_project(given["project"])
            ),
        },
    },
    sys.stdout,
)
