"""The wiring stack: queues, triggers, workflows, schedules and alarms around the functions that Chalice deploys.

It names functions by rule, so it fits both ways of deploying them: our own CloudFormation path and plain
`chalice deploy`.
"""

import json
from pathlib import Path
from typing import Any

from infra.functions import FUNCTIONS, QUEUES, WORKFLOWS, Function, Queue, tasks_of
from infra.names import Names
from infra.settings import Stage

_WORKFLOWS = Path(__file__).parents[2] / "stepfunctions"
_DEAD_LETTER_SECONDS = 14 * 24 * 3600
Resources = dict[str, Any]


def _title(name: str) -> str:
    return "".join(part.capitalize() for part in name.split("_"))


def _function_arn(function: str, names: Names) -> str:
    return names.arn("lambda", f"function:{names.function(function)}")


def _alarm(description: str, metric: dict[str, Any], threshold: float = 0) -> dict[str, Any]:
    return {
        "Type": "AWS::CloudWatch::Alarm",
        "Properties": {
            "AlarmDescription": description,
            "ComparisonOperator": "GreaterThanThreshold",
            "EvaluationPeriods": 1,
            "Period": 60,
            "Statistic": "Sum",
            "Threshold": threshold,
            "TreatMissingData": "notBreaching",
            "AlarmActions": [{"Ref": "Alarms"}],
            **metric,
        },
    }


def _dimension(namespace: str, metric: str, name: str, value: Any) -> dict[str, Any]:
    return {"Namespace": namespace, "MetricName": metric, "Dimensions": [{"Name": name, "Value": value}]}


def _queue(queue: Queue, names: Names) -> Resources:
    title = _title(queue.name)
    worker = next(function for function in FUNCTIONS if function.consumes == queue.name)
    dead = names.queue(f"{queue.name}-dead")
    return {
        f"{title}Queue": {
            "Type": "AWS::SQS::Queue",
            "Properties": {
                "QueueName": names.queue(queue.name),
                "VisibilityTimeout": queue.visibility,
                "SqsManagedSseEnabled": True,
                "RedrivePolicy": {
                    "deadLetterTargetArn": {"Fn::GetAtt": [f"{title}DeadLetters", "Arn"]},
                    "maxReceiveCount": queue.receives,
                },
            },
        },
        f"{title}DeadLetters": {
            "Type": "AWS::SQS::Queue",
            "Properties": {
                "QueueName": dead,
                "MessageRetentionPeriod": _DEAD_LETTER_SECONDS,
                "SqsManagedSseEnabled": True,
            },
        },
        f"{title}DeadLettersAlarm": _alarm(
            f"Messages of {queue.name} have failed for good",
            _dimension("AWS/SQS", "ApproximateNumberOfMessagesVisible", "QueueName", dead) | {"Statistic": "Maximum"},
        ),
        f"{title}AgeAlarm": _alarm(
            f"Messages of {queue.name} wait for longer than five minutes",
            _dimension("AWS/SQS", "ApproximateAgeOfOldestMessage", "QueueName", names.queue(queue.name))
            | {"Statistic": "Maximum"},
            threshold=300,
        ),
        f"{title}Trigger": {
            "Type": "AWS::Lambda::EventSourceMapping",
            "Properties": {
                "EventSourceArn": {"Fn::GetAtt": [f"{title}Queue", "Arn"]},
                "FunctionName": _function_arn(worker.name, names),
                "BatchSize": worker.batch,
                "FunctionResponseTypes": ["ReportBatchItemFailures"],
                **({"ScalingConfig": {"MaximumConcurrency": worker.at_once}} if worker.at_once else {}),
            },
        },
    }


def _stream(names: Names) -> Resources:
    # All of them: a webhook may ask for any.
    facts = {"eventName": ["INSERT"], "dynamodb": {"NewImage": {"kind": {"S": ["Fact"]}}}}
    return {
        "FactsTrigger": {
            "Type": "AWS::Lambda::EventSourceMapping",
            "Properties": {
                "EventSourceArn": {"Ref": "StreamArn"},
                "FunctionName": _function_arn("reactions", names),
                "StartingPosition": "TRIM_HORIZON",
                "BatchSize": 100,
                "ParallelizationFactor": 4,
                "MaximumRetryAttempts": 5,
                "BisectBatchOnFunctionError": True,
                "FilterCriteria": {"Filters": [{"Pattern": json.dumps(facts)}]},
            },
        }
    }


