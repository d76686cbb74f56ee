"""Text that buyers read: a map from language to text, with a fallback, and the side that it begins at."""

Texts = dict[str, str]

# Languages written in Arabic, Hebrew, Syriac, Thaana or N'Ko letters, by Unicode CLDR's layout.
_FROM_THE_RIGHT = {"ar", "ckb", "dv", "fa", "he", "ks", "nqo", "ps", "sd", "syr", "ug", "ur", "yi"}


def pick(texts: Texts, language: str = "en") -> str:
    """The text in `language`, else in its base language, else in English, else in any.

    `pick({"de": "Hallo"}, "de-AT")` is `"Hallo"`; an empty map gives an empty text.
    """
    for wanted in (language, language.split("-")[0], "en"):
        if texts.get(wanted):
            return texts[wanted]
    return next((text for text in texts.values() if text), "")


def direction(language: str) -> str:
    """`"rtl"` or `"ltr"`, as HTML's `dir` wants it; a region changes nothing: `direction("ar-EG")` is `"rtl"`."""
    return "rtl" if language.split("-")[0].lower() in _FROM_THE_RIGHT else "ltr"


def one_line(text: str) -> str:
    """Without line breaks and other controls, so that no text can add a header to a mail."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())
