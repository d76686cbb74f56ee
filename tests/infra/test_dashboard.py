"""The CloudWatch dashboard shows what there is."""

import json
import re
from pathlib import Path

from infra.functions import FUNCTIONS, QUEUES, WORKFLOWS
from infra.names import Names
from infra.templates import dashboard

CODE = Path(__file__).parents[2] / "chalicelib"
_COUNT = re.compile(r"""\bcount\("(\w+)\"""")


def test_every_function_queue_and_workflow_is_shown(names: Names) -> None:
    text = json.dumps(dashboard.body(names, names.prefix))
    for function in FUNCTIONS:
        assert f'"{names.function(function.name)}"' in text
    for queue in QUEUES:
        assert f'"{names.queue(queue.name)}-dead"' in text
    for workflow in WORKFLOWS:
        assert names.workflow(workflow) in text


def test_every_counter_of_the_code_is_shown() -> None:
    counted = {name for path in CODE.rglob("*.py") for name in _COUNT.findall(path.read_text())}
    assert counted == set(dashboard.COUNTERS)


def test_widgets_do_not_overlap(names: Names) -> None:
    places = [(widget["x"], widget["y"]) for widget in dashboard.body(names, names.prefix)["widgets"]]
    assert len(places) == len(set(places))
    assert max(x for x, _ in places) + 8 <= 24