def _workflow(workflow: str, names: Names) -> Resources:
    title = _title(workflow)
    functions = {task: _function_arn(task, names) for task in tasks_of(workflow)}
    return {
        f"{title}Role": {
            "Type": "AWS::IAM::Role",
            "Properties": {
                "AssumeRolePolicyDocument": _trust("states.amazonaws.com"),
                "Policies": [
                    {
                        "PolicyName": "call-its-tasks",
                        "PolicyDocument": _allow("lambda:InvokeFunction", sorted(functions.values())),
                    }
                ],
            },
        },
        f"{title}Workflow": {
            "Type": "AWS::StepFunctions::StateMachine",
            "Properties": {
                "StateMachineName": names.workflow(workflow),
                "StateMachineType": "STANDARD",
                "RoleArn": {"Fn::GetAtt": [f"{title}Role", "Arn"]},
                "DefinitionString": (_WORKFLOWS / f"{workflow}.asl.json").read_text(),
                "DefinitionSubstitutions": functions,
            },
        },
        f"{title}Alarm": _alarm(
            f"The workflow {workflow} has failed",
            _dimension("AWS/States", "ExecutionsFailed", "StateMachineArn", {"Ref": f"{title}Workflow"}),
        ),
    }


def _trust(service: str) -> dict[str, Any]:
    return {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Principal": {"Service": service}, "Action": "sts:AssumeRole"}],
    }


def _allow(action: str, resources: Any) -> dict[str, Any]:
    return {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Action": action, "Resource": resources}],
    }


def _schedule(function: Function, names: Names) -> Resources:
    title = _title(function.name)
    target = _function_arn(function.name, names)
    return {
        f"{title}Schedule": {
            "Type": "AWS::Events::Rule",
            "Properties": {
                "ScheduleExpression": function.every,
                "State": "ENABLED",
                "Targets": [{"Id": function.name, "Arn": target}],
            },
        },
        f"{title}Permission": {
            "Type": "AWS::Lambda::Permission",
            "Properties": {
                "Action": "lambda:InvokeFunction",
                "FunctionName": target,
                "Principal": "events.amazonaws.com",
                "SourceArn": {"Fn::GetAtt": [f"{title}Schedule", "Arn"]},
            },
        },
    }


def _function_alarms(names: Names) -> Resources:
    """For those whose failures show nowhere else: workers fail into dead letters, tasks fail their workflow."""
    return {
        f"{_title(function.name)}Errors": _alarm(
            f"The function {function.name} fails",
            _dimension("AWS/Lambda", "Errors", "FunctionName", names.function(function.name)),
            threshold=0 if function.every else 3,  # the clock starts it once: there is no second failure to wait for
        )
        for function in FUNCTIONS
        if not function.consumes and not function.task_of
    }


def _unmatched_money() -> Resources:
    metric = {**_dimension("Foyer", "UnmatchedMoney", "service", "foyer"), "Statistic": "Maximum", "Period": 600}
    return {"UnmatchedMoneyAlarm": _alarm("Money at the payment provider that the books do not explain", metric)}


def _alarms_topic(stage: Stage) -> Resources:
    topic: Resources = {"Alarms": {"Type": "AWS::SNS::Topic", "Properties": {"KmsMasterKeyId": "alias/aws/sns"}}}
    if stage.alarm_email:
        topic["AlarmsByMail"] = {
            "Type": "AWS::SNS::Subscription",
            "Properties": {"TopicArn": {"Ref": "Alarms"}, "Protocol": "email", "Endpoint": stage.alarm_email},
        }
    return topic


def template(names: Names, stage: Stage) -> dict[str, Any]:
    """Everything that connects the functions with each other and with the people who watch them."""
    resources: Resources = _alarms_topic(stage) | _stream(names)
    for queue in QUEUES:
        resources |= _queue(queue, names)
    for workflow in WORKFLOWS:
        resources |= _workflow(workflow, names)
    for function in FUNCTIONS:
        if function.every:
            resources |= _schedule(function, names)
    return {
        "AWSTemplateFormatVersion": "2010-09-09",
        "Description": "Foyer's queues, triggers, workflows, schedules and alarms",
        "Parameters": {"StreamArn": {"Type": "String"}},
        "Resources": resources | _function_alarms(names) | _unmatched_money(),
    }
