"""The marks on the tests name requirements that exist, and the page made of them is current."""

from infra import requirements


def test_every_mark_names_a_requirement() -> None:
    assert set(requirements.proofs()) <= {one.id for one in requirements.known()}


def test_every_requirement_stands_once() -> None:
    ids = [one.id for one in requirements.known()]
    assert len(ids) == len(set(ids)) > 300


def test_the_page_of_what_is_proven_is_current() -> None:
    assert requirements.PAGE.read_text() == requirements.page(), "run `make docs`"
