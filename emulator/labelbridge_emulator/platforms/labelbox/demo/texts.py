"""Labels of assets with words: texts, conversations, documents, web pages, sound."""

from __future__ import annotations

from typing import TYPE_CHECKING

from labelbridge_emulator.platforms.labelbox.demo.features import Features

if TYPE_CHECKING:
    from labelbridge_emulator.platforms.labelbox.demo.media import Content

_LETTER = "Ada Lovelace met Charles Babbage in London."
_PAGE = (612, 792)
"""Points; a letter-sized page."""


def text(make: Features) -> Content:
    """Two persons and how they relate; the asset is the text itself."""
    ada = make.entity("Name", 0, 11)
    charles = make.entity("Name", 17, 31)
    return {
        "labeled_data": _LETTER,
        "objects": [ada, charles],
        "relationships": [make.relationship("met", ada, charles)],
    }


def conversation(make: Features) -> Content:
    """Entities in messages, a mood of one message, an answer about all."""
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
    """A table on the first page of a PDF, a sum on the second; coordinates in points."""
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
    """What kind of article a page is."""
    return {
        "labeled_data": "https://example.com/article.html",
        "external_id": "article.html",
        "classifications": [make.radio("Genre", "News", scope="global")],
    }


def audio(make: Features) -> Content:
    """The tone, the topics and the words of a call."""
    return {
        "labeled_data": "https://example.com/call.wav",
        "external_id": "call.wav",
        "classifications": [
            make.radio("Tone", "Calm", scope="global"),
            make.checklist("Topics", "Price", "Delivery", scope="global"),
            make.text("Words", "Good morning, how can I help you?", scope="global"),
        ],
    }
