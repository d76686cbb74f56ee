"""Hebrew and Arabic on paper: which form each letter has, and where it stands."""

import unicodedata

import pytest

from chalicelib.pdf import scripts


def forms(text: str) -> list[str]:
    """What form each letter was given: the last word of its name."""
    return [unicodedata.name(char).removesuffix(" FORM").rpartition(" ")[2] for char in scripts.joined(text)]


def test_arabic_letters_join_their_neighbours() -> None:
    assert forms("محمد") == ["INITIAL", "MEDIAL", "MEDIAL", "FINAL"]


def test_a_letter_that_does_not_reach_on_leaves_the_next_one_alone() -> None:
    assert forms("دار") == ["ISOLATED", "ISOLATED", "ISOLATED"]


def test_words_do_not_join_each_other() -> None:
    assert forms("من في") == ["INITIAL", "FINAL", "SPACE", "INITIAL", "FINAL"]


def test_a_vowel_sign_does_not_part_letters() -> None:
    assert [name for name in forms("مَن") if name in ("INITIAL", "FINAL")] == ["INITIAL", "FINAL"]


def test_lam_and_alef_share_a_glyph() -> None:
    assert scripts.joined("سلام")[1] == "\N{ARABIC LIGATURE LAM WITH ALEF FINAL FORM}"
    assert scripts.joined("لا") == "\N{ARABIC LIGATURE LAM WITH ALEF ISOLATED FORM}"


def test_joining_loses_no_letter() -> None:
    said = "الأمير محمد بن عبد الله، پژمان گچ"
    assert unicodedata.normalize("NFKC", scripts.joined(said)) == unicodedata.normalize("NFKC", said)


@pytest.mark.parametrize("text", ["", "Ada Lovelace", "山田太郎", "Ирина", "💥"])
def test_other_scripts_stay_as_they_are(text: str) -> None:
    assert scripts.joined(text) == text
    assert scripts.in_drawing_order(text, text) == text


def test_hebrew_is_drawn_from_the_right_and_numbers_within_it_are_not() -> None:
    assert scripts.in_drawing_order("שלום 123", "שלום 123") == "123 םולש"


def test_a_hebrew_word_in_an_english_line_keeps_its_place() -> None:
    assert scripts.in_drawing_order("to שלום now", "to שלום now") == "to םולש now"


def test_brackets_open_towards_what_they_hold() -> None:
    assert scripts.in_drawing_order("(שלום)", "(שלום)") == "(םולש)"


def test_a_broken_line_runs_as_its_paragraph_does() -> None:
    paragraph = "שלום Ada Lovelace"
    assert scripts.in_drawing_order("Ada שלום", paragraph) == "םולש Ada"
