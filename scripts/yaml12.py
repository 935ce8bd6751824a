"""A fast reader of YAML 1.2: libyaml's parser with the core schema of YAML 1.2.

PyYAML itself resolves plain scalars by YAML 1.1, where `no`, `on` and `1_000` are not strings. The
readers of YAML 1.2 that are written in Python take ten times as long.
"""

import re
from typing import Any

import yaml


class Loader(yaml.CSafeLoader):
    """Loads a document by the core schema, and rejects duplicate keys."""

    yaml_implicit_resolvers: dict[Any, Any] = {}  # noqa: RUF012 - replaces the attribute of PyYAML

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:  # noqa: FBT001, FBT002
        """Return the mapping of a node."""
        found = super().construct_mapping(node, deep=deep)
        if len(found) != len(node.value):
            raise yaml.constructor.ConstructorError(
                "while reading a mapping", node.start_mark, "found a duplicate key", node.start_mark
            )
        return found

    def integer(self, node: yaml.ScalarNode) -> int:
        """Return the integer of a node; a leading zero does not make it octal."""
        text: str = node.value
        return int(text, 0 if text[1:2] in {"o", "x"} else 10)


for tag, pattern in {
    "null": r"~|null|Null|NULL|",
    "bool": r"true|True|TRUE|false|False|FALSE",
    "int": r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+",
    "float": r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\.(inf|Inf|INF)|\.nan",
}.items():
    Loader.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(f"^(?:{pattern})$"), None)
Loader.add_constructor("tag:yaml.org,2002:int", Loader.integer)


def load(text: str) -> Any:
    """Return the content of a YAML document.

    Raises:
        yaml.YAMLError: The text is not YAML, or a mapping has a duplicate key.
    """
    return yaml.load(text, Loader)  # noqa: S506 - a safe loader
