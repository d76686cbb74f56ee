"""The words that requests and answers share: texts, money, instants, lists."""

import unicodedata
from datetime import UTC, datetime
from typing import Annotated, Any
from zoneinfo import available_timezones

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, StringConstraints

from chalicelib.kernel import clock, money


class Input(BaseModel):
    """A request's body or query: unknown fields are refused, so that a typo is not silently ignored."""

    model_config = ConfigDict(extra="forbid", defer_build=True, str_strip_whitespace=True)


class Output(BaseModel):
    """An answer's body."""

    model_config = ConfigDict(defer_build=True, json_schema_serialization_defaults_required=True)


def _no_controls(text: str) -> str:
    if any(unicodedata.category(letter) == "Cc" and letter not in "\n\t" for letter in text):
        raise ValueError("must not contain control characters")
    return text


def _one_line(text: str) -> str:
    if any(letter in text for letter in "\n\t\u2028\u2029"):
        raise ValueError("must be a single line")
    return _no_controls(text)


def _is_seen(letter: str) -> bool:
    is_known = unicodedata.category(letter)[0] in "LNPS" and letter not in _BLANK
    return is_known or _FIRST_PICTURE <= letter <= _LAST_PICTURE


def _seen(text: str) -> str:
    """Refuses a text of which nobody sees anything. Beside what is seen, joiners and marks stand as they are sent:
    emoji, Persian and the scripts of India need them."""
    if text and not any(map(_is_seen, text)):
        raise ValueError("must have at least one visible letter")
    return text


def _clean_html(text: str) -> str:
    """What an organizer may write into a page: structure and links, no scripts, no styles, nothing that loads."""
    import nh3

    schemes = {"https", "http", "mailto", "tel"}
    return nh3.clean(text, tags=_TAGS, attributes={"a": {"href"}}, url_schemes=schemes, url_relative="deny")


def check_kept(model: Input, *nullable: str) -> None:
    """Refuses null for the fields of an edit that cannot be cleared."""
    for name in sorted(model.model_fields_set - set(nullable)):
        if getattr(model, name) is None:
            raise ValueError(f"{name} cannot be null: leave it out to keep it")


def clean_answers(answers: dict[str, Any]) -> dict[str, Any]:
    """Refuses control characters and endless texts in answers; what each question allows is for the rules to say."""
    for answer in answers.values():
        for text in answer if isinstance(answer, list) else [answer]:
            if isinstance(text, str):
                if len(text) > _LONGEST_ANSWER:
                    raise ValueError(f"must have at most {_LONGEST_ANSWER} letters each")
                _no_controls(text)
    return answers


def fits(texts: dict[str, str] | None) -> dict[str, str] | None:
    """Refuses texts that would not fit into their row."""
    if texts and sum(len(text.encode()) for text in texts.values()) > _MOST_TEXT_BYTES:
        raise ValueError("is longer than 100 KB in all languages together")
    return texts


def _to_utc(instant: datetime) -> datetime:
    if instant.tzinfo is None:
        raise ValueError("needs a time zone, such as the Z in 2026-12-31T20:00:00Z")
    if not 1970 <= instant.year <= 9998:  # four digits, so that instants sort as text, in every zone
        raise ValueError("must lie between the years 1970 and 9998")
    return instant.astimezone(UTC)


def _known_zone(zone: str) -> str:
    if zone not in available_timezones() - _NO_ZONES:
        raise ValueError("must be an IANA time zone such as Europe/Berlin")
    return zone


def _known_currency(code: str) -> str:
    if code not in money.CURRENCIES:
        raise ValueError("must be an ISO 4217 code such as EUR")
    return code


def _plain_email(address: str) -> str:
    from email_validator import EmailNotValidError, validate_email

    if "=?" in address:  # mail programs take what follows for another text (RFC 2047)
        raise ValueError("cannot be written to: it contains =?")
    try:
        return validate_email(address, check_deliverability=False, allow_smtputf8=False).ascii_email or ""
    except EmailNotValidError as error:
        raise ValueError(str(error)) from error


# Files beside the zones on some computers: what time they mean is that computer's own, and browsers know none of it.
_NO_ZONES = {"localtime", "Factory", "posixrules"}
_BLANK = "\u115f\u1160\u2800\u3164\uffa0"  # fillers of Hangul and Braille's empty cell: letters by name only
# Emoji, those too that are younger than Python's tables: Unicode keeps these places for them.
_FIRST_PICTURE, _LAST_PICTURE = "\U0001f300", "\U0001faff"
_LONGEST_ANSWER = 4000
_MOST_TEXT_BYTES = 100_000  # an item holds 400 KB; cleaning HTML may lengthen what was sent
_TAGS = set("p br hr h2 h3 h4 strong b em i u s ul ol li blockquote a code pre".split())
Line = Annotated[
    str,
    StringConstraints(min_length=1, max_length=200, strip_whitespace=True),
    AfterValidator(_one_line),
    AfterValidator(_seen),
]
ShortText = Annotated[
    str,
    StringConstraints(max_length=200, strip_whitespace=True),
    AfterValidator(_one_line),
    AfterValidator(_seen),
]
LongText = Annotated[str, StringConstraints(max_length=20_000), AfterValidator(_no_controls)]
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$", max_length=20)]
TitleTexts = Annotated[dict[Language, Line], Field(min_length=1, max_length=20, examples=[{"en": "Summer Night"}])]
RichText = Annotated[LongText, AfterValidator(_clean_html)]
RichTexts = Annotated[dict[Language, RichText], Field(max_length=20, examples=[{"en": "<p>Bring a friend.</p>"}])]
BodyTexts = Annotated[dict[Language, LongText], Field(max_length=20, examples=[{"en": "Bring a friend."}])]
Email = Annotated[
    str, StringConstraints(max_length=254), AfterValidator(_plain_email), Field(examples=["ada@example.com"])
]
Currency = Annotated[str, AfterValidator(_known_currency), Field(examples=["EUR"])]
Zone = Annotated[str, AfterValidator(_known_zone), Field(examples=["Europe/Berlin"])]
Minor = Annotated[int, Field(ge=0, le=100_000_000, examples=[2500])]  # in the currency's minor units
Instant = Annotated[
    datetime,
    AfterValidator(_to_utc),
    PlainSerializer(clock.to_text, return_type=str, when_used="json"),
    Field(examples=["2026-12-31T20:00:00.000Z"]),
]
Texts = dict[str, str]  # language → text


class Consent(Output):
    """What has to be agreed to, in which version."""

    version: str
    words: Texts


def _to_int(value: Any) -> Any:
    return int(value) if isinstance(value, str) and value.isdecimal() else value


class ListQuery(Input):
    """Which part of a list."""

    cursor: str | None = Field(default=None, max_length=2000, description="`next` of the part before.")
    limit: Annotated[int, BeforeValidator(_to_int)] = Field(default=50, ge=1, le=100, description="How many at most.")


class SparseQuery(Input):
    """Which fields of a list's items."""

    fields: str | None = Field(
        default=None,
        min_length=1,
        max_length=500,
        description="Only these fields of each item, separated by commas; all of them if left out.",
        examples=["id,version"],
    )


class Empty(Input):
    """Nothing needs to be said."""
