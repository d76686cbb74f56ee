"""Texts in many languages."""

import pytest

from chalicelib.kernel.text import pick


@pytest.mark.parametrize(
    ("texts", "language", "picked"),
    [
        ({"en": "Hello", "de": "Hallo"}, "de", "Hallo"),
        ({"en": "Hello", "de": "Hallo"}, "de-AT", "Hallo"),
        ({"en": "Hello", "de": "Hallo", "de-AT": "Servus"}, "de-AT", "Servus"),
        ({"en": "Hello", "de": "Hallo"}, "fr", "Hello"),
        ({"fr": "Bonjour"}, "de", "Bonjour"),
        ({"de": "", "fr": "Bonjour"}, "de", "Bonjour"),
        ({"de": "", "en": "Hello"}, "de", "Hello"),
        ({}, "de", ""),
    ],
)
def test_the_nearest_language_is_picked(texts: dict[str, str], language: str, picked: str) -> None:
    assert pick(texts, language) == picked
