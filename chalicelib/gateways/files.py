"""Files in S3: private ones behind short-lived links, public pages under the site's own address."""

from typing import IO
from urllib.parse import quote

from chalicelib.gateways.clients import aws
from chalicelib.kernel import ids
from chalicelib.kernel.config import config

_LINK_SECONDS = 900


def put_private(key: str, content: bytes, content_type: str) -> None:
    """Store a private file; writing it again replaces it."""
    aws("s3").put_object(Bucket=config().files_bucket, Key=key, Body=content, ContentType=content_type)


def put_private_file(key: str, file: IO[bytes], content_type: str) -> None:
    """The same for what may be too long for memory."""
    aws("s3").upload_fileobj(file, config().files_bucket, key, ExtraArgs={"ContentType": content_type})


def get_private(key: str) -> bytes:
    """A private file's content."""
    body: bytes = aws("s3").get_object(Bucket=config().files_bucket, Key=key)["Body"].read()
    return body


def has_private(key: str) -> bool:
    """Whether the file exists."""
    found = aws("s3").list_objects_v2(Bucket=config().files_bucket, Prefix=key, MaxKeys=1)
    return any(item["Key"] == key for item in found.get("Contents", []))


def link_to(key: str, file_name: str, *, is_saved: bool = False) -> str:
    """A link that opens (or saves) the file for a quarter of an hour, to whoever holds it."""
    disposition = f"{'attachment' if is_saved else 'inline'}; filename*=UTF-8''{quote(file_name)}"
    parameters = {"Bucket": config().files_bucket, "Key": key, "ResponseContentDisposition": disposition}
    link: str = aws("s3").generate_presigned_url("get_object", Params=parameters, ExpiresIn=_LINK_SECONDS)
    return link


def publish(path: str, content: str, content_type: str = "text/html; charset=utf-8") -> None:
    """Put a public page where the CDN finds it, with a minute of caching."""
    aws("s3").put_object(
        Bucket=config().web_bucket,
        Key=path,
        Body=content.encode(),
        ContentType=content_type,
        CacheControl="public, max-age=60, stale-while-revalidate=600",
    )


def withdraw(path: str) -> None:
    """Take a public page away; one that is not there is fine."""
    aws("s3").delete_object(Bucket=config().web_bucket, Key=path)


def forget_cached(path: str) -> None:
    """Tell the CDN that a page has changed; without a CDN (the local cloud) there is nothing to tell."""
    if not config().distribution:
        return
    aws("cloudfront").create_invalidation(
        DistributionId=config().distribution,
        InvalidationBatch={
            "Paths": {"Quantity": 1, "Items": [f"/{path.removesuffix('index.html')}"]},
            "CallerReference": ids.random("inv"),
        },
    )
