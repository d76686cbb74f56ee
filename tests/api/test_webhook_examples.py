"""The examples of docs/webhooks.md, as they stand there, decide about what the local cloud really signed."""

import json
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from standardwebhooks import Webhook

from tests.api.installing import check_types, installed, run
from tests.contracts.reading import PROJECT
from tests.receiver import receiving
from tests.shop import Shop, wait_for

WEB = PROJECT / "web" / "node_modules"
PAGE = (PROJECT / "docs" / "webhooks.md").read_text()
STRICT = "--strict --noUncheckedIndexedAccess --target es2022 --lib es2022 --module nodenext --types node".split()

# What each example is given: a delivery as JSON comes in, `accepted` or `refused` goes out.
PYTHON = """
import json, sys
delivery = json.load(sys.stdin)
print({204: "accepted", 401: "refused"}[receive(delivery["body"].encode(), delivery["headers"])])
"""
TYPESCRIPT = """
import { text } from "node:stream/consumers";
const { body, headers } = JSON.parse(await text(process.stdin));
const answer = await receive(new Request("https://books.example/foyer", { method: "POST", body, headers }));
console.log(answer.status === 204 ? "accepted" : answer.status === 401 ? "refused" : answer.status);
"""
SHELL = """
if verify "$BODY" "$ID" "$TIMESTAMP" "$SIGNATURE"; then echo accepted; else echo refused; fi
"""


@dataclass(frozen=True)
class Delivery:
    """What came, and the secret that its receiver knows."""

    body: str
    headers: dict[str, str]
    secret: str


def examples(language: str) -> str:
    return "\n".join(re.findall(rf"^```{language}\n(.*?)^```", PAGE, re.M | re.S))


def by_python(folder: Path, box_office: str) -> Callable[[Delivery], str]:
    python, script = installed(folder, box_office, "standardwebhooks"), folder / "example.py"
    script.write_text(examples("python"))
    check_types(python, script)
    script.write_text(examples("python") + PYTHON)
    return lambda one: run(python, script, given=_json(one), FOYER_WEBHOOK_SECRET=one.secret)


def by_typescript(folder: Path, _: str) -> Callable[[Delivery], str]:
    (folder / "package.json").write_text('{"type": "module"}')
    (folder / "node_modules").symlink_to(WEB)
    (folder / "example.ts").write_text(examples("ts") + TYPESCRIPT)
    run(WEB / ".bin" / "tsc", *STRICT, "--typeRoots", WEB / "@types", folder / "example.ts")
    return lambda one: run("node", folder / "example.js", given=_json(one), FOYER_WEBHOOK_SECRET=one.secret)


def by_shell(folder: Path, _: str) -> Callable[[Delivery], str]:
    def decide(one: Delivery) -> str:
        (folder / "body").write_text(one.body)
        told = {name.partition("-")[2].upper(): value for name, value in one.headers.items()}
        return run(
            *("bash", "-c", "set -euo pipefail\n" + examples("sh") + SHELL),
            FOYER_WEBHOOK_SECRET=one.secret, BODY=str(folder / "body"), **told,
        )  # fmt: skip

    return decide


def _json(delivery: Delivery) -> str:
    return json.dumps({"body": delivery.body, "headers": delivery.headers})


def delivered(shop: Shop) -> Delivery:
    """A call that the local cloud made."""
    with receiving() as receiver:
        webhook = shop.post("/webhooks", {"url": receiver.url})
        shop.post(f"/webhooks/{webhook['id']}/test", {})
        wait_for(lambda: receiver.received, "the test call")
        found = receiver.received[0]
    headers = {name: value for name, value in found.headers.items() if name.startswith("webhook-")}
    return Delivery(found.body.decode(), headers, webhook["secret"])


def signed_at(moment: float, one: Delivery) -> Delivery:
    """The same, signed as it should be, but then."""
    then = datetime.fromtimestamp(int(moment), UTC)
    signature = Webhook(one.secret).sign(one.headers["webhook-id"], then, one.body)
    return replace(one, headers=one.headers | {"webhook-timestamp": str(int(moment)), "webhook-signature": signature})


@pytest.mark.req("API-8")
@pytest.mark.parametrize("example", [by_python, by_typescript, by_shell])
def test_the_examples_accept_what_we_signed_and_nothing_else(
    shop: Shop, tmp_path: Path, example: Callable[[Path, str], Callable[[Delivery], str]]
) -> None:
    decide, ours = example(tmp_path, shop.cloud.settings.url), delivered(shop)
    signature = ours.headers["webhook-signature"]
    assert decide(ours).split() == ["accepted"]
    both = ours.headers | {"webhook-signature": f"v1,{'A' * 43}= {signature}"}
    assert decide(replace(ours, headers=both)).split() == ["accepted"], "while a secret changes there are two"
    assert decide(signed_at(time.time() - 200, ours)).split() == ["accepted"]
    assert decide(signed_at(time.time() - 400, ours)).split() == ["refused"], "an old call, sent again by a stranger"
    assert decide(replace(ours, secret="whsec_" + "b3RoZXIgc2VjcmV0IG9mIHNvbWVib2R5")).split() == ["refused"]
    assert decide(replace(ours, body=ours.body.replace("webhook.test", "order.paid"))).split() == ["refused"]


@pytest.mark.req("API-8")
def test_the_feed_is_read_to_its_end_and_gone_on_with(shop: Shop, tmp_path: Path) -> None:
    own = Shop.opened(shop.cloud)  # where nothing happens twice to one thing
    key = own.post("/keys", {"name": "Books", "permissions": ["webhooks.read"]})["key"]
    wait_for(lambda: own.get("/facts")["items"], "the feed, which is half a minute late")
    program = (
        examples("python")
        + "\nfoyer = Foyer(os.environ['FOYER_URL'], os.environ['FOYER_KEY'])\nprint(catch_up(foyer, catch_up(foyer)))\n"
    )
    surroundings = {"FOYER_URL": shop.cloud.settings.url, "FOYER_KEY": key, "FOYER_WEBHOOK_SECRET": "whsec_AAAA"}
    *told, cursor = run(
        installed(tmp_path, surroundings["FOYER_URL"], "standardwebhooks"), "-c", program, **surroundings
    ).splitlines()
    assert cursor not in ("", "None")
    assert len(told) == len(set(told)) > 0
    assert told[0].split()[0] in {envelope["type"] for envelope in own.get("/facts")["items"]}
