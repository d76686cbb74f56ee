"""What says the same each time is parsed once, and of a mail only what is asked for.

Wrong: MiniStack checks and takes apart a condition's text for each item that it is held against, and parses a whole
mail, PDF and all, on its event loop to learn who it is for: together a sixth of the engine's time in a rush.
Upstream should: parse an expression once per request, and a mail's headers only.
"""

from functools import lru_cache

from ministack.services import dynamodb, ses

from localstack.fixes.guard import rewrite

KEPT_EXPRESSIONS = 2048


def header_block(mail: bytes) -> bytes:
    """A mail's headers, to the empty line."""
    head, line, _ = mail.replace(b"\r\n", b"\n").partition(b"\n\n")
    return head + line


def apply() -> None:
    """Remember expressions; cut mails."""
    dynamodb._condition_syntax_error = lru_cache(KEPT_EXPRESSIONS)(dynamodb._condition_syntax_error)
    tokens_of = lru_cache(KEPT_EXPRESSIONS)(dynamodb._tokenize)
    dynamodb._tokenize = lambda expression: list(tokens_of(expression))
    rewrite(
        ses._parse_raw_mime,
        (
            "message_from_bytes(decoded, policy=default_policy)",
            "message_from_bytes(header_block(decoded), policy=default_policy)",
        ),
        (
            "    parsed: dict = {}\n",
            "    from localstack.fixes.repeated_parsing import header_block\n    parsed: dict = {}\n",
        ),
    )
