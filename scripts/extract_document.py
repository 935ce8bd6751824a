"""Extract the facts of vendors' documents: `extract_document.py FILE...`.

A document is a page printed as text. Its facts are the rows of its parameter tables (name, required
or not, type, format, enum, default, limits), its JSON samples and its request URLs, each with its
line; prose is left out. They are written to `tests/contracts/documents/<name of file>.json`,
where the tests check the contracts against them.

Three kinds of tables are supported: rows between bars (an API page without its headings, paths and
some names), bullets `name: text` below a URL, and rows whose cells are not separated.
"""

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

TARGET = Path(__file__).resolve().parent.parent / "tests" / "contracts" / "documents"

Facts = dict[str, Any]

# ---- the JSON samples


def unfold(text: str) -> str:
    """Remove the fold buttons of an API page: "- " before each member of a sample."""
    return re.sub(r"(?m)^- |(?<=[{\[])- |(?<=, )- ", "", text)


def split_samples(text: str) -> tuple[str, list[Facts]]:
    """Return a text without its JSON samples, with unchanged line numbers, and the samples."""
    decoder, rest, found, position = json.JSONDecoder(), "", [], 0
    for opening in re.finditer(r"[{\[]", text):
        start = opening.start()
        if start < position:
            continue  # within the previous sample
        try:
            value, end = decoder.raw_decode(text, start)
        except ValueError:
            continue  # a bracket in prose
        found.append({"line": text.count("\n", 0, start) + 1, "value": value})
        rest += text[position:start] + "\n" * text.count("\n", start, end)
        position = end
    return rest + text[position:], found


# ---- the types of an API page's rows

_ATOM = r"(?:(?:Array of )?(?:string|integer|number|boolean|object)s?|null)"
_PART = rf"(?:\({_ATOM} or null\)|{_ATOM})"
_TYPE = re.compile(rf"{_PART}(?: or {_PART})*(?!\w)")
_LIMIT = re.compile(
    r"<(?P<format>[\w-]+)>|\((?P<title>\w+)\)|\[ items <(?P<item_format>[\w-]+) ?> \]"
    r"|\[ (?P<low>\d+) \.\. (?P<high>\d+) \]|\[ items = (?P<pair>\d+) items \]"
    r"|= (?P<size>\d+) items|>= (?P<fewest>\d+) items|>= (?P<least>\d+)|(?P<some>non-empty)"
)
_ENUM = re.compile(r'(?:Items )?Enum: ((?:"[^"]*" ?)+)')
_DEFAULT = re.compile(r"\bDefault: (\S+)|\(default - (\w+)\)")


def read_type(words: str) -> Facts:
    """Return the JSON Schema of a type in words, such as "Array of strings or null".

    A plural is the type of an array's items, also on its own: "Array of strings or integers" has
    items of two types.
    """
    types, items = set(), set()
    for part in re.findall(_ATOM, words):
        if part.endswith("s"):
            types.add("array")
            items.add(part.removeprefix("Array of ").removesuffix("s"))
        else:
            types.add(part)
    schema: Facts = {"type": one_or_several(types)}
    return schema | {"items": {"type": one_or_several(items)}} if items else schema


def one_or_several(types: set[str]) -> str | list[str]:
    """Return the value of `type` in a JSON Schema."""
    return types.pop() if len(types) == 1 else sorted(types)


def read_cell(cell: str) -> tuple[Facts, str] | None:
    """Return the JSON Schema and the rest of a row's second cell; None if it has no type."""
    head = _TYPE.match(cell)
    if not head:
        return None
    schema, rest = read_type(head[0]), cell[head.end() :].lstrip()
    while limit := _LIMIT.match(rest):
        add_limit(schema, {k: v for k, v in limit.groupdict().items() if v})
        rest = rest[limit.end() :].lstrip()
    if values := _ENUM.match(rest):
        schema.get("items", schema)["enum"] = re.findall(r'"([^"]*)"', values[1])
        rest = rest[values.end() :]
    if default := _DEFAULT.search(rest):
        schema["default"] = read_default(default[1] or default[2])
    return schema, rest


def add_limit(schema: Facts, found: dict[str, str]) -> None:
    """Add one limit or format to a schema. Titles of the vendor's own schemas are ignored."""
    for name, text in found.items():
        match name:
            case "format" if "items" not in schema:
                schema["format"] = text
            case "item_format":
                schema["items"]["format"] = text
            case "low" | "least":
                schema["minimum"] = int(text)
            case "high":
                schema["maximum"] = int(text)
            case "size":
                schema["minItems"] = schema["maxItems"] = int(text)
            case "fewest":
                schema["minItems"] = int(text)
            case "some":
                schema["minItems"] = 1
            case "pair":
                # The page omits one level: items with a number of items are lists themselves.
                size = {"minItems": int(text), "maxItems": int(text)}
                schema["items"] = {"type": "array", "items": schema["items"], **size}


def read_default(text: str) -> Any:
    """Return a default as JSON, or as text if it is not JSON."""
    try:
        return json.loads(text)
    except ValueError:
        return text


# ---- the rows of the three kinds of tables

