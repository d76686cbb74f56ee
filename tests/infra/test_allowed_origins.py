"""Sites whose pages may call the API: what an operator may say, and what CloudFront is told of it."""

import json
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from infra import origins
from infra.names import Names
from infra.settings import Stage, read_stage
from infra.templates import cross_origin, web

pytestmark = pytest.mark.req("SEC-17")
SHOP, FAN = "https://www.example.com", "https://fan.example.org:8443"
DOCUMENT = json.loads((Path(__file__).parents[2] / "docs" / "openapi.json").read_text())


@pytest.fixture
def opened(names: Names, stage: Stage) -> dict[str, Any]:
    """The web stack of a stage that allows two sites."""
    return web.template(names, replace(stage, allowed_origins=f"{SHOP} {FAN}"), "<h1>Nothing</h1>")


def behavior(template: dict[str, Any], path: str) -> dict[str, Any]:
    config = template["Resources"]["Distribution"]["Properties"]["DistributionConfig"]
    found: dict[str, Any] = next(one for one in config["CacheBehaviors"] if one["PathPattern"] == path)
    return found


@pytest.mark.parametrize(
    "wrong",
    ["http://www.example.com", "https://www.example.com/", "https://www.example.com/shop", "*", "https://*",
     "https://*.example.com", "https://WWW.example.com", "https://www.example.com:443", "www.example.com", "null",
     "https://localhost", "https://www.example.com,https://fan.example.org", "https://you@example.com",
     "https://www.example.com https://fan.example.org/"],
)  # fmt: skip
def test_a_setting_that_no_browser_sends_or_that_opens_too_much_stops_the_deployment(wrong: str) -> None:
    with pytest.raises(SystemExit, match="allowed_origins needs origins such as"):
        read_stage("example", allowed_origins=wrong)


def test_sites_are_listed_with_spaces_between_and_by_default_there_are_none() -> None:
    assert read_stage("example").allowed_origins == ""
    assert origins.read_origins("") == []
    assert origins.read_origins(f" {SHOP}\n{FAN} ") == [SHOP, FAN]


def test_without_a_site_nothing_is_opened(names: Names, stage: Stage) -> None:
    text = json.dumps(web.template(names, stage, "<h1>Nothing</h1>"))
    assert not [word for word in ("Preflight", "CorsConfig", "ApiHeaders", "openapi.json") if word in text]


@pytest.mark.parametrize("path", ["/api/*", "/openapi.json"])
def test_cloudfront_lets_the_listed_sites_read_the_api_and_its_document(opened: dict[str, Any], path: str) -> None:
    policy = opened["Resources"][behavior(opened, path)["ResponseHeadersPolicyId"]["Ref"]]
    cors = policy["Properties"]["ResponseHeadersPolicyConfig"]["CorsConfig"]
    assert cors["AccessControlAllowOrigins"] == {"Items": [SHOP, FAN]}
    assert cors["AccessControlAllowCredentials"] is False, "a session in a cookie is never read from elsewhere"
    assert cors["OriginOverride"] is True


def test_pages_stay_closed_and_answers_of_the_api_stay_uncached(opened: dict[str, Any]) -> None:
    config = opened["Resources"]["Distribution"]["Properties"]["DistributionConfig"]
    assert config["DefaultCacheBehavior"]["ResponseHeadersPolicyId"] == {"Ref": "PageHeaders"}
    assert behavior(opened, "/checkin/*")["ResponseHeadersPolicyId"] == {"Ref": "CheckinHeaders"}
    assert behavior(opened, "/api/*")["CachePolicyId"] == "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"
    api, pages = (opened["Resources"][name]["Properties"]["ResponseHeadersPolicyConfig"]
                  for name in ("ApiHeaders", "PageHeaders"))  # fmt: skip
    assert {name: api[name] for name in pages if name != "Name"} == {
        name: pages[name] for name in pages if name != "Name"
    }


def test_the_stack_is_free_of_lint(opened: dict[str, Any], names: Names, tmp_path: Path) -> None:
    (tmp_path / "web.json").write_text(json.dumps(opened))
    cfn_lint = str(Path(sys.executable).with_name("cfn-lint"))
    command = [cfn_lint, "-r", names.region, "-t", str(tmp_path / "web.json")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def asked(method: str, origin: str, *, asks: bool = True) -> dict[str, Any]:
    """What CloudFront's function makes of a request."""
    headers = {"origin": {"value": origin}} if origin else {}
    if asks:
        headers["access-control-request-method"] = {"value": "POST"}
    event = {"request": {"method": method, "uri": "/api/me", "headers": headers}}
    script = f"{cross_origin.preflight_code([SHOP, FAN])}\nconsole.log(JSON.stringify(handler({json.dumps(event)})))"
    done = subprocess.run(["node", "-e", script], capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.mark.skipif(not shutil.which("node"), reason="CloudFront's functions are JavaScript: this needs node")
@pytest.mark.parametrize("origin", [SHOP, FAN])
def test_cloudfront_answers_a_browser_s_question_itself_as_the_front_door_does(origin: str) -> None:
    answer = asked("OPTIONS", origin)
    assert answer["statusCode"] == 204
    told = {name: header["value"] for name, header in answer["headers"].items()}
    assert told == {name.lower(): value for name, value in origins.preflight_headers(origin).items()}
    assert "access-control-allow-credentials" not in told


@pytest.mark.skipif(not shutil.which("node"), reason="CloudFront's functions are JavaScript: this needs node")
@pytest.mark.parametrize(
    ("method", "origin", "asks"),
    [("OPTIONS", "https://evil.example.net", True), ("OPTIONS", f"{SHOP}.evil.example.net", True),
     ("OPTIONS", "", True), ("OPTIONS", SHOP, False), ("POST", SHOP, False), ("GET", SHOP, True)],
)  # fmt: skip
def test_everything_else_goes_on_to_the_api_as_it_is(method: str, origin: str, asks: bool) -> None:
    assert asked(method, origin, asks=asks)["method"] == method


def test_a_page_may_send_and_read_every_header_that_the_api_describes() -> None:
    operations = [one for path in DOCUMENT["paths"].values() for one in path.values() if isinstance(one, dict)]
    shared = DOCUMENT["components"].get("parameters", {})
    parameters = [
        shared[one["$ref"].rpartition("/")[2]] if "$ref" in one else one
        for operation in operations
        for one in operation.get("parameters", [])
    ]
    sent = {one["name"] for one in parameters if one["in"] == "header"}
    answers = [answer for operation in operations for answer in operation["responses"].values()]
    read = {name for answer in answers for name in answer.get("headers", {})}
    assert sent >= {"Idempotency-Key", "If-Match"}
    assert sent <= set(origins.SENT)
    assert {"RateLimit", "X-Request-Id"} <= read
    assert read - {"Set-Cookie", "Cache-Control"} <= set(origins.READ)
