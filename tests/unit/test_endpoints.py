"""Which addresses may be called, who hears what, and which secrets sign."""

from datetime import timedelta
from ipaddress import ip_address

import pytest

from chalicelib.domain.endpoints import MOST_SECRETS, Endpoint, TooManySecrets, UnsafeAddress, check_url, is_public
from tests.unit.making import NOW

INSIDE = [
    "127.0.0.1",
    "127.9.9.9",
    "0.0.0.0",
    "10.0.0.1",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.1.1",
    "100.64.0.1",
    "169.254.169.254",
    "169.254.170.2",
    "192.0.2.1",
    "198.18.0.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "fe80::1",
    "fc00::1",
    "fd00:ec2::254",
    "fec0::1",
    "ff02::1",
    "2001:db8::1",
    "::ffff:127.0.0.1",
    "::ffff:169.254.169.254",
    "64:ff9b::a9fe:a9fe",
    "64:ff9b::7f00:1",
    "2002:7f00:1::",
    "2002:a9fe:a9fe::1",
]


@pytest.mark.req("BEY-5")
@pytest.mark.parametrize("address", INSIDE)
def test_what_is_not_on_the_open_internet_is_not_called(address: str) -> None:
    assert not is_public(ip_address(address))


@pytest.mark.parametrize(
    "address", ["93.184.216.34", "8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"]
)
def test_what_is_on_the_open_internet_is(address: str) -> None:
    assert is_public(ip_address(address))


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com/",
        "ftp://example.com/",
        "https://user:secret@example.com/",
        "https://user@example.com/",
        "https://example.com:22/",
        "https://example.com:99999/",
        "https://example.com/#part",
        "https:///path",
        "https://exämple.com/",
        "https://example.com/a b",
        "https://example.com/\r\nHost: x",
        "https://[::1/",
        "nonsense",
        "",
    ],
)
def test_an_address_that_could_not_be_called_is_refused(url: str) -> None:
    with pytest.raises(UnsafeAddress):
        check_url(url)


@pytest.mark.parametrize(
    "url", ["https://example.com", "https://example.com:8443/a?b=c", "https://xn--exmple-cua.com/"]
)
def test_a_plain_https_address_is_taken(url: str) -> None:
    check_url(url)


def test_the_local_cloud_may_call_programs_beside_it() -> None:
    check_url("http://127.0.0.1:9000/hook", is_open=True)


def endpoint(**fields: object) -> Endpoint:
    return Endpoint("whk_1", "acc_1", "https://example.com", NOW, **fields)  # type: ignore[arg-type]


@pytest.mark.req("API-10")
def test_who_chose_nothing_hears_all_and_who_chose_hears_that() -> None:
    assert endpoint().hears("order.paid", "")
    assert endpoint(types=["order.paid"]).hears("order.paid", "evt_1")
    assert not endpoint(types=["order.paid"]).hears("order.expired", "evt_1")
    assert not endpoint(event_ids=["evt_2"]).hears("order.paid", "evt_1")
    assert not endpoint(event_ids=["evt_2"]).hears("order.paid", "")
    assert not endpoint(disabled_because="member").hears("order.paid", "evt_1")


@pytest.mark.req("API-12")
def test_two_secrets_sign_until_the_old_one_ends() -> None:
    rotated = endpoint(secret_number=3, old_secret_ends_at=NOW + timedelta(hours=24))
    assert rotated.secret_numbers(NOW) == [3, 2]
    assert rotated.secret_numbers(NOW + timedelta(hours=24)) == [3]
    assert endpoint().secret_numbers(NOW) == [1]


@pytest.mark.req("API-12")
def test_another_new_secret_ends_none_before_the_time_that_was_promised_for_it() -> None:
    """The second one within a day ended the secret that receivers still had."""
    day, hour = timedelta(hours=24), timedelta(hours=1)
    twice = endpoint().with_new_secret(day, NOW).with_new_secret(hour, NOW + hour)
    assert twice.secret_numbers(NOW + day - hour) == [3, 2, 1]
    assert twice.secret_numbers(NOW + day) == [3]
    longer = endpoint().with_new_secret(hour, NOW).with_new_secret(day, NOW)
    assert (longer.secret_numbers(NOW + day - hour), longer.old_secret_ends_at) == ([3, 2, 1], NOW + day)
    later = endpoint().with_new_secret(hour, NOW).with_new_secret(day, NOW + hour)
    assert later.secret_numbers(NOW + day) == [3, 2], "what was over stays over"


@pytest.mark.req("API-12")
def test_a_new_secret_without_overlap_signs_alone_at_once() -> None:
    alone = endpoint().with_new_secret(timedelta(hours=24), NOW).with_new_secret(timedelta(0), NOW)
    assert alone.secret_numbers(NOW) == [3]
    assert alone.with_new_secret(timedelta(hours=1), NOW).secret_numbers(NOW) == [4, 3]


def test_only_five_secrets_sign_at_once() -> None:
    full = endpoint()
    for _ in range(MOST_SECRETS - 1):
        full = full.with_new_secret(timedelta(hours=24), NOW)
    assert len(full.secret_numbers(NOW)) == MOST_SECRETS
    with pytest.raises(TooManySecrets):
        full.with_new_secret(timedelta(hours=24), NOW)
    assert full.with_new_secret(timedelta(0), NOW).secret_numbers(NOW) == [MOST_SECRETS + 1]
