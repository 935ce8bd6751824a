"""Labels of texts, conversations, documents, web pages and audio."""

from __future__ import annotations

from typing import TYPE_CHECKING

from labelbridge_emulator.platforms.labelbox.demo.features import Features

if TYPE_CHECKING:
    from labelbridge_emulator.platforms.labelbox.demo.media import Content

_LETTER = "Ada Lovelace met Charles Babbage in London."
_PAGE = (612, 792)
"""Width and height of a letter-sized page, in points."""


def text(make: Features) -> Content:
    """A text with two persons and their relationship; the asset is the text itself."""
    ada = make.entity("Name", 0, 11)
    charles = make.entity("Name", 17, 31)
    return {
        "labeled_data": _LETTER,
        "objects": [ada, charles],
        "relationships": [make.relationship("met", ada, charles)],
    }


def conversation(make: Features) -> Content:
    """A conversation with entities, a classification of one message and one of all messages."""
    person = make.entity("Name", 0, 22, messageId="2")
    city = make.entity("City", 14, 19, messageId="3")
    return {
        "labeled_data": "https://example.com/conversation.json",
        "external_id": "conversation.json",
        "global_key": "conversation-1",
        "objects": [person, city],
        "classifications": [
            make.radio("Mood", "Glad", messageId="2"),
            make.radio("Solved", "Yes", scope="global"),
        ],
        "relationships": [make.relationship("lives in", person, city)],
    }


def document(make: Features) -> Content:
    """A PDF with a table on the first page and a sum on the second; coordinates are in points."""
    table = make.box("Table", left=32.45, top=162.73, width=501.66, height=188.17)
    sum_box = {"page": 1, "top": 512.5, "left": 407.125, "height": 11.25, "width": 48.75}
    return {
        "labeled_data": "https://example.com/invoice.pdf",
        "external_id": "invoice.pdf",
        "canvas": _PAGE,
        "objects": [
            {**table, "page": 0, "unit": "POINTS"},
            make.object("Sum", data={"location": [{"text-bbox": sum_box}], "unit": "POINTS"}),
        ],
    }


def web_page(make: Features) -> Content:
    """A web page with the genre of the article."""
    return {
        "labeled_data": "https://example.com/article.html",
        "external_id": "article.html",
        "classifications": [make.radio("Genre", "News", scope="global")],
    }


def audio(make: Features) -> Content:
    """A recorded call with its tone, topics and transcript."""
    return {
        "labeled_data": "https://example.com/call.wav",
        "external_id": "call.wav",
        "classifications": [
            make.radio("Tone", "Calm", scope="global"),
            make.checklist("Topics", "Price", "Delivery", scope="global"),
            make.text("Words", "Good morning, how can I help you?", scope="global"),
        ],
    }
