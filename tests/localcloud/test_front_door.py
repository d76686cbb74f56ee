"""The front door serves pages and the API as CloudFront does."""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from localstack.settings import REGION
from localstack.website import object_key
from tests.localcloud.conftest import Cloud, start_cloud
from tests.localcloud.test_gateway import send

PAGES = {
    "index.html": b"<h1>Home</h1>" + b" " * 2000,
    "dashboard/index.html": b"<h1>Dashboard</h1>",
    "404.html": b"<h1>Not here</h1>",
    "app.js": b"let x = 1",
}
TYPES = {"html": "text/html", "js": "text/javascript"}


@pytest.fixture(scope="module")
def site(cloud: Cloud, sample: dict[str, str]) -> Iterator[str]:
    """The front door's address, with pages in the bucket and the sample's API behind it."""
    s3 = cloud.client("s3")
    for key, body in PAGES.items():
        kind = TYPES[key.rpartition(".")[2]]
        s3.put_object(Bucket="sample-files", Key=key, Body=body, ContentType=kind, CacheControl="max-age=60")
    outputs = {"api_id": sample["RestAPIId"], "web_bucket": "sample-files", "url": cloud.running.url}
    cloud.running.settings.outputs_path.write_text(json.dumps(outputs))
    yield cloud.running.url
    cloud.running.settings.outputs_path.unlink()


@pytest.mark.parametrize(
    ("path", "key"),
    [
        ("/", "index.html"),
        ("/dashboard/", "dashboard/index.html"),
        ("/dashboard", "dashboard/index.html"),
        ("/assets/app.3f2a.js", "assets/app.3f2a.js"),
    ],
)
def test_a_path_means_a_page(path: str, key: str) -> None:
    assert object_key(path) == key


def test_a_folder_shows_its_index_page(site: str) -> None:
    for path in ("/dashboard", "/dashboard/"):
        answer = send(site + path)
        assert (answer.status, answer.body) == (200, b"<h1>Dashboard</h1>")
        assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
        assert answer.headers["Cache-Control"] == "max-age=60"


def test_a_known_page_is_not_sent_again(site: str) -> None:
    etag = send(f"{site}/app.js").headers["ETag"]
    assert send(f"{site}/app.js", If_None_Match=etag).status == 304


def test_long_pages_are_compressed(site: str) -> None:
    answer = send(f"{site}/", Accept_Encoding="gzip")
    assert gzip.decompress(answer.body) == PAGES["index.html"]
    assert answer.headers["Vary"] == "Accept-Encoding"


def test_a_missing_page_shows_the_sites_own_404(site: str) -> None:
    answer = send(f"{site}/missing")
    assert (answer.status, answer.body) == (404, PAGES["404.html"])


def test_a_head_request_has_headers_and_no_body(site: str) -> None:
    answer = send(f"{site}/dashboard/", "HEAD")
    assert (answer.status, answer.body) == (200, b"")
    assert answer.headers["Content-Length"] == str(len(PAGES["dashboard/index.html"]))


def test_the_api_answers_under_the_same_address(site: str) -> None:
    answer = json.loads(send(f"{site}/api/hello/a%20b?x=1%262").body)
    assert (answer["hello"], answer["query"]) == ("a b", {"x": "1&2"})


@pytest.mark.parametrize("megabytes", [7, 11])
def test_a_too_large_body_is_refused_as_a_problem(site: str, megabytes: int) -> None:
    """Whether it is too large for Lambda, or for API Gateway already."""
    answer = send(f"{site}/api/echo", "POST", b" " * (megabytes * 1024 * 1024))
    assert answer.status == 413
    assert answer.headers["Content-Type"].startswith("application/problem+json")
    assert json.loads(answer.body)["code"] == "too_large"
    assert answer.headers["Content-Type"].startswith("application/problem+json")


def test_pages_are_read_when_the_engine_enforces_iam(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOYER_IAM", "1")
    cloud = start_cloud(tmp_path)
    try:
        s3 = cloud.client("s3")
        s3.create_bucket(Bucket="pages", CreateBucketConfiguration={"LocationConstraint": REGION})
        s3.put_object(Bucket="pages", Key="a/index.html", Body=b"<p>Words</p>", ContentType="text/html")
        cloud.running.settings.outputs_path.write_text(json.dumps({"web_bucket": "pages"}))
        assert send(f"{cloud.running.settings.engine_url}/pages/a/index.html").status == 403
        assert send(f"{cloud.running.url}/a/").body == b"<p>Words</p>"
        assert send(f"{cloud.running.url}/b/").status == 404
    finally:
        cloud.running.stop()


def test_the_page_of_links_tells_what_runs(site: str) -> None:
    page = send(f"{site}/_local/").body.decode()
    assert page.count(">running<") == 5
    assert "not answering" not in page
