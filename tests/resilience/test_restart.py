"""The cloud stops and starts again, or gets new code, while people are buying: nothing is lost, all goes on."""

import json
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
import requests

from chalicelib.kernel import clock
from localstack import launcher
from localstack.launcher import Running
from localstack.settings import PROJECT
from tests.resilience.aws_side import NAMES, AwsSide
from tests.shop import Buyer, Shop, wait_for

DEPLOYED_FROM = ("app.py", "chalicelib", "infra", "localstack", "stepfunctions", "requirements.txt", "docs", "web/dist")


@dataclass
class Evening:
    """What was going on when the cloud stopped."""

    cloud: Running
    shop: Shop
    sold: dict = field(default_factory=dict)
    unpaid: dict = field(default_factory=dict)
    unfulfilled: dict = field(default_factory=dict)
    guest: Buyer | None = None


def _api_id(cloud: Running) -> str:
    return str(json.loads(cloud.settings.outputs_path.read_text())["api_id"])


def _page(shop: Shop, event_id: str) -> str:
    slug = shop.get(f"/events/{event_id}")["slug"]
    answer = requests.get(f"{shop.cloud.url}/e/{slug}/", timeout=10)
    return answer.text if answer.ok else ""


def _paid_but_not_fulfilled(shop: Shop, amazon: AwsSide, buyer: Buyer) -> dict:
    """As if the start of its fulfilment had been lost: another run has taken its name and found nothing to do."""
    event, product = shop.on_sale(capacity=2)
    order = buyer.reserve(event, product, 2)
    amazon.start("fulfil_order", order["id"], order["id"])
    wait_for(lambda: amazon.executions("fulfil_order", order["id"]).get(order["id"]) == "SUCCEEDED", "the idle run")
    assert buyer.pay(buyer.check_out(order)).ok
    assert buyer.on(order, "refresh").json()["state"] == "COMPLETED"
    return order


@pytest.fixture(scope="module")
def evening(own_cloud: Running) -> Evening:
    """Orders in every stage; then the cloud is stopped and started on the same data and ports."""
    shop, amazon = Shop.opened(own_cloud), AwsSide(own_cloud)
    evening = Evening(own_cloud, shop, guest=shop.buyer())
    event, product = shop.on_sale(price_minor=0, capacity=5)
    evening.sold = evening.guest.buy(event, product) | {"event_id": event}
    wait_for(lambda: _page(shop, event), "the published page")
    wait_for(evening.guest.mails, "the mail")
    event, product = shop.on_sale(capacity=3, hold_minutes=1)
    evening.unpaid = shop.buyer().reserve(event, product, 3) | {"event_id": event}
    amazon.wait_until_held(evening.unpaid["id"])
    evening.unfulfilled = _paid_but_not_fulfilled(shop, amazon, evening.guest)
    own_cloud.stop()
    again = launcher.start(own_cloud.ports, own_cloud.settings.state, seed=False, report=lambda _: None)
    own_cloud.children = again.children
    return evening


@pytest.fixture
def amazon(own_cloud: Running) -> AwsSide:
    return AwsSide(own_cloud)


def test_data_sessions_pages_and_mails_are_there_after_a_restart(evening: Evening) -> None:
    shop, sold = evening.shop, evening.sold
    assert shop.get("/organizers")["items"][0]["id"] == shop.organizer_id
    assert shop.order(sold["id"])["state"] == "COMPLETED"
    assert evening.guest.see(sold)["tickets"][0]["code"] == sold["tickets"][0]["code"]
    assert "Summer Night" in _page(shop, sold["event_id"])
    assert evening.guest.mails()
    assert shop.free(sold["event_id"]) == 4
    assert shop.scan(sold["event_id"], sold["tickets"][0]["code"])["verdict"] == "admitted"


def test_people_can_buy_after_a_restart(evening: Evening) -> None:
    event, product = evening.shop.on_sale(capacity=2)
    assert evening.shop.buyer().buy(event, product, 2)["state"] == "COMPLETED"


def test_the_sweep_ends_a_hold_whose_workflow_was_lost_in_the_restart(evening: Evening, amazon: AwsSide) -> None:
    order_id = evening.unpaid["id"]
    assert amazon.executions("expire_reservation", order_id)[order_id] != "RUNNING"
    assert evening.shop.order(order_id)["state"] == "RESERVED"
    assert evening.shop.free(evening.unpaid["event_id"]) == 0
    amazon.turn_back(order_id, clock.now() - timedelta(minutes=4))
    amazon.sweep()
    wait_for(lambda: evening.shop.order(order_id)["state"] == "EXPIRED", "the expiry")
    assert evening.shop.free(evening.unpaid["event_id"]) == 3
    assert evening.shop.facts(order_id) == ["OrderReserved", "OrderExpired"]


def test_the_sweep_brings_the_tickets_of_a_paid_order_whose_fulfilment_was_lost(
    evening: Evening, amazon: AwsSide
) -> None:
    order = evening.unfulfilled
    assert evening.shop.order(order["id"])["tickets"] == []
    amazon.turn_back(order["id"], clock.now() - timedelta(minutes=4))
    amazon.sweep()
    wait_for(lambda: "MailSent" in evening.shop.facts(order["id"]), "the mail")
    assert len(evening.shop.order(order["id"])["tickets"]) == 2
    assert "due" not in amazon.row(order["id"])


def _deploy_changed_code(cloud: Running, folder: Path) -> None:
    """Deploy from a copy of the project in which one module differs."""
    for name in DEPLOYED_FROM:
        source, copy = PROJECT / name, folder / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, copy, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, copy)
    with (folder / "chalicelib" / "kernel" / "clock.py").open("a") as module:
        module.write("\n# A new release.\n")
    command = [sys.executable, "-m", "infra", "deploy", "--stage", "local"]
    environment = cloud.settings.child_environment()
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr


def test_orders_that_are_open_during_an_update_are_paid_after_it(
    own_cloud: Running, amazon: AwsSide, tmp_path: Path
) -> None:
    shop, functions = Shop.opened(own_cloud), amazon.client("lambda")

    def code() -> str:
        return str(functions.get_function(FunctionName=NAMES.function("api_handler"))["Configuration"]["CodeSha256"])

    event, product = shop.on_sale(capacity=4)
    early, late = shop.buyer(), shop.buyer()
    reserved, checked_out = early.reserve(event, product, 2), late.check_out(late.reserve(event, product, 2))
    before = _api_id(own_cloud), code()
    _deploy_changed_code(own_cloud, tmp_path)
    assert _api_id(own_cloud) == before[0]
    assert code() != before[1]
    assert late.pay(checked_out).ok
    assert early.pay(early.check_out(reserved)).ok
    for buyer, order in ((early, reserved), (late, checked_out)):
        wait_for(lambda it=order: shop.order(it["id"])["state"] == "COMPLETED", "the payment's notice")
        wait_for(buyer.mails, "the mail")
    assert shop.free(event) == 0
