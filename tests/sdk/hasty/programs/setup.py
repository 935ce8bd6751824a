"""Sets up a project with the vendor's SDK.

Reads its input from stdin (url, key) and prints its results.
"""

import json
import sys

from hasty import Client
from hasty.bucket import AZCreds, DummyCreds, GCSCreds, S3Creds

CREDENTIALS = {
    "dummy": DummyCreds("something"),
    "gcs": GCSCreds("market-pictures", '{"type": "service_account"}'),
    "s3": S3Creds("market-pictures", "arn:aws:iam::123456789012:role/market-pictures"),
    "az": AZCreds("market", "something", "pictures"),
}
ATTRIBUTES = [
    ("State", "SELECTION", "LABEL", None, 1, ["open", "closed"]),
    ("Goods", "MULTIPLE-SELECTION", "LABEL", "All that is sold", 2, ["fish", "fruit", "cheese"]),
    ("Sign", "TEXT", "LABEL", None, None, []),
    ("Crates", "INT", "LABEL", None, None, []),
    ("Visible part", "FLOAT", "LABEL", None, 2.5, []),
    ("Covered", "BOOL", "LABEL", None, None, []),
    ("Weather", "SELECTION", "IMAGE", None, None, ["dry", "wet"]),
    ("Camera", "TEXT", "VIDEO", None, None, []),
    ("Crowd", "INT", "SEGMENT", None, None, []),
]


def ids_by_name(things):
    """Return ids by name."""
    return {each.name: each.id for each in things}


def buckets(workspace, seen):
    """Create a bucket of every provider."""
    made = [workspace.create_bucket(f"on {name}", each) for name, each in CREDENTIALS.items()]
    seen["buckets"] = {each.cloud_provider: [each.id, each.name] for each in made}


def classes(project, seen):
    """Create label classes and tag classes; read, edit, delete and list them."""
    project.create_label_class("stall", "#1f77b4ff", norder=1)
    project.create_label_class("person", "#d62728ff", norder=2)
    project.create_label_class("ground", class_type="background")
    seen["classes"] = ids_by_name(project.get_label_classes())

    project.create_tag_class("dry", 1)
    blurred = project.create_tag_class("blured")
    spare = project.create_tag_class("spare", 7)
    blurred.edit("blurred", 2.5)
    spare.delete()
    read = project.get_tag_class(blurred.id)
    seen["tag class"] = [read.id == blurred.id, read.name, read.norder]
    seen["tag classes"] = [[each.name, each.norder] for each in project.get_tag_classes()]


def attributes(project, seen):
    """Create attributes of every type; edit, delete and list them."""
    for each in ATTRIBUTES:
        project.create_attribute(*each)
    spare = project.create_attribute("Spare", "TEXT", values=[])
    spare.delete()
    listed = project.get_attributes()
    state = listed[0]
    before = {each["id"] for each in state.values}
    state.edit("State", "SELECTION", "LABEL", "As seen", 1.5, ["open", "closed", "empty"])
    seen["edited"] = [
        [state.name, state.attribute_type, state.description, state.norder],
        [each["value"] for each in state.values],
        len(before & {each["id"] for each in state.values}),
    ]
    seen["attributes"] = [
        [
            each.name,
            each.attribute_type,
            each.subject_type,
            each.description,
            each.norder,
            [value["value"] for value in each.values],
        ]
        for each in project.get_attributes()
    ]


def links(project, seen):
    """Link attributes with label classes in two requests, and delete some links."""
    ids, class_ids = ids_by_name(project.get_attributes()), seen["classes"]

    def link(attribute, label_class, **orders):
        keys = {"attribute_id": ids[attribute], "class_id": class_ids[label_class]}
        return keys | orders

    def linked():
        names = {id_: name for name, id_ in (ids | class_ids).items()}
        return [
            [
                names[each["attribute_id"]],
                names[each["class_id"]],
                each["attribute_order"],
                each["class_order"],
            ]
            for each in project.get_attribute_classes()
        ]

    of_stalls = ["State", "Goods", "Sign", "Crates", "Visible part", "Covered"]
    places = enumerate(of_stalls)
    project.set_attribute_classes([link(n, "stall", attribute_order=place) for place, n in places])
    response = project.set_attribute_classes(
        [link("Visible part", "person", class_order=1), link("Sign", "person")]
    )
    seen["links"] = {"returned": len(response), "all": linked()}
    project.set_attribute_classes([link("Covered", "stall", attribute_order=0.5)])
    project.delete_attribute_classes([link("Sign", "person")])
    as_documented = [each for each in project.get_attribute_classes() if each["class_order"] == 1]
    project.delete_attribute_classes(as_documented)
    seen["links"]["left"] = linked()


def main():
    given, seen = json.load(sys.stdin), {}
    client = Client(given["key"], base_url=given["url"])
    workspaces = client.get_workspaces()
    seen["workspaces"] = [each.name for each in workspaces]
    project = client.create_project(workspaces[0].id, "Market")
    seen["project"] = [project.id, project.name, project.description]
    buckets(workspaces[0], seen)
    classes(project, seen)
    attributes(project, seen)
    links(project, seen)
    json.dump(seen, sys.stdout)


main()
