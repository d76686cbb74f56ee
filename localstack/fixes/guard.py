"""Changes MiniStack's functions in place, and refuses when the text to change is not what we know."""

import inspect
import textwrap
from collections.abc import Callable
from importlib.metadata import version
from types import ModuleType

KNOWN_VERSION = "1.5.33"

_sources: dict[Callable, str] = {}


class FixMismatch(RuntimeError):
    """MiniStack differs from the version these fixes were written for."""


def check_version() -> None:
    """Raise FixMismatch unless the pinned MiniStack is installed."""
    found = version("ministack")
    if found != KNOWN_VERSION:
        raise FixMismatch(
            f"MiniStack {found} is here; the fixes in localstack/fixes were written for {KNOWN_VERSION}. "
            f"Install ministack=={KNOWN_VERSION}, or check each fix against {found} and raise KNOWN_VERSION."
        )


def substitute(text: str, old: str, new: str, where: str) -> str:
    """Return text with its single occurrence of `old` replaced; any other count is a mismatch."""
    count = text.count(old)
    if count != 1:
        raise FixMismatch(f"{where}: expected one occurrence of {old!r} in MiniStack, found {count}.")
    return text.replace(old, new)


def rewrite(function: Callable, *changes: tuple[str, str]) -> None:
    """Replace snippets in a function's source and give the function the new code.

    The code object is exchanged instead of the name, because MiniStack keeps references to its functions
    in tables (resource handlers, route maps) that a new name would not reach.
    """
    where = f"{function.__module__}.{function.__qualname__}"
    if function.__code__.co_freevars:
        raise FixMismatch(f"{where}: is a closure and cannot be rewritten.")
    source = _sources.get(function) or textwrap.dedent(inspect.getsource(function))
    for old, new in changes:
        source = substitute(source, old, new, where)
    names: dict = {}
    code = compile(source, f"<{where}, changed by localstack/fixes>", "exec")
    exec(code, function.__globals__, names)
    function.__code__ = names[function.__name__].__code__
    _sources[function] = source


def rewrite_text(module: ModuleType, name: str, *changes: tuple[str, str]) -> None:
    """Replace snippets in a module's text constant."""
    text = getattr(module, name)
    for old, new in changes:
        text = substitute(text, old, new, f"{module.__name__}.{name}")
    setattr(module, name, text)


def must_lack(module: ModuleType, name: str) -> None:
    """Raise when upstream has gained what a fix is about to add."""
    if hasattr(module, name):
        raise FixMismatch(f"{module.__name__}.{name} exists now: the fix that adds it is no longer needed.")
