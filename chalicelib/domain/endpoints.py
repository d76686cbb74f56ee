"""Endpoints: addresses outside that are told what happens, and which addresses may be called at all."""

import re
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from ipaddress import IPv4Address, IPv6Address, IPv6Network
from typing import Literal, Self
from urllib.parse import urlsplit

from chalicelib.kernel.errors import Conflict, Invalid, NotFound

MOST_ENDPOINTS = 50
LONGEST_OVERLAP = timedelta(hours=48)
# Each that signs lengthens a header of every call.
MOST_SECRETS = 5
_PLAIN = re.compile(r"[!-~]+")  # ASCII without spaces and controls
_PORTS = frozenset({443, 8443})
# An IPv4 address in the coat of an IPv6 one: RFC 6052.
_NAT64 = IPv6Network("64:ff9b::/96")

Address = IPv4Address | IPv6Address
# "gone": the endpoint answered 410.
DisabledBecause = Literal["", "member", "gone"]


class WebhookNotFound(NotFound):
    """There is no such webhook endpoint."""


class TooManyWebhooks(Conflict):
    """An account can have 50 webhook endpoints. Remove one first."""


class TooManySecrets(Conflict):
    """Five secrets of this webhook endpoint sign already. Wait until the old ones end, or end them all at once."""


class WebhookDisabled(Conflict):
    """This webhook endpoint is disabled. Enable it first."""


class UnknownType(Invalid):
    """There is no such type of event."""


class UnsafeAddress(Invalid):
    """This address cannot be called: it needs https, a public host and port 443 or 8443."""


@dataclass(frozen=True)
class Endpoint:
    """`types` and `event_ids` choose what it is told; empty ones choose all.

    Secrets are numbered and derived, not stored. `old_secret_ends_at`: until when the
    `old_secrets` numbers before sign, too.
    """

    webhook_id: str
    account_id: str
    url: str
    created_at: datetime
    description: str = ""
    types: list[str] = field(default_factory=list)
    event_ids: list[str] = field(default_factory=list)
    disabled_because: DisabledBecause = ""
    secret_number: int = 1
    old_secret_ends_at: datetime | None = None
    old_secrets: int = 1
    version: int | None = None

    @property
    def is_enabled(self) -> bool:
        """Whether it is told anything."""
        return not self.disabled_because

    def hears(self, type_: str, event_id: str) -> bool:
        """Whether it is told of what happens to this event; "" is what happens to none."""
        is_chosen = not self.event_ids or event_id in self.event_ids
        return self.is_enabled and is_chosen and (not self.types or type_ in self.types)

    def secret_numbers(self, now: datetime) -> list[int]:
        """Which secrets sign now, the newest first."""
        overlaps = self.old_secret_ends_at is not None and now < self.old_secret_ends_at
        oldest = self.secret_number - self.old_secrets if overlaps else self.secret_number
        return list(range(self.secret_number, oldest - 1, -1))

    def with_new_secret(self, overlap: timedelta, now: datetime) -> Self:
        """With one more secret, beside which all that sign now sign for the `overlap`, and as long as was promised.

        Receivers may know any of them. Without an overlap all end at once. Raises TooManySecrets.
        """
        signing = len(self.secret_numbers(now))
        if overlap and signing >= MOST_SECRETS:
            raise TooManySecrets()
        ends_at = max(now + overlap, self.old_secret_ends_at or now) if overlap else now
        return replace(self, secret_number=self.secret_number + 1, old_secrets=signing, old_secret_ends_at=ends_at)


def check_url(url: str, *, is_open: bool = False) -> None:
    """Refuses what could not be called anyhow. Where a name leads is only known, and checked, when it is called.

    `is_open`: the local cloud, where receivers are programs on the same computer. Raises UnsafeAddress.
    """
    try:
        parts = urlsplit(url)
        port = parts.port or {"https": 443, "http": 80}.get(parts.scheme, 0)
    except ValueError as error:
        raise UnsafeAddress(url="is not an address") from error
    if parts.scheme != "https" and not (is_open and parts.scheme == "http"):
        raise UnsafeAddress(url="must begin with https://")
    if not parts.hostname or "@" in parts.netloc or parts.fragment or not _PLAIN.fullmatch(url):
        raise UnsafeAddress(url="must be a plain address without user name and fragment")
    if port not in _PORTS and not is_open:
        raise UnsafeAddress(url="must use port 443 or 8443")


def is_public(address: Address) -> bool:
    """Whether an address belongs to the open internet: not to this machine, its neighbours or its metadata service.

    An IPv4 address inside an IPv6 one (mapped, 6to4, Teredo, NAT64) is judged by itself.
    """
    if isinstance(address, IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
        if address in _NAT64:
            inner = IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(inner)
        if address.is_site_local:
            return False
    unusual = address.is_multicast or address.is_reserved or address.is_unspecified
    return address.is_global and not unusual