_ROW = re.compile(r"\| (?P<name>\w+)(?P<required> required)? \| (?P<cell>.*?)[| ]*$")
_NAMELESS = re.compile(r"(?P<required>required \| )?(?P<cell>.*?)[| ]*$")
_ADDRESS = re.compile(r"https://[\w.]+(?P<path>/[^\s'?]*\$\{[^\s'?]*)(?:\?(?P<query>[^\s']*))?")
_BULLET = re.compile(r"\s*• (?P<name>\w+): (?P<text>.*)")
_GLUED_HEADER = "ParameterDescription"
# The possible end of a cell that is not separated from the next: before a capital, a number or a
# boolean without a preceding space, or within a doubled word.
_SEAM = re.compile(
    r"(?<=[a-z)\]])(?=[A-Z0-9])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=\w)(?=true\b|false\b)"
    r"|(?<=([A-Z]{2}))(?=\1)"
)


def page_row(text: str) -> Facts | None:
    """Parse a row of an API page; a row without a name has a caption instead."""
    row = _ROW.match(text) or _NAMELESS.match(text)
    cell = read_cell(row["cell"]) if row else None
    if not row or not cell:
        return None
    named = {"name": row.groupdict().get("name"), "required": bool(row["required"])}
    return {**named, "schema": cell[0], "caption": cell[1].strip()}


def bullet_row(text: str) -> Facts | None:
    """Parse a bullet that describes a parameter."""
    bullet = _BULLET.match(text)
    if not bullet:
        return None
    schema = {"format": "date"} if "YYYY-MM-DD format" in bullet["text"] else {}
    return {"name": bullet["name"], "schema": schema}


def glued_row(text: str) -> Facts:
    """Parse a row whose cells are not separated: the name ends at the last seam before prose."""
    end, begin = 0, 0
    for word in text.split(" "):
        seams = [begin + seam.start() for seam in _SEAM.finditer(word)]
        if end and word[:1].islower() and not seams:
            break  # the description continues
        end = seams[-1] if seams else end
        begin += len(word) + 1
    # A name in brackets or after a dot is a nested key; a remark in parentheses is not.
    name = re.sub(r" \([^)]*\)$", "", text[:end])
    return {"name": name, "keys": re.findall(r"[^.\[\]']+", name)}


def addresses(text: str) -> Iterator[tuple[Facts, list[Facts]]]:
    """Yield each URL of a line that has placeholders, with the parameters in its query."""
    for found in _ADDRESS.finditer(text):
        method = re.search(r"--request (\w+)", text)
        path = re.sub(r"\$\{(\w+)\}", lambda m: "{" + m[1].lower() + "}", found["path"])
        keys = re.findall(r"(\w+)=", found["query"] or "")
        yield (
            {"method": method[1] if method else "GET", "path": path},
            [{"name": key, "schema": {}} for key in keys],
        )


# ---- the complete document


def extract(text: str) -> list[Facts]:
    """Return the operations of a document in order, each with its line, rows and samples."""
    rest, samples = split_samples(unfold(text))
    operations: list[Facts] = []
    glued = False

    def begin(line: int, address: Facts) -> None:
        operations.append({"line": line, **address, "rows": [], "samples": []})

    def take_samples(line: int) -> None:
        while samples and samples[0]["line"] < line and operations:
            operations[-1]["samples"].append(samples.pop(0))

    for line, words in enumerate(rest.split("\n"), 1):
        take_samples(line)
        for address, rows in addresses(words):
            begin(line, address)
            operations[-1]["rows"] += [{"line": line, **row} for row in rows]
        if glued and words:
            row: Facts | None = glued_row(words)
        else:
            glued = words == _GLUED_HEADER
            row = page_row(words) or (bullet_row(words) if operations else None)
        if row:
            # Samples end an operation.
            if not operations or operations[-1]["samples"]:
                begin(line, {})
            operations[-1]["rows"].append({"line": line, **row})
    take_samples(len(text))
    for operation in operations:
        name_rows(operation)
    return operations


def name_rows(operation: Facts) -> None:
    """Add missing names of rows: from the request's sample, else from their captions.

    The rows of a table are in the order of the sample's keys, so the name is the key after the name
    of the previous row. A single sample is that of the response: then the row is a query parameter.
    """
    samples = [sample["value"] for sample in operation["samples"]]
    body = samples[0] if len(samples) > 1 else {}
    keys = [None, *(body[0] if isinstance(body, list) else body)]
    before = None
    for row in operation["rows"]:
        caption = row.pop("caption", "")
        if row["name"] is None:
            after = keys[keys.index(before if before in keys else None) + 1 :]
            row["name"] = after[0] if after else "_".join(caption.lower().split())
            row["named_by"] = "sample" if after else "caption"
        before = row["name"]


def dump(stem: str, operations: list[Facts]) -> str:
    """Return the facts as JSON with one row or sample per line."""
    blocks = []
    for operation in operations:
        head = {k: v for k, v in operation.items() if k not in ("rows", "samples")}
        block = json.dumps(head).removesuffix("}")
        for part in ("rows", "samples"):
            lines = ",\n".join(f"  {json.dumps(fact)}" for fact in operation[part])
            block += f',\n "{part}": [\n{lines}\n ]' if lines else f',\n "{part}": []'
        blocks.append(block + "}")
    text = ",\n".join(blocks)
    return f'{{"document": "{stem}", "operations": [\n{text}\n]}}\n'


def main(arguments: list[str]) -> int:
    """Extract the facts of the given files, and return the exit status."""
    if not arguments:
        print(__doc__)
        return 2
    for argument in arguments:
        document = Path(argument)
        operations = extract(document.read_text(encoding="utf-8"))
        target = TARGET / f"{document.stem}.json"
        target.write_text(dump(document.stem, operations), encoding="utf-8")
        print(f"{target.name}: {len(operations)} operations")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
