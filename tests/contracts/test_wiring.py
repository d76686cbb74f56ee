"""The wiring: every function is declared once and deployed, and every queue can fail out loud."""

import json
import re
import subprocess
import sys
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

import app as application
from chalicelib.actions.delivering import CLAIM_TAKEN_UP
from chalicelib.handlers.workers.reactions import REACTIONS, seen_in
from chalicelib.kernel.config import Config
from chalicelib.kernel.facts import all_facts
from infra.chalice_config import environment
from infra.functions import FUNCTIONS, QUEUES, WORKFLOWS, tasks_of
from infra.names import Names
from infra.policies import policy
from infra.settings import Stage
from infra.templates import data, wiring
from tests.contracts.reading import PROJECT, calls, modules, of_type
from tests.golden.samples import DETAILS

NAMES = Names("example", "123456789012", "eu-central-1")
FUNCTION_NAMES = [function.name for function in FUNCTIONS]


@pytest.fixture(scope="module")
def resources(stage: Stage) -> dict[str, Any]:
    return wiring.template(NAMES, stage)["Resources"]  # type: ignore[no-any-return]


def test_every_function_is_declared_in_the_app_and_in_the_table_of_functions() -> None:
    """A function that only one side knows is deployed without memory, policy and alarm, or not at all."""
    declared = {function.name for function in application.app.pure_lambda_functions}
    assert declared | {"api_handler"} == set(FUNCTION_NAMES)


def test_no_function_is_listed_twice() -> None:
    assert len(FUNCTION_NAMES) == len(set(FUNCTION_NAMES))


def test_every_function_s_failure_rings_somewhere(resources: dict[str, Any]) -> None:
    """A worker's failures end as dead letters a task's fail its workflow: both are watched."""
    watched = {
        alarm["Dimensions"][0]["Value"]
        for _, alarm in of_type(resources, "AWS::CloudWatch::Alarm")
        if alarm["MetricName"] == "Errors"
    }
    others = {function.name for function in FUNCTIONS if not function.consumes and not function.task_of}
    assert watched == {NAMES.function(name) for name in others}
    assert {"api_handler", "reactions", "reconcile", "sweep"} == others


def test_every_alarm_calls_somebody(resources: dict[str, Any]) -> None:
    silent = [
        name
        for name, alarm in of_type(resources, "AWS::CloudWatch::Alarm")
        if alarm["AlarmActions"] != [{"Ref": "Alarms"}]
    ]
    assert silent == []
    assert [found["Endpoint"] for _, found in of_type(resources, "AWS::SNS::Subscription")] == ["ops@example.com"]


@pytest.mark.parametrize("queue", [queue.name for queue in QUEUES])
def test_every_queue_has_dead_letters_an_alarm_and_a_trigger(resources: dict[str, Any], queue: str) -> None:
    """A message that cannot be handled came back for four days, in front of all others, and then was gone."""
    title = queue.capitalize()
    properties = resources[f"{title}Queue"]["Properties"]
    assert properties["RedrivePolicy"]["deadLetterTargetArn"] == {"Fn::GetAtt": [f"{title}DeadLetters", "Arn"]}
    assert properties["RedrivePolicy"]["maxReceiveCount"] >= 3
    dead = resources[f"{title}DeadLetters"]["Properties"]
    assert dead["MessageRetentionPeriod"] == 14 * 24 * 3600
    assert dead["QueueName"] in str(resources[f"{title}DeadLettersAlarm"])
    trigger = resources[f"{title}Trigger"]["Properties"]
    assert trigger["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
    assert trigger["EventSourceArn"] == {"Fn::GetAtt": [f"{title}Queue", "Arn"]}


@pytest.mark.parametrize("queue", QUEUES, ids=lambda queue: queue.name)
def test_a_message_stays_hidden_for_six_times_as_long_as_its_worker_may_take(queue: Any) -> None:
    """Otherwise a second worker begins while the first is still at it: two mails, two refunds asked for."""
    [worker] = [function for function in FUNCTIONS if function.consumes == queue.name]
    assert queue.visibility >= 6 * worker.timeout


def test_the_sweep_asks_for_a_claimed_delivery_when_its_message_has_come_for_the_last_time() -> None:
    [queue] = [queue for queue in QUEUES if queue.name == "deliveries"]
    assert queue.receives * queue.visibility < CLAIM_TAKEN_UP.total_seconds()


def test_what_waits_for_strangers_or_comes_in_thousands_leaves_room_for_those_who_are_buying(
    resources: dict[str, Any],
) -> None:
    """An account runs a thousand functions at once: receivers that hang for ten seconds would soon have them all."""
    limits = {
        name: trigger["ScalingConfig"]["MaximumConcurrency"]
        for name, trigger in of_type(resources, "AWS::Lambda::EventSourceMapping")
        if "ScalingConfig" in trigger
    }
    assert limits == {"DeliveriesTrigger": 50, "InvoicesTrigger": 10}
    assert all(2 <= limit <= 1000 for limit in limits.values()), "what Lambda takes"


def test_every_queue_that_is_sent_to_exists() -> None:
    queues = {queue.name for queue in QUEUES}
    assert {queue for function in FUNCTIONS for queue in function.sends} <= queues
    assert {function.consumes for function in FUNCTIONS if function.consumes} == queues
    sent = {call.args[0].value for path in modules("chalicelib") for call, name in calls(path)  # type: ignore[attr-defined]
            if name == "queues.send"}  # fmt: skip
    assert sent <= queues


def test_reactions_may_do_what_they_do() -> None:
    """The stream's function and the one that tries again need the same rights, or the second try fails for ever."""
    by_name = {function.name: function for function in FUNCTIONS}
    first, again = by_name["reactions"], by_name["stuck"]
    assert set(again.sends) | {"stuck"} == set(first.sends)
    assert set(again.starts) == set(first.starts) == set(WORKFLOWS)


def test_every_reaction_follows_from_a_fact_that_exists() -> None:
    assert set(REACTIONS) <= set(all_facts())
    assert all(REACTIONS.values())


def test_every_fact_says_what_happened() -> None:
    assert [fact.__name__ for fact in all_facts() if not (fact.__doc__ or "").strip().endswith(".")] == []


def test_only_facts_come_through_the_stream(resources: dict[str, Any]) -> None:
    """Without the filter every counter that moves wakes a function: ten calls for each ticket that is sold."""
    trigger = resources["FactsTrigger"]["Properties"]
    [pattern] = [json.loads(found["Pattern"]) for found in trigger["FilterCriteria"]["Filters"]]
    assert pattern == {"eventName": ["INSERT"], "dynamodb": {"NewImage": {"kind": {"S": ["Fact"]}}}}
    assert trigger["MaximumRetryAttempts"] >= 1
    assert trigger["BisectBatchOnFunctionError"] is True


def test_every_schedule_may_call_its_function(resources: dict[str, Any]) -> None:
    rules = dict(of_type(resources, "AWS::Events::Rule"))
    permissions = dict(of_type(resources, "AWS::Lambda::Permission"))
    assert len(rules) == len(permissions) == len([function for function in FUNCTIONS if function.every])
    targets = [rule["Targets"][0]["Arn"] for rule in rules.values()]
    assert targets == [permission["FunctionName"] for permission in permissions.values()]


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.name)
def test_no_function_may_do_more_than_it_says(function: Any) -> None:
    """`dynamodb:*` on one worker was all that a stranger needed to read every tenant's orders."""
    for statement in policy(function, NAMES)["Statement"]:
        assert all("*" not in action for action in statement["Action"]), statement
        if statement["Action"] != ["ses:SendRawEmail"]:  # which SES checks by the sender's verified identity
            assert all(NAMES.prefix in arn or arn.endswith("distribution/*") for arn in statement["Resource"])


