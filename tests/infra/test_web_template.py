"""The CloudFront stack, read as CloudFormation will read it."""

import json
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from chalicelib.kernel import edge
from infra.headers import headers_for
from infra.names import Names
from infra.settings import Stage
from infra.templates import dashboard, data, web, wiring
from localstack.website import object_key

PAGE = "<h1>There is nothing here</h1><a href='#main'>costs $5</a>"


@pytest.fixture
def template(names: Names, stage: Stage) -> dict[str, Any]:
    """The stack's template."""
    return web.template(names, stage, PAGE)


@pytest.fixture
def distribution(template: dict[str, Any]) -> dict[str, Any]:
    """The distribution's configuration."""
    return template["Resources"]["Distribution"]["Properties"]["DistributionConfig"]  # type: ignore[no-any-return]


def test_every_stack_is_free_of_lint(names: Names, stage: Stage, template: dict[str, Any], tmp_path: Path) -> None:
    wired = wiring.template(names, stage)
    wired["Resources"]["Dashboard"] = dashboard.resource(names, names.prefix)
    for name, stack in {"web": template, "data": data.template(names, stage), "wiring": wired}.items():
        (tmp_path / f"{name}.json").write_text(json.dumps(stack))
    cfn_lint = str(Path(sys.executable).with_name("cfn-lint"))
    found = sorted(str(path) for path in tmp_path.glob("*.json"))
    done = subprocess.run([cfn_lint, "-r", names.region, "-t", *found], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.skipif(not shutil.which("node"), reason="CloudFront's functions are JavaScript: this needs node")
@pytest.mark.parametrize("path", ["/", "/dashboard", "/dashboard/", "/e/a-b.2030/", "/assets/x.1f.js", "/e/.well"])
def test_cloudfront_finds_the_same_page_as_the_front_door(path: str) -> None:
    script = f"{web.FIND_INDEX}\nconsole.log(handler({{request: {{uri: {json.dumps(path)}}}}}).uri)"
    done = subprocess.run(["node", "-e", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == f"/{object_key(path)}"


def test_cloudfront_shows_itself_to_the_api_and_nobody_reads_how(
    template: dict[str, Any], distribution: dict[str, Any]
) -> None:
    [api] = [each for each in distribution["Origins"] if each["Id"] == "api"]
    assert api["OriginCustomHeaders"] == [{"HeaderName": edge.HEADER, "HeaderValue": {"Ref": "EdgeKey"}}]
    assert template["Parameters"]["EdgeKey"]["NoEcho"]


def test_the_api_keeps_its_path_and_is_never_cached(distribution: dict[str, Any]) -> None:
    api = next(each for each in distribution["CacheBehaviors"] if each["PathPattern"] == "/api/*")
    origin = next(each for each in distribution["Origins"] if each["Id"] == api["TargetOriginId"])
    assert "OriginPath" not in origin
    assert api["CachePolicyId"] == "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"
    assert set(api["AllowedMethods"]) >= {"GET", "POST", "PUT", "PATCH", "DELETE"}


def test_the_apis_refusals_are_neither_replaced_nor_remembered(distribution: dict[str, Any]) -> None:
    for response in distribution["CustomErrorResponses"]:
        assert "ResponsePagePath" not in response
        assert response["ErrorCachingMinTTL"] == 0


def test_a_missing_page_fails_over_to_the_page_that_says_so(
    distribution: dict[str, Any], template: dict[str, Any]
) -> None:
    group = distribution["OriginGroups"]["Items"][0]
    assert [member["OriginId"] for member in group["Members"]["Items"]] == ["pages", "missing"]
    assert 403 in group["FailoverCriteria"]["StatusCodes"]["Items"]
    answer = template["Resources"]["MissingPage"]["Properties"]["Body"]["paths"]["/{page+}"]["get"]
    text = answer["x-amazon-apigateway-integration"]["responses"]["default"]["responseTemplates"]["text/html"]
    assert "There is nothing here" in text
    assert "$" not in text, "API Gateway would take it for a variable"
    assert "#" not in text, "API Gateway would take it for a directive"


def test_only_this_distribution_reads_the_bucket(template: dict[str, Any]) -> None:
    statements = template["Resources"]["WebPolicy"]["Properties"]["PolicyDocument"]["Statement"]
    allowed = [statement for statement in statements if statement["Effect"] == "Allow"]
    assert [statement["Action"] for statement in allowed] == ["s3:GetObject"]
    assert "AWS:SourceArn" in allowed[0]["Condition"]["StringEquals"]


@pytest.mark.parametrize(("policy", "path"), [("PageHeaders", "/"), ("CheckinHeaders", "/checkin/")])
def test_cloudfront_adds_every_security_header(template: dict[str, Any], policy: str, path: str) -> None:
    config = template["Resources"][policy]["Properties"]["ResponseHeadersPolicyConfig"]
    security = config["SecurityHeadersConfig"]
    values = [item["Value"] for item in config["CustomHeadersConfig"]["Items"]]
    values += [value for header in security.values() for value in header.values()]
    for name, value in headers_for(path).items():
        assert value in values or (name, value) == ("X-Content-Type-Options", "nosniff")
    assert "ContentTypeOptions" in security
    assert security["StrictTransportSecurity"]["AccessControlMaxAgeSec"] >= 31_536_000


@pytest.mark.req("SEC-17")
@pytest.mark.parametrize("policy", ["PageHeaders", "CheckinHeaders"])
def test_the_stage_s_own_sites_reach_cloudfront(names: Names, stage: Stage, policy: str) -> None:
    opened = web.template(names, replace(stage, csp_sources="script-src https://stats.example.com"), PAGE)
    config = opened["Resources"][policy]["Properties"]["ResponseHeadersPolicyConfig"]["SecurityHeadersConfig"]
    assert "https://stats.example.com" in config["ContentSecurityPolicy"]["ContentSecurityPolicy"]


def test_a_certificate_brings_the_sites_own_name(names: Names, stage: Stage, distribution: dict[str, Any]) -> None:
    assert distribution["Aliases"] == ["tickets.example.com"]
    assert distribution["ViewerCertificate"]["MinimumProtocolVersion"] == "TLSv1.2_2021"
    plain = web.template(names, replace(stage, certificate=""), PAGE)
    assert "Aliases" not in plain["Resources"]["Distribution"]["Properties"]["DistributionConfig"]
