"""Calling addresses that strangers chose: nowhere inside, never for long, never much."""

import socket
import threading
import time
from collections.abc import Callable
from ipaddress import ip_address

import pytest

from chalicelib.domain.endpoints import Address
from chalicelib.gateways import outbound
from chalicelib.gateways.outbound import Network
from tests.receiver import receiving

HERE = Network(allows=lambda address: str(address) == "127.0.0.1", is_open=True)
pytestmark = pytest.mark.req("BEY-5")


def resolving(*answers: list[str]) -> tuple[Callable[[str, int], list[Address]], list[str]]:
    """A resolver that gives one answer after the other, and the names that it was asked for."""
    asked: list[str] = []

    def resolve(host: str, port: int) -> list[Address]:
        asked.append(host)
        return [ip_address(text) for text in answers[min(len(asked), len(answers)) - 1]]

    return resolve, asked


def test_a_name_that_leads_elsewhere_a_moment_later_is_not_asked_again() -> None:
    """DNS rebinding: the first answer passes the check, the second one would be what is called."""
    with receiving("127.0.0.1") as good:
        port = int(good.url.rpartition(":")[2].partition("/")[0])
        with receiving("127.0.0.2", port) as inside:
            resolve, asked = resolving(["127.0.0.1"], ["127.0.0.2"])
            through = Network(resolve, HERE.allows, is_open=True)
            answer = outbound.post(f"http://rebinding.example:{port}/hook", b"{}", {}, through)
    assert (answer.status, asked, len(good.received), len(inside.received)) == (204, ["rebinding.example"], 1, 0)
    assert good.received[0].headers["host"] == f"rebinding.example:{port}"


def test_one_address_inside_spoils_them_all() -> None:
    with receiving() as inside:
        resolve, _ = resolving(["93.184.216.34", "127.0.0.1"])
        answer = outbound.post(inside.url, b"{}", {}, Network(resolve, is_open=True))
    assert (answer.status, inside.received) == (0, [])
    assert answer.error == "The host's address is not on the public internet."


@pytest.mark.parametrize(
    "host", ["localhost", "127.0.0.1", "2130706433", "0x7f.1", "[::1]", "[::ffff:127.0.0.1]", "169.254.169.254"]
)
def test_no_spelling_of_an_inner_address_is_called(host: str) -> None:
    answer = outbound.post(f"https://{host}/latest/meta-data/", b"{}", {}, Network())
    assert answer.status == 0
    assert answer.error in {
        "The host's address is not on the public internet.",
        "The host's name could not be resolved.",
    }


def test_a_redirect_is_not_followed() -> None:
    with receiving() as target, receiving(status=307, headers={"Location": target.url}) as first:
        answer = outbound.post(first.url, b"{}", {}, HERE)
    assert (answer.status, target.received) == (307, [])
    assert "redirect" in answer.error


def test_plain_http_is_for_the_local_cloud_only() -> None:
    assert outbound.post("http://example.com/", b"{}", {}, Network()).status == 0


def test_of_an_answer_of_ten_megabytes_little_is_read() -> None:
    with receiving(status=200, content=b"x" * 10_000_000) as big:
        begun = time.monotonic()
        answer = outbound.post(big.url, b"{}", {}, HERE)
    assert (answer.status, len(answer.excerpt)) == (200, 1024)
    assert time.monotonic() - begun < 8


def test_an_excerpt_is_text_whatever_came() -> None:
    with receiving(status=500, content=b"\x00\xff<b>\x1b[31mred") as odd:
        answer = outbound.post(odd.url, b"{}", {}, HERE)
    assert answer.excerpt == "��<b>�[31mred"


def test_who_does_not_answer_costs_ten_seconds_and_not_more() -> None:
    with receiving(hangs=60) as slow:
        begun = time.monotonic()
        answer = outbound.post(slow.url, b"{}", {}, HERE)
        took = time.monotonic() - begun
    assert (answer.status, answer.error) == (0, "No answer came in time.")
    assert 9 < took < 25


def test_who_answers_byte_by_byte_costs_ten_seconds_too() -> None:
    """Each byte begins a socket's time-out anew."""
    with receiving(status=200, content=b"x" * 100, drips=0.5) as dripping:
        begun = time.monotonic()
        outbound.post(dripping.url, b"{}", {}, HERE)
        assert time.monotonic() - begun < 25


def test_a_name_that_nobody_answers_for_costs_five_seconds() -> None:
    """The system's resolver knows no time-out: it may ask one server after the other for half a minute."""
    over = threading.Event()

    def hang(host: str, port: int) -> list[Address]:
        over.wait(60)
        return [ip_address("127.0.0.1")]

    with receiving() as good:
        begun = time.monotonic()
        answer = outbound.post(good.url, b"{}", {}, Network(hang, HERE.allows, is_open=True))
        took = time.monotonic() - begun
        over.set()
    assert (answer.status, answer.error, good.received) == (0, "The host's name could not be resolved.", [])
    assert 4.5 < took < 20


def test_the_ten_seconds_begin_with_the_name() -> None:
    def slow(host: str, port: int) -> list[Address]:
        time.sleep(4)
        return [ip_address("127.0.0.1")]

    with receiving(hangs=60) as hanging:
        begun = time.monotonic()
        outbound.post(hanging.url, b"{}", {}, Network(slow, HERE.allows, is_open=True))
    assert 9 < time.monotonic() - begun < 13.5, "not four seconds and ten"


def test_who_is_not_there_is_an_answer_in_words() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    answer = outbound.post(f"http://127.0.0.1:{port}/", b"{}", {}, HERE)
    assert (answer.status, answer.error) == (0, "The connection failed: ConnectionRefusedError.")


def test_headers_reach_the_receiver_and_lines_cannot_be_added() -> None:
    with receiving() as good:
        outbound.post(good.url + "?a=b", b'{"a":1}', {"webhook-id": "fct_1"}, HERE)
        refused = outbound.post(good.url, b"{}", {"webhook-id": "fct_1\r\nHost: other"}, HERE)
    assert (good.received[0].path, good.received[0].body, good.received[0].id) == ("/hook?a=b", b'{"a":1}', "fct_1")
    assert (refused.status, len(good.received)) == (0, 1)
