"""A request's idempotency key: the same key means the same request, whoever's retry it is."""

from dataclasses import dataclass

from chalicelib.kernel import ids
from chalicelib.kernel.errors import Invalid


class KeyReused(Invalid):
    """This Idempotency-Key was used before, for a different request."""


@dataclass(frozen=True)
class Once:
    """`scope` is who asks and for what, `key` what the caller sent (or chance), `digest` the body's hash."""

    scope: str
    key: str
    digest: str

    def id(self, kind: str, *parts: str) -> str:
        """An id that a repeat of this request derives again."""
        return ids.derived(kind, self.scope, self.key, *parts)

    @property
    def mark(self) -> str:
        """The key of the row that says the request was done."""
        return self.id("idk")

    def check_same(self, digest: str) -> None:
        """Raises KeyReused when the earlier request with this key had another body."""
        if digest != self.digest:
            raise KeyReused(**{"Idempotency-Key": "was used for a different request"})
