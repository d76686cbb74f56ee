"""Endpoints as rows: saved once, edited by one at a time, removed for good."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from chalicelib.domain.deliveries import Health
from chalicelib.domain.endpoints import MOST_ENDPOINTS, Endpoint, TooManyWebhooks, WebhookNotFound
from chalicelib.domain.events import StaleEdit
from chalicelib.kernel.errors import Busy
from chalicelib.tables import endpoints
from tests.tables.writing import write
from tests.unit.making import NOW, new_id


def written(**fields: object) -> Endpoint:
    """An endpoint of a new account."""
    made = Endpoint(new_id("whk"), new_id("acc"), "https://example.com", NOW, **fields)  # type: ignore[arg-type]
    write(endpoints.added_endpoint(made))
    return endpoints.get_endpoint(made.account_id, made.webhook_id)


def test_an_endpoint_is_read_as_it_was_written() -> None:
    made = written(types=["order.paid"], event_ids=["evt_1"], description="Books", old_secret_ends_at=NOW)
    assert made == replace(made, types=["order.paid"], event_ids=["evt_1"], description="Books", version=1)
    assert endpoints.list_endpoints(made.account_id) == [made]


def test_the_same_endpoint_is_not_added_twice() -> None:
    made = written()
    with pytest.raises(StaleEdit):
        write(endpoints.added_endpoint(replace(made, version=None)))


def test_of_two_that_edit_at_once_one_is_told() -> None:
    made = written()
    write(endpoints.saved_endpoint(replace(made, url="https://one.example")))
    with pytest.raises(StaleEdit):
        write(endpoints.saved_endpoint(replace(made, url="https://two.example")))
    assert endpoints.get_endpoint(made.account_id, made.webhook_id).url == "https://one.example"


def test_another_account_has_no_such_endpoint() -> None:
    made = written()
    with pytest.raises(WebhookNotFound):
        endpoints.get_endpoint(new_id("acc"), made.webhook_id)


def test_what_is_removed_is_gone_with_its_health_and_cannot_be_removed_again() -> None:
    made = written()
    write(endpoints.saved_health(made.webhook_id, Health(failures=2, failed_at=NOW)))
    write(endpoints.removed_endpoint(made))
    assert endpoints.list_endpoints(made.account_id) == []
    assert endpoints.list_health([made.webhook_id]) == {}
    with pytest.raises(WebhookNotFound):
        write(endpoints.removed_endpoint(made))


def test_health_is_read_as_it_was_written() -> None:
    webhook_id = new_id("whk")
    health = Health(3, NOW, NOW, 500, "", "oh no", NOW)
    write(endpoints.saved_health(webhook_id, health))
    assert endpoints.list_health([webhook_id]) == {webhook_id: health}


def test_of_many_that_are_added_at_once_an_account_gets_as_many_as_it_may_have() -> None:
    account_id = new_id("acc")

    def add(_: int) -> str:
        new = Endpoint(new_id("whk"), account_id, "https://example.com", NOW)
        while True:
            try:
                write(endpoints.added_endpoint(new))
            except TooManyWebhooks:
                return "refused"
            except Busy:
                continue
            return "added"

    with ThreadPoolExecutor(8) as threads:
        outcomes = Counter(threads.map(add, range(MOST_ENDPOINTS + 6)))
    found = endpoints.list_endpoints(account_id)
    assert (outcomes["added"], outcomes["refused"], len(found)) == (MOST_ENDPOINTS, 6, MOST_ENDPOINTS)
    write(endpoints.removed_endpoint(found[0]))
    with pytest.raises(WebhookNotFound):
        write(endpoints.removed_endpoint(found[0]))
    assert [add(0), add(0)] == ["added", "refused"]
