"""Tests of the extraction of facts, with a small document of each kind."""

from pathlib import Path
from typing import Any

import pytest

from scripts import extract_document
from scripts.extract_document import extract, glued_row, read_cell

PAGE = """\
Version 1
| shelf_id required | string <uuid> Example: 17a4fab4-c59c-4031-9cb5-41fccb5b054c Shelf |
| limit | integer [ 1 .. 50 ] Example: limit=10 How many |
Array of strings or strings Author IDs | |
{- "meta": { },
- "items": [
- {
- "title": "string"
}
]
}| shelf_id required | string <uuid> Shelf |
| title required | string Title |
required | Array of objects (Page) Pages |
string or Array of strings Notes |
{- "title": "string",
- "pages": [
- {
- "number": 1
}
], - "notes": "string"
}{- "id": "string"
}
"""

GUIDE = """\
  • Menu
Ask for a shelf:

https://api.example.com/${LIBRARY}/shelves

  • key: Who asks.
  • from: Accepts a date in YYYY-MM-DD format: 2023-08-01

{
    "shelves": []
}

Then put a book on it:

curl --request POST 'https://api.example.com/${LIBRARY}/books?key=${KEY}&trace=1' \\
--data-raw '{
    "title": "A [draft]"
}'
"""

COLUMNS = """\
ParameterDescription
IDId of the book.
Shelf Place (since 2020)Where it is.
Read Attrue if it was read.

Prose [after] the table.
"""


def shape(operations: list[dict[str, Any]]) -> list[tuple[int, list[str], list[int]]]:
    """Return the line, the names and the lines of the samples of each operation."""
    return [
        (o["line"], [r["name"] for r in o["rows"]], [s["line"] for s in o["samples"]])
        for o in operations
    ]


def test_page_operation_starts_with_rows_after_a_sample() -> None:
    assert shape(extract(PAGE)) == [
        (2, ["shelf_id", "limit", "author_ids"], [5]),
        (11, ["shelf_id", "title", "pages", "notes"], [15, 21]),
    ]


def test_rows_have_facts_without_prose() -> None:
    (first, second) = extract(PAGE)
    assert first["rows"] == [
        {
            "line": 2,
            "name": "shelf_id",
            "required": True,
            "schema": {"type": "string", "format": "uuid"},
        },
        {
            "line": 3,
            "name": "limit",
            "required": False,
            "schema": {"type": "integer", "minimum": 1, "maximum": 50},
        },
        {
            "line": 4,
            "name": "author_ids",
            "required": False,
            "schema": {"type": "array", "items": {"type": "string"}},
            "named_by": "caption",
        },
    ]
    assert [row.get("named_by") for row in second["rows"]] == [None, None, "sample", "sample"]


def test_samples_have_no_fold_buttons() -> None:
    (_, second) = extract(PAGE)
    request = {"title": "string", "pages": [{"number": 1}], "notes": "string"}
    assert [s["value"] for s in second["samples"]] == [request, {"id": "string"}]


def test_guide_operation_starts_with_its_url() -> None:
    operations = extract(GUIDE)
    assert shape(operations) == [(4, ["key", "from"], [9]), (15, ["key", "trace"], [16])]
    assert [(o["method"], o["path"]) for o in operations] == [
        ("GET", "/{library}/shelves"),
        ("POST", "/{library}/books"),
    ]
    assert operations[0]["rows"][1]["schema"] == {"format": "date"}


def test_merged_cells_are_split() -> None:
    (table,) = extract(COLUMNS)
    assert [row["name"] for row in table["rows"]] == ["ID", "Shelf Place", "Read At"]


@pytest.mark.parametrize(
    ("text", "name", "keys"),
    [
        ("IDLabel id.", "ID", ["ID"]),
        ("Shelf IDID of the shelf.", "Shelf ID", ["Shelf ID"]),
        ("Book DataURL of the book.", "Book Data", ["Book Data"]),
        ("Days to ReadNumber of days it took.", "Days to Read", ["Days to Read"]),
        ("Reviews['score']1 is good.", "Reviews['score']", ["Reviews", "score"]),
        ("Book.pageNumber (novels only)Page of the book.", "Book.pageNumber", None),
        ("Lenttrue when it is lent.", "Lent", ["Lent"]),
    ],
)
def test_name_ends_at_the_last_boundary_before_prose(
    text: str, name: str, keys: list[str] | None
) -> None:
    assert glued_row(text) == {"name": name, "keys": keys or ["Book", "pageNumber"]}


@pytest.mark.parametrize(
    ("cell", "schema"),
    [
        ("string or null Default value", {"type": ["null", "string"]}),
        ("number <float> Default: 0.8 How sure", {"type": "number", "format": "float"}),
        ("boolean Default: false Whether", {"type": "boolean"}),
        ("integer >= 0 Offset", {"type": "integer", "minimum": 0}),
        (
            "Array of strings <uuid> non-empty [ items <uuid > ] Ids",
            {"type": "array", "minItems": 1, "items": {"type": "string", "format": "uuid"}},
        ),
        (
            "Array of integers or null >= 2 items Mask [start, length]",
            {"type": ["array", "null"], "minItems": 2, "items": {"type": "integer"}},
        ),
        (
            "Array of integers or null = 4 items Box",
            {"type": ["array", "null"], "minItems": 4, "maxItems": 4, "items": {"type": "integer"}},
        ),
        (
            "Array of integers [ items = 2 items ] Polygon",
            {
                "type": "array",
                "items": {
                    "type": "array",
                    "items": {"type": "integer"},
                    "minItems": 2,
                    "maxItems": 2,
                },
            },
        ),
        (
            'Array of strings (Status) Items Enum: "NEW" "IN PROGRESS" Status',
            {"type": "array", "items": {"type": "string", "enum": ["NEW", "IN PROGRESS"]}},
        ),
        (
            'string or null (Tool) Enum: "bbox" "api" Tool',
            {"type": ["null", "string"], "enum": ["bbox", "api"]},
        ),
        (
            "(string or null) or (number or null) or (Array of strings or null) Value",
            {"type": ["array", "null", "number", "string"], "items": {"type": "string"}},
        ),
        ("string or string Queue", {"type": "string"}),
    ],
)
def test_type_becomes_a_schema(cell: str, schema: dict[str, Any]) -> None:
    read = read_cell(cell)
    assert read is not None
    found, _ = read
    found.pop("default", None)
    assert found == schema


@pytest.mark.parametrize(
    ("cell", "default"),
    [
        ("number Default: 0.8 How sure", 0.8),
        ("boolean Default: false Whether", False),
        ('string Enum: "A" "B" Kind (default - B)', "B"),
        ("string Default: plain Words", "plain"),
    ],
)
def test_default_is_extracted(cell: str, default: Any) -> None:
    read = read_cell(cell)
    assert read is not None
    assert read[0]["default"] == default


@pytest.mark.parametrize("cell", ["Download the page", "strings2 of it", ""])
def test_prose_is_not_a_type(cell: str) -> None:
    assert read_cell(cell) is None


def test_command_writes_a_file_per_document(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(extract_document, "TARGET", tmp_path)
    (tmp_path / "page.txt").write_text(PAGE)
    assert extract_document.main([str(tmp_path / "page.txt")]) == 0
    assert capsys.readouterr().out == "page.json: 2 operations\n"
    written = (tmp_path / "page.json").read_text()
    assert written == extract_document.dump("page", extract(PAGE))
    assert max(len(line) for line in written.splitlines()) < 200


def test_command_without_a_document_prints_the_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert extract_document.main([]) == 2
    assert "FILE" in capsys.readouterr().out
