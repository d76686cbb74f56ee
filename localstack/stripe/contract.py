"""Requests checked against the parameter types that the pinned SDK was generated with.

The SDK's `stripe.params` TypedDicts come from Stripe's own OpenAPI document, so a parameter that Stripe would
refuse is refused here too, with Stripe's words, and no list of parameters is kept by hand.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from stripe._request_options import RequestOptions
from stripe._stripe_object import UntypedStripeObject
from typing_extensions import is_typeddict

from localstack.stripe.errors import ApiError, invalid
from localstack.stripe.forms import Tree

# Headers of the SDK call, declared beside the parameters but never sent as parameters.
_OPTIONS = frozenset(RequestOptions.__annotations__)
# Names in the types of those headers, which the modules of the parameters do not import.
_OPTION_NAMES = {"StripeContext": object, "Mapping": Mapping}
_INTEGER = re.compile(r"-?\d+")


def check(tree: Tree, params: Any, browser: bool, paged: bool = False) -> dict[str, Any]:
    """The typed parameters of a request, or the error Stripe would answer.

    A call from the browser also carries `client_secret` and `key`, which the server SDK does not know; in API v2
    the address of a next page carries `page`, which the SDK only repeats.
    """
    extra = {"client_secret": str, "key": str} if browser else {}
    extra |= {"page": str} if paged else {}
    return _walk(tree, {**_members(params), **extra}, _required(params), "")


@cache
def _members(params: Any) -> dict[str, Any]:
    hints = get_type_hints(params, localns=_OPTION_NAMES)
    return {name: hint for name, hint in hints.items() if name not in _OPTIONS}


@cache
def _required(params: Any) -> frozenset[str]:
    return frozenset(params.__required_keys__) - _OPTIONS


def _walk(tree: Tree, members: dict[str, Any], required: frozenset[str], path: str) -> dict[str, Any]:
    unknown = [_join(path, name) for name in tree if name not in members]
    if unknown:
        plural = "s" if len(unknown) > 1 else ""
        message = f"Received unknown parameter{plural}: {', '.join(unknown)}"
        raise invalid(message, code="parameter_unknown", param=unknown[0])
    for name in sorted(required - tree.keys()):
        param = _join(path, name)
        raise invalid(f"Missing required param: {param}.", code="parameter_missing", param=param)
    return {name: _typed(value, members[name], _join(path, name)) for name, value in tree.items()}


def _join(path: str, name: str) -> str:
    return f"{path}[{name}]" if path else name


def _options(hint: Any) -> list[Any]:
    """The members of a union, flattened; any other hint is its own only option."""
    if get_origin(hint) in (Union, UnionType):
        return [option for member in get_args(hint) for option in _options(member)]
    return [hint]


def _typed(value: str | Tree, hint: Any, path: str) -> Any:
    options = _options(hint)
    return _branch(value, options, path) if isinstance(value, dict) else _leaf(value, options, path)


def _branch(value: Tree, options: list[Any], path: str) -> Any:
    for option in options:
        origin = get_origin(option)
        if is_typeddict(option):
            return _walk(value, _members(option), _required(option), path)
        if origin is list:
            (item,) = get_args(option)
            return [_typed(each, item, f"{path}[{index}]") for index, each in value.items()]
        if origin in (dict, UntypedStripeObject):
            return {name: str(each) for name, each in value.items()}
    raise invalid(f"Invalid string: {value}", param=path)


def _leaf(value: str, options: list[Any], path: str) -> Any:
    literals = [each for option in options if get_origin(option) is Literal for each in get_args(option)]
    named = [each for each in literals if each != ""]
    if value in literals:
        return value
    if int in options and _INTEGER.fullmatch(value):
        return int(value)
    if bool in options and value in ("true", "false"):
        return value == "true"
    if value == "":
        raise _empty(path)
    # The generator writes `Literal[...] | str` for every closed list, so `str` does not open it.
    if not named and any(option not in (int, bool, None) and _is_scalar(option) for option in options):
        return value
    raise _mistyped(value, options, named, path)


def _is_scalar(option: Any) -> bool:
    return get_origin(option) not in (list, dict, UntypedStripeObject, Literal) and not is_typeddict(option)


def _empty(path: str) -> ApiError:
    return invalid(
        f"You passed an empty string for '{path}'. We assume empty values are an attempt to unset a "
        f"parameter; however '{path}' cannot be unset. You should remove '{path}' from your request or supply a "
        "non-empty value.",
        code="parameter_invalid_empty",
        param=path,
    )


def _mistyped(value: str, options: list[Any], named: list[str], path: str) -> ApiError:
    if int in options:
        return invalid(f"Invalid integer: {value}", code="parameter_invalid_integer", param=path)
    if bool in options:
        return invalid(f"Invalid boolean: {value}", param=path)
    if named:
        choices = ", ".join(named[:-1]) + f", or {named[-1]}" if len(named) > 1 else named[0]
        return invalid(f"Invalid {path}: must be one of {choices}", param=path)
    kind = "array" if any(get_origin(option) is list for option in options) else "object"
    return invalid(f"Invalid {kind}", param=path)
