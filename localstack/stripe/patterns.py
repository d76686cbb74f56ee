"""Patterns in which `*` stands for anything and every other character for itself."""

from __future__ import annotations

import re


def matches(text: str, pattern: str) -> bool:
    """Unlike a shell's pattern, `[` is literal: event types of API v2 are named `v2.core.account[identity].updated`."""
    return re.fullmatch(".*".join(re.escape(part) for part in pattern.split("*")), text, re.DOTALL) is not None
