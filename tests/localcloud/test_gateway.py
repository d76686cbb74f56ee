"""API Gateway on the local cloud: CORS, limits, compression, binary answers, updates in place."""

import gzip
import json
import urllib.error
import urllib.request
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.localcloud.conftest import Cloud
from tests.localcloud.deploying import deploy


class Answer(NamedTuple):
    """An HTTP answer."""

    status: int
    headers: dict[str, str]
    body: bytes


def send(url: str, method: str = "GET", body: bytes | None = None, **headers: str) -> Answer:
    """Send a request; header names take _ for -."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    request = urllib.request.Request(url, data=body, method=method, headers=named)
    try:
        with urllib.request.urlopen(request) as answer:
            return Answer(answer.status, dict(answer.headers), answer.read())
    except urllib.error.HTTPError as refusal:
        return Answer(refusal.code, dict(refusal.headers), refusal.read())


@pytest.fixture(scope="module")
def api(cloud: Cloud, sample: dict[str, str]) -> str:
    """The address of the sample's API."""
    return f"{cloud.running.settings.engine_url}/_aws/execute-api/{sample['RestAPIId']}/api"


def test_a_preflight_answers_with_the_routes_own_headers(api: str) -> None:
    answer = send(f"{api}/hello/ada", "OPTIONS", Origin="https://shop.example")
    assert answer.status == 200
    assert answer.headers["Access-Control-Allow-Origin"] == "https://shop.example"
    assert answer.headers["Access-Control-Allow-Methods"] == "GET,OPTIONS"
    assert answer.headers["Access-Control-Max-Age"] == "600"


def test_an_unknown_route_is_refused_as_on_aws(api: str) -> None:
    answer = send(f"{api}/nothing")
    assert answer.status == 403
    assert json.loads(answer.body) == {"message": "Missing Authentication Token"}


def test_a_binary_answer_comes_as_bytes_when_its_type_is_accepted(api: str) -> None:
    answer = send(f"{api}/paper", Accept="application/pdf")
    assert answer.body == b"%PDF-1.7 \xff\x00"


@pytest.mark.parametrize("megabytes", [7, 11])
def test_a_request_beyond_the_limit_is_too_large(api: str, megabytes: int) -> None:
    body = b" " * (megabytes * 1024 * 1024)
    assert send(f"{api}/echo", "POST", body, Content_Type="application/json").status == 413


def test_an_answer_that_lambda_cannot_return_is_an_error_without_detail(api: str) -> None:
    answer = send(f"{api}/huge")
    assert answer.status == 502
    assert json.loads(answer.body) == {"message": "Internal server error"}


def test_long_answers_are_compressed_for_clients_that_accept_it(api: str) -> None:
    url = f"{api}/hello/{'x' * 2000}"
    answer = send(url, Accept_Encoding="gzip")
    assert answer.headers["Content-Encoding"] == "gzip"
    assert json.loads(gzip.decompress(answer.body))["hello"] == "x" * 2000
    assert "Content-Encoding" not in send(f"{api}/hello/ada", Accept_Encoding="gzip").headers


def test_a_changed_body_keeps_the_id_of_the_api(cloud: Cloud, sample: dict[str, str], packaged: Path, api: str) -> None:
    assert deploy(cloud, packaged, title="changed")["RestAPIId"] == sample["RestAPIId"]
    assert send(f"{api}/hello/ada").status == 200


def test_an_imported_body_makes_a_whole_api_and_a_put_replaces_it(cloud: Cloud) -> None:
    gateway = cloud.client("apigateway")

    def body(path: str) -> bytes:
        integration = {"type": "mock", "responses": {"default": {"statusCode": "200"}}}
        operation = {"responses": {"200": {}}, "x-amazon-apigateway-integration": integration}
        spec = {"swagger": "2.0", "info": {"title": "made"}, "paths": {path: {"get": operation}}}
        return json.dumps(spec).encode()

    def paths(api_id: str) -> set[str]:
        return {resource["path"] for resource in gateway.get_resources(restApiId=api_id)["items"]}

    made = gateway.import_rest_api(body=body("/first"))
    assert made["name"] == "made"
    assert paths(made["id"]) == {"/", "/first"}
    gateway.put_rest_api(restApiId=made["id"], mode="overwrite", body=body("/second"))
    assert paths(made["id"]) == {"/", "/second"}
    gateway.put_rest_api(restApiId=made["id"], mode="merge", body=body("/third"))
    assert paths(made["id"]) == {"/", "/second", "/third"}
