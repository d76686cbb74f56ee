"""What a client of the last release would trip over: the breaks between two OpenAPI documents.

`docs/api/released.json` is the document of the last release, `docs/api/breaks.json` says of each break since then why
it must be. Releasing (`python -m infra release`) makes the present document the released one and forgets the breaks.
No well-kept library does this in Python; oasdiff, the usual tool, is a Go program that CI would have to download.
"""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from infra.packaging import PROJECT

PRESENT = PROJECT / "docs" / "openapi.json"
RELEASED = PROJECT / "docs" / "api" / "released.json"
DECLARED = PROJECT / "docs" / "api" / "breaks.json"

Node = dict[str, Any]
# What a request may not exceed: a lower most, or a higher least, refuses what was fine before.
_MOST = ("maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties")
_LEAST = ("minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties")


def read(path: Path) -> Node:
    """A document."""
    found: Node = json.loads(path.read_text())
    return found


def release() -> None:
    """From now on the present document is what must not break."""
    RELEASED.parent.mkdir(exist_ok=True)
    shutil.copyfile(PRESENT, RELEASED)
    DECLARED.write_text("{}\n")


def breaks(old: Node, new: Node) -> list[str]:
    """Every break in words that name the place, such as `POST /keys: body.name is needed now`."""
    found = Comparison(old, new)
    return list(dict.fromkeys(found.routes()))


class Comparison:
    """Walks both documents at once. `sent` is what clients send, the rest is what they receive."""

    def __init__(self, old: Node, new: Node) -> None:
        self._old, self._new = old, new
        self._walked: set[tuple[str, str, bool]] = set()

    def routes(self) -> Iterator[str]:
        """Break by break."""
        for path, methods in self._old["paths"].items():
            for method, operation in methods.items():
                name = f"{method.upper()} {path}"
                after = self._new["paths"].get(path, {}).get(method)
                self._walked = set()
                yield from (
                    (f"{name}: {said}" for said in self._operation(operation, after)) if after else [f"{name} is gone"]
                )

    def _operation(self, old: Node, new: Node) -> Iterator[str]:
        if old["operationId"] != new["operationId"]:
            yield f"is called {new['operationId']}, was {old['operationId']}"
        yield from self._parameters(old, new)
        body, body_now = (_content(one.get("requestBody", {})) for one in (old, new))
        if body_now and not body:
            yield "needs a body now"
        elif body and body_now:
            yield from self._schema("body", body, body_now, sent=True)
        for status, answer in old["responses"].items():
            if status.startswith("2"):
                yield from self._answer(status, answer, new["responses"].get(status))

    def _parameters(self, old: Node, new: Node) -> Iterator[str]:
        before, after = ({(one["in"], one["name"]): one for one in part["parameters"]} for part in (old, new))
        for key, one in after.items():
            if one.get("required") and not before.get(key, {}).get("required"):
                yield f"{key[1]} is needed now"
        for key, one in before.items():
            if key in after:
                yield from self._schema(key[1], one["schema"], after[key]["schema"], sent=True)
            elif key[0] != "header":  # a header that nobody reads any more does no harm
                yield f"{key[1]} is gone"

    def _answer(self, status: str, old: Node, new: Node | None) -> Iterator[str]:
        if new is None:
            yield f"does not answer {status} any more"
        elif _content(old):
            if _content(new):
                yield from self._schema("answer", _content(old), _content(new), sent=False)
            else:
                yield "answers without a body now"

    def _schema(self, at: str, old: Node, new: Node, *, sent: bool) -> Iterator[str]:
        pair = (old.get("$ref", ""), new.get("$ref", ""), sent)
        if all(pair[:2]):
            if pair in self._walked:
                return
            self._walked.add(pair)
        old, new = _resolved(self._old, old), _resolved(self._new, new)
        for options in ("anyOf", "oneOf"):
            if options in old and len(old[options]) == len(new.get(options, [])):
                for before, after in zip(old[options], new[options], strict=True):
                    yield from self._schema(at, before, after, sent=sent)
        yield from _types(at, self._kinds(old, self._old), self._kinds(new, self._new), sent=sent)
        lost = [value for value in _values(old) if value not in (_values(new) or _values(old))]
        yield from (f"{at} cannot be {value!r} any more" for value in lost)
        if sent:
            yield from _narrowed(at, old, new)
        yield from self._properties(at, old, new, sent=sent)
        for inner in ("items", "additionalProperties"):
            if isinstance(old.get(inner), dict) and isinstance(new.get(inner), dict):
                yield from self._schema(f"{at}[]", old[inner], new[inner], sent=sent)

    def _properties(self, at: str, old: Node, new: Node, *, sent: bool) -> Iterator[str]:
        before, after = old.get("properties", {}), new.get("properties", {})
        yield from (f"{at}.{name} is gone" for name in before if name not in after)
        needed, given = set(old.get("required", [])), set(new.get("required", []))
        if sent:
            yield from (f"{at}.{name} is needed now" for name in sorted(given - needed))
        else:
            yield from (f"{at}.{name} may be missing now" for name in sorted(needed - given) if name in after)
        for name in before.keys() & after.keys():
            yield from self._schema(f"{at}.{name}", before[name], after[name], sent=sent)

    def _kinds(self, schema: Node, document: Node) -> set[str]:
        options = [one for key in ("anyOf", "oneOf") for one in schema.get(key, [])]
        if options:
            return set().union(*(self._kinds(_resolved(document, one), document) for one in options))
        kind = schema.get("type", [])
        return set(kind) if isinstance(kind, list) else {kind}


def _content(part: Node) -> Node:
    return next(iter(part.get("content", {}).values()), {}).get("schema", {})  # type: ignore[no-any-return]


def _resolved(document: Node, schema: Node) -> Node:
    while "$ref" in schema:
        schema = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    return schema


def _values(schema: Node) -> list[Any]:
    return [schema["const"]] if "const" in schema else schema.get("enum", [])


def _types(at: str, old: set[str], new: set[str], *, sent: bool) -> Iterator[str]:
    """Clients may send what they sent, and get nothing that they never got."""
    if not old or not new:
        return
    strange = old - new if sent else new - old
    yield from (f"{at} cannot be {kind} any more" if sent else f"{at} may be {kind} now" for kind in sorted(strange))


def _narrowed(at: str, old: Node, new: Node) -> Iterator[str]:
    for word in _MOST:
        if word in new and new[word] < old.get(word, float("inf")):
            yield f"{at} has a {word} of {new[word]} now"
    for word in _LEAST:
        if word in new and new[word] > old.get(word, float("-inf")):
            yield f"{at} has a {word} of {new[word]} now"
    if "pattern" in new and new["pattern"] != old.get("pattern"):
        yield f"{at} must match {new['pattern']} now"
    if new.get("enum") and not _values(old):
        yield f"{at} can only be one of {', '.join(map(str, new['enum']))} now"
