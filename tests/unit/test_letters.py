"""The head of a mail is what we have written, whatever strangers call themselves, their events and their accounts."""

from email import message_from_bytes
from email.policy import default

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.mail.letter import letter, person

HEAD = ["From", "To", "Subject", "Auto-Submitted", "MIME-Version", "Content-Type"]
WORDS = {"heading": "H", "paragraphs": ["P"], "url": "https://t.example/", "button": "B", "language": "en"}
A_HEADER = "=?utf-8?q?A=0D=0ASubject:_Invoice=0D=0AContent-Type:_text/plain=0D=0A=0D=0APay_at_evil?="
# What names are made of that somebody has thought about, between any other text.
PIECES = st.sampled_from(
    ["=?utf-8?q?", "=?utf-8?b?QQ==", "?=", "=0D=0A", "\r\n", "Bcc: eve@evil.example", "<eve@evil.example>", ", ", '"']
)
HOSTILE = st.lists(st.text(max_size=30) | PIECES, max_size=12).map("".join)


def check(name: str, subject: str) -> None:
    """Sends such a mail, and reads it as a mail program does."""
    sent = letter("Foyer <tickets@foyer.example>", person(name, "ada@example.org"), subject, "notice", WORDS)
    raw = sent.as_bytes()
    lines = raw.partition(b"\r\n\r\n")[0].replace(b"\r\n ", b" ").replace(b"\r\n\t", b" ").split(b"\r\n")
    assert [line.partition(b":")[0].decode() for line in lines] == HEAD
    read = message_from_bytes(raw, policy=default)
    assert [one.addr_spec for one in read["To"].addresses] == ["ada@example.org"]
    assert read.get_content_type() == "multipart/alternative"


@pytest.mark.parametrize("name", [A_HEADER, "x" * 70 + ", eve@evil.example", f"{'Ä ' * 40}{A_HEADER}"])
def test_an_encoded_header_in_a_name_or_title_is_none(name: str) -> None:
    check(name, f"Your tickets: {name}")


@settings(deadline=None, max_examples=300)
@given(HOSTILE, HOSTILE)
def test_whatever_names_and_titles_are_the_head_is_ours(name: str, title: str) -> None:
    check(name, f"Your tickets: {title}")


def test_usual_names_arrive_as_they_are() -> None:
    for name in ("Jörg Müller", "O’Brien-Smith", "שלום עולם", "N" * 300, "Ада Л"):
        to = letter("a@b.example", person(name, "ada@example.org"), "S", "notice", WORDS)["To"]
        assert to.addresses[0].display_name == name
