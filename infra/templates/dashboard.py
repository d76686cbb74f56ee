"""The CloudWatch dashboard: what an operator looks at first, from the outside (API) to the inside (table)."""

import json
from typing import Any

from infra.functions import FUNCTIONS, QUEUES, WORKFLOWS
from infra.names import Names

_WIDTH, _HEIGHT, _COLUMNS = 8, 6, 3
Metric = list[Any]

# What the functions count themselves, as EMF lines in their logs (chalicelib/handlers/logs.py).
COUNTERS = (
    "PaymentNotices",
    "AccountNotices",
    "UnmatchedMoney",
    "MessagesFailed",
    "ReactionsFailed",
    "DueRowsFailed",
    "OrdersTakenUp",
    "WorkflowsFailed",
)


def _api(api_name: str) -> list[tuple[str, list[Metric]]]:
    name = ["ApiName", api_name, "Stage", "api"]
    latency: list[Metric] = [
        ["AWS/ApiGateway", "Latency", *name, {"stat": quantile, "label": quantile}]
        for quantile in ("p50", "p95", "p99")
    ]
    return [
        ("API: answers in milliseconds", latency),
        ("API: calls and errors", [["AWS/ApiGateway", metric, *name] for metric in ("Count", "4XXError", "5XXError")]),
    ]


def _functions(names: Names) -> list[tuple[str, list[Metric]]]:
    def each(metric: str, stat: str) -> list[Metric]:
        return [
            [
                "AWS/Lambda",
                metric,
                "FunctionName",
                names.function(function.name),
                {"label": function.name, "stat": stat},
            ]
            for function in FUNCTIONS
        ]

    return [
        ("Functions: errors", each("Errors", "Sum")),
        ("Functions: duration, p95", each("Duration", "p95")),
        ("Functions: throttled", each("Throttles", "Sum")),
        (
            "Facts: how old the stream's newest record is",
            [["AWS/Lambda", "IteratorAge", "FunctionName", names.function("reactions"), {"stat": "Maximum"}]],
        ),
    ]


def _queues(names: Names) -> list[tuple[str, list[Metric]]]:
    def each(metric: str, suffix: str = "") -> list[Metric]:
        options = {"stat": "Maximum"}
        return [
            ["AWS/SQS", metric, "QueueName", names.queue(queue.name) + suffix, options | {"label": queue.name}]
            for queue in QUEUES
        ]

    return [
        ("Queues: age of the oldest message in seconds", each("ApproximateAgeOfOldestMessage")),
        ("Queues: dead letters", each("ApproximateNumberOfMessagesVisible", "-dead")),
    ]


def _workflows(names: Names) -> list[tuple[str, list[Metric]]]:
    def each(metric: str) -> list[Metric]:
        return [
            [
                "AWS/States",
                metric,
                "StateMachineArn",
                names.arn("states", f"stateMachine:{names.workflow(workflow)}"),
                {"label": f"{workflow} {metric.removeprefix('Executions').lower()}"},
            ]
            for workflow in WORKFLOWS
        ]

    return [("Workflows: started and failed", each("ExecutionsStarted") + each("ExecutionsFailed"))]


def _table(names: Names) -> list[tuple[str, list[Metric]]]:
    table = ["TableName", names.table]
    units = ("ConsumedWriteCapacityUnits", "ConsumedReadCapacityUnits")
    throttles = ("ReadThrottleEvents", "WriteThrottleEvents", "TransactionConflict")
    return [
        ("Table: units consumed", [["AWS/DynamoDB", metric, *table] for metric in units]),
        ("Table: throttles and conflicts", [["AWS/DynamoDB", metric, *table] for metric in throttles]),
    ]


def _counters() -> list[tuple[str, list[Metric]]]:
    return [("Foyer's own counters", [["Foyer", counter, "service", "foyer"] for counter in COUNTERS])]


def body(names: Names, api_name: str) -> dict[str, Any]:
    """The dashboard's widgets, three in a row."""
    inside = (_functions, _queues, _workflows, _table)
    graphs = [*_api(api_name), *(graph for part in inside for graph in part(names)), *_counters()]
    return {
        "widgets": [
            {
                "type": "metric",
                "x": place % _COLUMNS * _WIDTH,
                "y": place // _COLUMNS * _HEIGHT,
                "width": _WIDTH,
                "height": _HEIGHT,
                "properties": {
                    "title": title,
                    "metrics": metrics,
                    "region": names.region,
                    "stat": "Sum",
                    "period": 60,
                    "view": "timeSeries",
                },
            }
            for place, (title, metrics) in enumerate(graphs)
        ]
    }


def resource(names: Names, api_name: str) -> dict[str, Any]:
    """The dashboard as a resource of the wiring stack. The API's metrics go by its name."""
    return {
        "Type": "AWS::CloudWatch::Dashboard",
        "Properties": {"DashboardName": names.prefix, "DashboardBody": json.dumps(body(names, api_name))},
    }
