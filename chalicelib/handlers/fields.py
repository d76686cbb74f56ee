"""Sparse lists: `?fields=id,name` leaves out of each item what is not asked for."""

from typing import Any, get_args

from pydantic import BaseModel

from chalicelib.handlers.models.common import SparseQuery
from chalicelib.handlers.problems import InvalidInput

Included = dict[str, Any] | None
# A type of its own, so that the document can promise all fields of the others.
SPARSE_TYPE = "application/vnd.foyer.sparse+json"


def included(answer: type[BaseModel] | None, query: Any) -> Included:
    """What pydantic shall write of this answer; None for all of it. Raises InvalidInput naming a field that is not."""
    if not answer or not isinstance(query, SparseQuery) or query.fields is None:
        return None
    item = item_of(answer)
    asked = {name.strip() for name in query.fields.split(",")}
    unknown = sorted(asked - set(item.model_fields))
    if unknown:
        raise InvalidInput(fields=f"there is no {unknown[0]!r}; there are {', '.join(item.model_fields)}")
    return {"items": {"__all__": asked}, "next": True}


def item_of(answer: type[BaseModel]) -> type[BaseModel]:
    """What a list holds."""
    [item] = get_args(answer.model_fields["items"].annotation)
    return item  # type: ignore[no-any-return]
