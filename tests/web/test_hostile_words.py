"""Stored XSS: hostile words stay words on the published page, in the mail and in the calendar entry."""

import re
from email.message import EmailMessage
from html.parser import HTMLParser
from typing import Any

import pytest

from chalicelib.handlers.models.events import NewEvent
from chalicelib.mail import messages
from chalicelib.mail.receipts import receipt
from chalicelib.pages.render import event_page, locked_page
from tests.hostile import HOSTILE
from tests.unit import making
from tests.web.samples import ASSETS, event, location, product

SITE = "https://tickets.example"
ALLOWED = set(
    "html head meta title link style script body a div main header p h1 h2 h3 h4 dl dt svg rect path circle dd time "
    "small aside ul li strong span section details summary footer noscript br hr b em i u s ol blockquote code pre "
    "table tr td tbody".split()
)
HEADERS = set("From To Subject Message-ID Auto-Submitted X-Foyer-Order MIME-Version Content-Type".split())
TAG_ALONE = re.compile(r"[<>\n\t]|\u2028|\u2029")


class Elements(HTMLParser):
    """Every element that a browser would make, with its attributes."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def check_inert(html: str, scripts: int) -> None:
    """Nothing in it runs, loads or covers what is ours."""
    found = Elements(html).found
    assert {tag for tag, _ in found} <= ALLOWED
    assert sum(tag == "script" for tag, _ in found) == scripts
    for tag, attributes in found:
        assert not [name for name in attributes if name.startswith("on") or name in ("srcdoc", "formaction", "action")]
        for name in ("href", "src", "xlink:href"):
            address = attributes.get(name) or ""
            assert re.match(r"(https?://|mailto:|tel:|/|#|$)", address), f"{tag} {name}={address}"


def cleaned(words: str) -> str:
    """A description as it is stored."""
    sent = {
        "organizer_id": "org_1", "title": {"en": "x"}, "description": {"en": words}, "timezone": "UTC",
        "starts_at": "2031-06-01T18:00:00Z", "ends_at": "2031-06-01T22:00:00Z", "currency": "EUR",
    }  # fmt: skip
    return str(NewEvent.model_validate(sent).description["en"])


def hostile_event(words: str) -> dict[str, Any]:
    texts = {"en": words}
    return event(
        title=texts,
        description={"en": cleaned(words)},
        terms={"en": cleaned(words)},
        entry_requirements=texts,
        organizer={"id": "org_1", "name": words},
        location=location(name=words, address=words, city=words),
        products=[product(name=texts, description=texts)],
    )


def test_the_corpus_is_large_enough() -> None:
    assert len(set(HOSTILE)) >= 40


@pytest.mark.req("EVT-1")
@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_are_inert_on_the_page(words: str) -> None:
    check_inert(event_page(hostile_event(words), base_url=SITE, assets=ASSETS), scripts=3)
    check_inert(locked_page("evt_1", words, base_url=SITE, assets=ASSETS), scripts=1)


@pytest.mark.req("EVT-1")
@pytest.mark.parametrize("words", HOSTILE)
def test_cleaning_cleaned_words_changes_nothing(words: str) -> None:
    once = cleaned(words).strip()
    assert cleaned(once) == once


@pytest.mark.req("EVT-1")
@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_are_inert_in_every_mail(words: str) -> None:
    place = {"kind": "hybrid", "name": words, "city": words, "online_url": SITE, "online_instructions": words}
    texts = {"en": words}
    at = making.event(title=texts, organizer_name=words, location=place, offline={"bank": {"instructions": texts, "terms": texts}})
    name = TAG_ALONE.sub(" ", words)[:100]
    bought = making.order(buyer_name=name, buyer_email="bea@example.com", lines=[making.line(name=texts)])
    sent = (f"{SITE}/order/", "Foyer <a@b.example>", "<1@b.example>")
    updates = [messages.update(mail, [at], bought, *sent) for mail in ("awaits_approval", "approved", "awaits_payment")]
    for mail in [
        messages.confirmation([at], bought, receipt(bought, [], [], at), messages.Enclosed(None), *sent),
        messages.told(messages.Said("{title}", words, [words]), [at], bought, *sent),
        *updates,
    ]:
        part = mail.get_body(("html",))
        assert isinstance(part, EmailMessage)
        check_inert(part.get_content(), scripts=0)
        assert set(mail.keys()) == HEADERS
