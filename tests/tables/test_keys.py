"""API keys as rows: found by hash, listed by account, revoked once."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.actions import keys as making
from chalicelib.domain.accounts import on_behalf_of
from chalicelib.domain.keys import MOST_KEYS, ApiKey, HeldKeys, HeldKeysMoved, KeyNotFound, TooManyKeys
from chalicelib.kernel.errors import AlreadyDone
from chalicelib.kernel.once import Once
from chalicelib.tables import keys
from tests.shop import wait_for
from tests.tables.writing import write
from tests.unit.making import NOW, new_id


def new_key(account_id: str = "") -> ApiKey:
    made = ApiKey(
        new_id("key"), account_id or new_id("acc"), "Sync", new_id("sha"), "wxyz", ["events.read"], [], "usr_1", NOW
    )
    write(keys.new_key(made))
    return made


@pytest.mark.req("API-3")
def test_a_key_is_found_by_its_hash_and_in_its_account() -> None:
    first = new_key()
    second = new_key(first.account_id)
    assert keys.find_key(first.key_hash) == first
    assert keys.find_key(new_id("sha")) is None
    assert sorted(key.key_id for key in keys.list_keys(first.account_id)) == sorted([first.key_id, second.key_id])
    assert keys.get_key(first.account_id, second.key_id) == second
    with pytest.raises(KeyNotFound):
        keys.get_key(new_id("acc"), first.key_id)


def test_a_key_is_written_once() -> None:
    with pytest.raises(AlreadyDone):
        write(keys.new_key(new_key()))


@pytest.mark.req("API-3")
def test_a_key_is_revoked_once_and_not_used_after_that() -> None:
    key = new_key()
    later = NOW + timedelta(hours=1)
    write(keys.used_key(key, later))
    used = keys.find_key(key.key_hash)
    assert used
    assert used.used_at == later
    write(keys.revoked_key(key))
    with pytest.raises(KeyNotFound):
        write(keys.revoked_key(key))
    with pytest.raises(KeyNotFound):
        write(keys.used_key(key, later))
    assert keys.find_key(key.key_hash) is None


@pytest.mark.req("API-3")
def test_of_two_keys_that_take_one_place_at_once_the_second_looks_again() -> None:
    account, ends_at = new_id("acc"), NOW + timedelta(days=1)
    before = keys.get_held(account)
    assert before == HeldKeys(account)
    write(keys.edited_held(replace(before, until={"key_1": None, "key_2": ends_at})))
    with pytest.raises(HeldKeysMoved):
        write(keys.edited_held(replace(before, until={"key_3": None})))
    held = keys.get_held(account)
    assert held == HeldKeys(account, {"key_1": None, "key_2": ends_at}, 1)
    write(keys.edited_held(held.without_key("key_1")))
    with pytest.raises(HeldKeysMoved):
        write(keys.edited_held(held))
    assert keys.get_held(account).until == {"key_2": ends_at}


def test_keys_of_before_there_was_that_row_hold_their_places() -> None:
    first = new_key()
    wait_for(lambda: keys.list_keys(first.account_id), "the index")
    assert keys.get_held(first.account_id).until == {first.key_id: None}


@pytest.mark.req("API-3")
def test_two_keys_at_once_do_not_take_the_same_last_place() -> None:
    account = new_id("acc")
    write(keys.edited_held(HeldKeys(account, {f"key_{number}": None for number in range(MOST_KEYS - 1)})))
    caller = on_behalf_of(account, "usr_1")
    new = {"name": "Sync", "permissions": [], "places": []}

    def make(number: int) -> ApiKey | None:
        try:
            return making.make(new, caller, Once("keys", f"{account}{number}", ""), NOW)[0]
        except TooManyKeys:
            return None

    with ThreadPoolExecutor(4) as threads:
        [made] = [key for key in threads.map(make, range(4)) if key]
    held = keys.get_held(account).until
    assert (len(held), made.key_id in held) == (MOST_KEYS, True)
    making.take_away(made, "usr_1", NOW)
    assert made.key_id not in keys.get_held(account).until