def test_only_functions_that_write_may_write() -> None:
    readers = [function for function in FUNCTIONS if "write" not in function.grants]
    assert readers
    for function in readers:
        actions = {action for statement in policy(function, NAMES)["Statement"] for action in statement["Action"]}
        assert actions & {"dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem"} == set()


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.name)
def test_a_functions_size_and_time_are_stated(function: Any) -> None:
    """Chalice's default is 128 MB, a twelfth of a processor: everything works and takes ten seconds."""
    assert function.memory >= 512
    # A gateway waits 29 seconds; a proof reads every order of an event, an export every fact of an account, the
    # reconciler every merchant's books.
    longest = {"api_handler": 28, "exports": 900, "reconcile": 590}
    assert function.timeout <= longest.get(function.name, 60)


@pytest.mark.parametrize("part", ["data", "wiring"])
def test_a_template_is_valid_and_within_cloudformations_limits(part: str, stage: Stage, tmp_path: Path) -> None:
    """cfn-lint reads AWS's own schemas: what it refuses, CloudFormation refuses after ten minutes of deploying."""
    template = {"data": data, "wiring": wiring}[part].template(NAMES, stage)
    body = json.dumps(template)
    assert len(template["Resources"]) < 500
    assert len(body) < 1_000_000
    path = tmp_path / f"{part}.json"
    path.write_text(body)
    command = [str(Path(sys.executable).with_name("cfn-lint")), "--regions", NAMES.region, "--", str(path)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_every_name_is_short_enough_for_aws() -> None:
    """Lambda takes 64 characters, SQS 80, a bucket 63: the longest stage name has to fit, too."""
    long = Names("production-eu", "123456789012", "ap-southeast-1")
    assert max(len(long.function(name)) for name in FUNCTION_NAMES) <= 64
    assert max(len(long.queue(f"{queue.name}-dead")) for queue in QUEUES) <= 80
    assert max(map(len, (long.files_bucket, long.web_bucket, long.artifacts_bucket))) <= 63


def test_settings_come_from_variables_that_the_deployment_sets(stage: Stage) -> None:
    """A variable that is read but never set is a function that fails at its first request."""
    read = {f"FOYER_{field.name.upper()}" for field in fields(Config)}
    assert set(environment(NAMES, stage)) == read


def test_tasks_are_functions_of_their_workflow() -> None:
    for workflow in WORKFLOWS:
        text = (PROJECT / "stepfunctions" / f"{workflow}.asl.json").read_text()
        assert set(re.findall(r"\$\{(\w+)\}", text)) == set(tasks_of(workflow))


@pytest.mark.parametrize("name", sorted(DETAILS))
def test_reactions_can_read_every_fact(name: str) -> None:
    """One that they cannot read is tried for hours, and nobody is told of it."""
    said = {"sk": "fct_1", "name": name, "subject": "ord_1", "account_id": "acc_1", "event_id": "evt_1", "at": "2031"}
    seen = seen_in({key: {"S": value} for key, value in (said | {"data": json.dumps(DETAILS[name])}).items()})
    assert seen["data"] == DETAILS[name]
    assert all(isinstance(each, str) for each in seen["stock"])
