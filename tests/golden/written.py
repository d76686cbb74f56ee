"""All that a cloud has told of itself, against what the golden envelopes promise to programs outside."""

import json
from typing import Any

from boto3.dynamodb.conditions import Attr

from tests.golden.samples import unknown_details
from tests.resilience.aws_side import AwsSide


def facts(amazon: AwsSide) -> list[tuple[str, dict[str, Any]]]:
    """(name, details) of every fact that Foyer itself has written; some tests write their own."""
    wanted = Attr("kind").eq("Fact") & Attr("by").exists() & Attr("by").ne("test")
    names = {"#n": "name", "#d": "data"}
    more: dict[str, Any] = {}
    found: list[tuple[str, dict[str, Any]]] = []
    while True:
        page = amazon.table.scan(
            FilterExpression=wanted, ProjectionExpression="#n, #d", ExpressionAttributeNames=names, **more
        )
        found += [(row["name"], json.loads(row.get("data", "{}"))) for row in page["Items"]]
        if "LastEvaluatedKey" not in page:
            return found
        more = {"ExclusiveStartKey": page["LastEvaluatedKey"]}


def beyond_the_envelopes(amazon: AwsSide) -> set[str]:
    """The details that no golden envelope has. A new one belongs into tests/golden/samples.py."""
    return {odd for name, data in facts(amazon) for odd in unknown_details(name, data)}
