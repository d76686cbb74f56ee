"""Questions that an organizer asks of a buyer, once per order or for each ticket, and what counts as an answer."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from chalicelib.kernel.errors import Invalid, NotFound
from chalicelib.kernel.text import Texts

QuestionKind = Literal[
    "text", "long_text", "number", "choice", "multi_choice", "dropdown", "date", "phone", "address", "file", "yes_no"
]
QuestionScope = Literal["order", "ticket"]
Answers = dict[str, Any]  # question id → answer

_MOST_LETTERS = {"text": 200, "long_text": 4000, "phone": 40, "address": 500}
_PHONE = re.compile(r"\+?[0-9][0-9 ()/.-]{4,38}")
_FILE = re.compile(r"file_[0-9a-z]{26}")


class QuestionNotFound(NotFound):
    """There is no such question in this event."""


class FileNotFound(NotFound):
    """There is no such file."""


class EmptyFile(Invalid):
    """The file is empty."""


class WrongAnswer(Invalid):
    """An answer is missing or does not fit its question."""


@dataclass(frozen=True)
class Question:
    """`choices`: id → text, for the kinds that offer some. Asked only if the question `asked_if` has one of the
    answers `asked_if_answers`, and only for some products if `product_ids` names any."""

    question_id: str
    event_id: str
    kind: QuestionKind
    scope: QuestionScope
    label: Texts
    position: int
    help: Texts = field(default_factory=dict)
    choices: dict[str, Texts] = field(default_factory=dict)
    is_required: bool = False
    product_ids: list[str] = field(default_factory=list)
    asked_if: str = ""
    asked_if_answers: list[str] = field(default_factory=list)
    version: int | None = None


def asked(
    questions: Sequence[Question], scope: QuestionScope, products: Collection[str], answers: Answers
) -> list[Question]:
    """The questions that apply, given what was bought and what was answered so far."""
    mine = [question for question in questions if question.scope == scope]
    return [
        question
        for question in mine
        if (not question.product_ids or set(question.product_ids) & set(products))
        and (not question.asked_if or _matches(answers.get(question.asked_if), question.asked_if_answers))
    ]


def _matches(answer: Any, wanted: Sequence[str]) -> bool:
    given = answer if isinstance(answer, list) else [answer]
    return any(("yes" if one is True else "no" if one is False else one) in wanted for one in given)


def check(
    questions: Sequence[Question],
    scope: QuestionScope,
    products: Collection[str],
    answers: Mapping[str, Any],
    path: str,
) -> Answers:
    """The answers that count, in the questions' order: what was not asked is left out.

    Raises WrongAnswer naming `path.<question id>` for each that is missing or does not fit.
    """
    kept: Answers = {}
    wrong: dict[str, str] = {}
    for question in sorted(questions, key=lambda one: (one.position, one.question_id)):
        if question not in asked(questions, scope, products, kept):
            continue
        answer = answers.get(question.question_id)
        if answer in (None, "", []):
            if question.is_required:
                wrong[f"{path}.{question.question_id}"] = "is required"
            continue
        fault = _fault(question, answer)
        if fault:
            wrong[f"{path}.{question.question_id}"] = fault
        else:
            kept[question.question_id] = answer
    unknown = set(answers) - {question.question_id for question in questions if question.scope == scope}
    wrong |= {f"{path}.{question_id[:60]}": "is not a question of this event" for question_id in sorted(unknown)[:5]}
    if wrong:
        raise WrongAnswer(**wrong)
    return kept


def _fault(question: Question, answer: Any) -> str:
    """What is wrong with an answer; "" when nothing is."""
    kind = question.kind
    if kind == "yes_no":
        if not isinstance(answer, bool):
            return "must be true or false"
        return "must be confirmed" if question.is_required and not answer else ""
    if kind == "multi_choice":
        is_known = isinstance(answer, list) and all(isinstance(one, str) and one in question.choices for one in answer)
        return "" if is_known and len(set(answer)) == len(answer) else "must be some of the choices"
    if kind == "number":
        is_number = isinstance(answer, int | float) and not isinstance(answer, bool) and abs(answer) < 10**15
        return "" if is_number else "must be a number"
    if not isinstance(answer, str):
        return "must be a text"
    return _text_fault(question, answer)


def _text_fault(question: Question, answer: str) -> str:
    kind = question.kind
    if kind in ("choice", "dropdown"):
        return "" if answer in question.choices else "must be one of the choices"
    if kind == "date":
        try:
            date.fromisoformat(answer)
        except ValueError:
            return "must be a date such as 2031-05-01"
        return ""
    if kind == "file":
        return "" if _FILE.fullmatch(answer) else "must be the id of an uploaded file"
    if kind == "phone" and not _PHONE.fullmatch(answer):
        return "must be a telephone number"
    if len(answer) > _MOST_LETTERS[kind]:
        return f"must have at most {_MOST_LETTERS[kind]} letters"
    return ""


# Ready-made questions, by name: what an organizer asks most, put as people expect it.
PRESETS: dict[str, dict[str, Any]] = {
    "diet": {
        "kind": "multi_choice",
        "scope": "ticket",
        "label": {"en": "Dietary requirements", "de": "Ernährungswünsche"},
        "choices": {
            "vegetarian": {"en": "Vegetarian", "de": "Vegetarisch"},
            "vegan": {"en": "Vegan", "de": "Vegan"},
            "gluten_free": {"en": "Gluten-free", "de": "Glutenfrei"},
            "lactose_free": {"en": "Lactose-free", "de": "Laktosefrei"},
            "nut_allergy": {"en": "Nut allergy", "de": "Nussallergie"},
            "halal": {"en": "Halal", "de": "Halal"},
            "kosher": {"en": "Kosher", "de": "Koscher"},
        },
    },
    "emergency_contact": {
        "kind": "text",
        "scope": "ticket",
        "label": {"en": "Emergency contact (name and telephone)", "de": "Notfallkontakt (Name und Telefon)"},
        "help": {"en": "Whom may we call if something happens?", "de": "Wen dürfen wir anrufen, wenn etwas passiert?"},
        "is_required": True,
    },
    "accessibility": {
        "kind": "multi_choice",
        "scope": "ticket",
        "label": {"en": "Accessibility needs", "de": "Barrierefreiheit"},
        "choices": {
            "wheelchair": {"en": "Wheelchair space", "de": "Rollstuhlplatz"},
            "companion": {"en": "Companion ticket", "de": "Begleitperson"},
            "hearing": {"en": "Hearing support", "de": "Hörunterstützung"},
            "sight": {"en": "Sight support", "de": "Sehunterstützung"},
            "step_free": {"en": "Step-free access", "de": "Stufenloser Zugang"},
        },
    },
}
