"""Questions to buyers on the wire."""

from typing import Annotated, Any, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from chalicelib.domain.questions import PRESETS, QuestionKind, QuestionScope
from chalicelib.handlers.models.common import Input, Line, Output, Texts, TitleTexts, check_kept
from chalicelib.handlers.models.products import Body, Ids

Preset = Literal["diet", "emergency_contact", "accessibility"]
ChoiceTexts = Annotated[
    dict[Annotated[str, StringConstraints(pattern=r"^[a-z0-9_-]{1,40}$")], TitleTexts], Field(max_length=50)
]
_WITH_CHOICES = ("choice", "multi_choice", "dropdown")


class _QuestionFields(Input):
    kind: QuestionKind | None = None
    scope: QuestionScope | None = None
    label: TitleTexts | None = None
    help: Body | None = None
    choices: ChoiceTexts | None = Field(default=None, description="Id → text, for the kinds that offer some.")
    is_required: bool | None = None
    product_ids: Ids | None = Field(default=None, description="Empty: whatever is bought.")
    asked_if: Annotated[str, StringConstraints(max_length=100)] | None = Field(
        default=None, description="A question before it; this one is asked only if that has one of the answers below."
    )
    asked_if_answers: Annotated[list[Line], Field(max_length=50)] | None = None


class NewQuestion(_QuestionFields):
    """Ask buyers something. A preset brings everything along; what is given besides replaces its parts."""

    preset: Preset | None = None

    @model_validator(mode="after")
    def _whole(self) -> Self:
        fields = self.fields()
        for name in ("kind", "scope", "label"):
            if not fields.get(name):
                raise ValueError(f"{name} is required")
        if fields["kind"] in _WITH_CHOICES and not fields.get("choices"):
            raise ValueError("choices are needed for this kind of question")
        return self

    def fields(self) -> dict[str, Any]:
        """The question's fields, with those of its preset."""
        given = {name: value for name, value in self.model_dump(exclude={"preset"}).items() if value is not None}
        return PRESETS.get(self.preset or "", {}) | given


class QuestionEdits(_QuestionFields):
    """Change some fields; what is left out stays."""

    @model_validator(mode="after")
    def _kept(self) -> Self:
        check_kept(self)
        return self


class QuestionOut(Output):
    """What buyers are asked."""

    id: str
    kind: QuestionKind
    scope: QuestionScope
    label: Texts
    help: Texts
    choices: dict[str, Texts]
    is_required: bool
    product_ids: list[str]
    asked_if: str
    asked_if_answers: list[str]
    position: int
    version: int
