"""Serves the web bucket as CloudFront does: index pages, 404 page, ETags, compression."""

import gzip
import mimetypes
from collections import OrderedDict
from collections.abc import Callable
from pathlib import PurePosixPath

from aiohttp import ClientSession, web
from yarl import URL

from localstack.settings import ACCOUNT, REGION

PASSED_BACK = (
    "Content-Type",
    "Content-Encoding",
    "Content-Disposition",
    "Content-Language",
    "Content-Range",
    "Cache-Control",
    "ETag",
    "Last-Modified",
    "Accept-Ranges",
)
TEXT_TYPES = (
    "text/",
    "application/json",
    "application/javascript",
    "application/manifest",
    "image/svg",
)
SMALLEST_COMPRESSED_BYTES = 1000
KEPT_COMPRESSED = 200


def object_key(path: str) -> str:
    """Return the bucket key of a page path: folders and names without extension mean their index.html.

    >>> object_key("/"), object_key("/dashboard"), object_key("/a/b.js")
    ('index.html', 'dashboard/index.html', 'a/b.js')
    """
    key = path.lstrip("/")
    if not key or key.endswith("/"):
        return key + "index.html"
    return key if PurePosixPath(key).suffix else key + "/index.html"


def unsigned_headers(url: URL) -> dict[str, str]:
    """Headers of a read that the engine allows to anybody."""
    return {}


def signed_headers(url: URL) -> dict[str, str]:
    """Headers of a read as the account's owner, needed when the engine enforces IAM."""
    from botocore.auth import S3SigV4Auth
    from botocore.awsrequest import AWSRequest
    from botocore.credentials import Credentials

    request = AWSRequest("GET", str(url))
    S3SigV4Auth(Credentials(ACCOUNT, "test"), "s3", REGION).add_auth(request)
    return dict(request.headers.items())


class Website:
    """Reads pages from the engine's S3 and answers browsers."""

    def __init__(self, session: ClientSession, engine_url: str, sign: Callable[[URL], dict[str, str]]) -> None:
        self._session = session
        self._sign = sign
        self._engine_url = engine_url
        self._compressed: OrderedDict[tuple[str, str], bytes] = OrderedDict()

    async def answer(self, request: web.Request, bucket: str) -> web.Response:
        """Answer GET or HEAD with the page at the path, or with the bucket's 404 page."""
        if ".." in PurePosixPath(request.path).parts:
            raise web.HTTPBadRequest(text="A path cannot contain '..'.")
        wanted = ("If-None-Match", "If-Modified-Since", "Range")
        conditions = {name: request.headers[name] for name in wanted if name in request.headers}
        key = object_key(request.path)
        status, headers, body = await self._read(bucket, key, conditions)
        if status in (403, 404):
            key = "404.html"
            status, headers, body = await self._read(bucket, key, {})
            if status != 200:
                headers, body = (
                    {"Content-Type": "text/plain; charset=utf-8"},
                    b"Not found.",
                )
            status = 404
        if status >= 500:
            raise web.HTTPBadGateway(text="The engine could not read the page.")
        return self._shape(request, key, status, headers, body)

    async def _read(self, bucket: str, key: str, headers: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
        url = URL(self._engine_url).joinpath(bucket, *key.split("/"))
        sent = headers | self._sign(url) | {"Accept-Encoding": "identity"}
        async with self._session.get(url, headers=sent) as answer:
            kept = {name: answer.headers[name] for name in PASSED_BACK if name in answer.headers}
            return answer.status, kept, await answer.read()

    def _shape(
        self,
        request: web.Request,
        key: str,
        status: int,
        headers: dict[str, str],
        body: bytes,
    ) -> web.Response:
        kind = headers.get("Content-Type", "application/octet-stream")
        if kind in ("application/octet-stream", "binary/octet-stream"):
            kind = mimetypes.guess_type(key)[0] or kind
        if kind.startswith(TEXT_TYPES):
            headers["Vary"] = "Accept-Encoding"
            if "charset" not in kind and kind.startswith("text/"):
                kind += "; charset=utf-8"
        if status != 304:
            headers["Content-Type"] = kind
        if self._may_compress(request, status, kind, headers, body):
            body = self._compress(key, headers.get("ETag", ""), body)
            headers["Content-Encoding"] = "gzip"
        return web.Response(status=status, headers=headers, body=body)

    @staticmethod
    def _may_compress(
        request: web.Request,
        status: int,
        kind: str,
        headers: dict[str, str],
        body: bytes,
    ) -> bool:
        return (
            status in (200, 404)
            and kind.startswith(TEXT_TYPES)
            and len(body) >= SMALLEST_COMPRESSED_BYTES
            and "Content-Encoding" not in headers
            and "gzip" in request.headers.get("Accept-Encoding", "")
        )

    def _compress(self, key: str, etag: str, body: bytes) -> bytes:
        found = self._compressed.get((key, etag))
        if found is None:
            found = self._compressed[(key, etag)] = gzip.compress(body, 6)
            if len(self._compressed) > KEPT_COMPRESSED:
                self._compressed.popitem(last=False)
        return found
