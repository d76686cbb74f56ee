"""What came over the wire, what goes back, and the route between them as it was declared."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar, get_args, get_origin

from pydantic import BaseModel

from chalicelib.domain.permissions import ORDER_HOLDER, PUBLIC, SIGNED_IN, Access
from chalicelib.kernel.errors import Refusal


@dataclass(frozen=True)
class Request:
    """What came over the wire, for the few routes that need it raw. `source` is the IP address that API Gateway saw.

    `answer_headers` are what its answer carries whatever comes of it.
    """

    headers: dict[str, str]
    body: bytes
    id: str
    source: str = ""
    answer_headers: dict[str, str] = field(default_factory=dict)


Body = TypeVar("Body", bound=BaseModel | None)


@dataclass(frozen=True)
class Answer(Generic[Body]):
    """A body with headers of its own."""

    body: Body
    headers: dict[str, str | list[str]]


@dataclass(frozen=True)
class Route:
    """One route as the OpenAPI document and the tests of permissions see it."""

    method: str
    path: str
    allow: Access
    answers: int
    function: Callable[..., Any]
    hints: dict[str, Any]
    refusals: tuple[type[Refusal], ...]
    tag: str
    most_bytes: int = 0
    within: bool = False
    limited: bool = True
    makes_events: bool = False

    @property
    def is_within_places(self) -> bool:
        """Whether somebody may call it whose permission holds for some events or organizers only.

        Then its actions ask `caller.check_place`; what is about the account as a whole is refused at once.
        """
        return self.within or "{event_id}" in self.path or "{order_id}" in self.path

    @property
    def keeps_answers(self) -> bool:
        """Whether it gives the same answer again to whoever sends the same Idempotency-Key.

        What is done once by its own transaction need not; what strangers may call, or sets cookies, must not.
        """
        is_a_members = self.allow not in (PUBLIC, ORDER_HOLDER, SIGNED_IN)
        return self.method == "POST" and "once" not in self.hints and is_a_members

    @property
    def body_model(self) -> type[BaseModel] | None:
        """The model of the answer's body, None for a route that answers without one."""
        returned = self.hints["return"]
        found = get_args(returned)[0] if get_origin(returned) is Answer else returned
        return found if isinstance(found, type) and issubclass(found, BaseModel) else None
