"""Words that people send: what can be seen is taken as it is, and nothing is taken of which nobody sees anything."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from chalicelib.handlers.models.common import Line, LongText, ShortText

LINE, SHORT, LONG = (TypeAdapter[str](kind) for kind in (Line, ShortText, LongText))
CONTROLS = st.characters(categories=["Cc"])
INVISIBLE = st.characters(categories=["Cf", "Mn", "Me", "Zs"]) | st.sampled_from("\u115f\u1160\u2800\u3164\uffa0")
VISIBLE = st.characters(categories=["L", "N", "P", "S"], exclude_characters="\u115f\u1160\u2800\u3164\uffa0")


@given(st.text(INVISIBLE, min_size=1, max_size=50))
def test_nothing_that_nobody_sees_is_a_name(text: str) -> None:
    with pytest.raises(ValidationError):
        LINE.validate_python(text)
    if text.strip():
        with pytest.raises(ValidationError, match="at least one visible letter"):
            SHORT.validate_python(text)


@given(st.text(INVISIBLE, max_size=20), VISIBLE, st.text(INVISIBLE, max_size=20))
def test_beside_something_visible_all_of_it_stays(before: str, seen: str, after: str) -> None:
    text = before + seen + after
    assert LINE.validate_python(text) == text.strip()


@given(st.text(VISIBLE, max_size=20), CONTROLS | st.sampled_from("\u2028\u2029"), st.text(VISIBLE, max_size=20))
def test_no_control_character_stands_in_a_line(before: str, control: str, after: str) -> None:
    text = f"a{before}{control}{after}b"
    with pytest.raises(ValidationError):
        LINE.validate_python(text)
    if unicodedata.category(control) == "Cc" and control not in "\n\t":
        with pytest.raises(ValidationError, match="control characters"):
            LONG.validate_python(text)


@pytest.mark.parametrize(
    "text",
    [
        "می\u200cخواهم",
        "क्\u200dष",
        "👩\u200d👩\u200d👧",
        "❤\ufe0f",
        "1\ufe0f\u20e3",
        "e\u0301",
        "?",
        "\U0001fa8a",
        "Soft\u00adhyphen",
    ],
)
def test_joiners_and_marks_stay_in_words_and_emoji(text: str) -> None:
    assert LINE.validate_python(text) == text


def test_what_need_not_be_said_may_be_empty() -> None:
    assert SHORT.validate_python(" ") == ""
