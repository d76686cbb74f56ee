"""What every call has in common: the key, one Idempotency-Key for all attempts, waiting, refusals, pages."""

import re
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from types import TracebackType
from typing import Any, Generic, Self, TypedDict, TypeVar
from urllib.parse import quote

import httpx

from foyer.models import Error

Item = TypeVar("Item")

_BUSY = frozenset({429, 503})
# As a part of a path they name what lies above: the list, whose answer is no single one.
_NO_NAMES = frozenset({"", ".", ".."})


class ApiError(Exception):
    """The API refused: match on `code`, show `title`, keep `request_id` for when you ask for help."""

    def __init__(self, answer: httpx.Response) -> None:
        problem = _problem(answer)
        self.status = answer.status_code
        self.code: str = problem.get("code", "unexpected_answer")
        self.title: str = problem.get("title", answer.reason_phrase)
        self.detail: str = problem.get("detail", "")
        self.request_id: str = problem.get("request_id", answer.headers.get("X-Request-Id", ""))
        self.errors: list[Error] = problem.get("errors", [])
        """Which fields are not valid, and why."""
        super().__init__(f"{self.status} {self.code}: {self.detail or self.title}")

    @property
    def field(self) -> str:
        """The first field that is not valid; "" if it is none."""
        return self.errors[0]["field"] if self.errors else ""


class Page(TypedDict, Generic[Item]):
    """A part of a list. `next` is the cursor of the part that follows, None in the last one."""

    items: list[Item]
    next: str | None


def each(page_at: Callable[[str | None], Page[Item]]) -> Iterator[Item]:
    """Every item of a list, each part fetched when it is needed.

    `each(lambda cursor: foyer.list_orders(event_id, cursor=cursor))`
    """
    cursor = None
    while True:
        page = page_at(cursor)
        yield from page["items"]
        cursor = page["next"]
        if not cursor:
            return


class Client:
    """A connection to one box office.

    `key` is an API key or the token of an order. `attempts` are made of a call that finds the API busy or gets no
    answer; nobody waits longer than `longest_wait` seconds for the next one. What still gets no answer is an
    httpx.TransportError.

    Raises ValueError for a key or an id that can be none, before anything is sent.
    """

    def __init__(
        self,
        url: str,
        key: str,
        *,
        timeout: float = 30.0,
        attempts: int = 5,
        longest_wait: float = 60.0,
        transport: httpx.BaseTransport | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        headers = {"Authorization": f"Bearer {_plain(key)}", "Accept": "application/json"}
        address = url.rstrip("/") + "/api"
        self._http = httpx.Client(base_url=address, headers=headers, timeout=timeout, transport=transport)
        self._attempts, self._longest_wait, self._sleep = attempts, longest_wait, sleep

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let the connection go."""
        self._http.close()

    def call(
        self,
        method: str,
        path: str,
        *,
        places: Mapping[str, str] | None = None,
        query: Mapping[str, Any] | None = None,
        body: Any = None,
        version: int | None = None,
        idempotency_key: str | None = None,
    ) -> Any:
        """The answer's JSON, None if it has none. `version` is the one that was read: it goes into If-Match."""
        headers = {}
        if method == "POST":
            headers["Idempotency-Key"] = idempotency_key or str(uuid.uuid4())
        if version is not None:
            headers["If-Match"] = f'"{version}"'
        request = self._http.build_request(
            method,
            path.format(**{name: _part(name, value) for name, value in (places or {}).items()}),
            params={name: value for name, value in (query or {}).items() if value is not None},
            headers=headers,
            **({"content": body} if isinstance(body, bytes) else {"json": body} if body is not None else {}),
        )
        answer = self._sent(request)
        if not answer.is_success:
            raise ApiError(answer)
        return answer.json() if answer.content else None

    def _sent(self, request: httpx.Request) -> httpx.Response:
        """The answer to the last attempt that was made."""
        for attempt in range(1, self._attempts):
            try:
                answer = self._http.send(request)
            except httpx.TransportError:
                if not _is_repeatable(request):
                    raise
                self._sleep(min(2.0**attempt, self._longest_wait))
                continue
            wait = _asked_to_wait(answer)
            # Who asks for longer would refuse an earlier attempt as well.
            if wait is None or wait > self._longest_wait:
                return answer
            self._sleep(wait)
        return self._http.send(request)


def _plain(key: str) -> str:
    """The key as a header takes it: out of a file it ends in a line break. What is wrong with it is told without it."""
    key = key.strip()
    if not re.fullmatch("[!-~]+", key):
        raise ValueError("This is no key: it is empty, or has characters that no key has.")
    return key


def _part(name: str, value: str) -> str:
    """The value as one part of a path."""
    if value in _NO_NAMES:
        raise ValueError(f"{name} must be an id, not {value!r}.")
    return quote(value, safe="")


def _is_repeatable(request: httpx.Request) -> bool:
    """Whether it may be sent again when nobody knows what became of it: a second edit would be a stale one."""
    return request.method == "GET" or "Idempotency-Key" in request.headers


def _asked_to_wait(answer: httpx.Response) -> float | None:
    """How many seconds, if the same request may do better later.

    `still_running` is said to a repeat that overtakes the attempt whose answer got lost.
    """
    if answer.status_code not in _BUSY and _problem(answer).get("code") != "still_running":
        return None
    told = answer.headers.get("Retry-After", "")
    return float(told) if told.isdecimal() else 1.0


def _problem(answer: httpx.Response) -> dict[str, Any]:
    """The problem document; {} from whoever stands in between and speaks no JSON."""
    if not answer.headers.get("Content-Type", "").startswith("application/problem+json"):
        return {}
    found = answer.json()
    return found if isinstance(found, dict) else {}
