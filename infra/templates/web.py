"""The web stack: one CloudFront distribution with the pages at `/` and the API at `/api`."""

from functools import partial
from typing import Any
from urllib.parse import urlsplit

from chalicelib.kernel import edge
from infra import headers
from infra.names import Names
from infra.origins import read_origins
from infra.settings import Stage
from infra.templates import cross_origin, headers_policy, missing_page

# AWS's own policies: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html
_CACHING_OPTIMIZED = "658327ea-f89d-4fab-a63d-7e88639e58f6"
_CACHING_DISABLED = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"
_ALL_VIEWER_EXCEPT_HOST = "b689b0a8-53d0-40ab-baf2-68738e2966ac"

# Without this, CloudFront remembers an error for ten seconds and shows one person's refusal to the next.
_NEVER_REMEMBERED = (400, 403, 404, 405, 414, 500, 502, 503, 504)

# The same rule as localstack/website.py: folders, and names without an extension, mean their index page.
FIND_INDEX = """
function handler(event) {
  var request = event.request;
  var last = request.uri.split("/").pop();
  if (last === "") {
    request.uri += "index.html";
  } else if (last.lastIndexOf(".") < 1) {
    request.uri += "/index.html";
  }
  return request;
}
"""
Resources = dict[str, Any]


def _api_domain(api: Any, names: Names) -> dict[str, Any]:
    return {"Fn::Sub": [f"${{Api}}.execute-api.{names.region}.${{AWS::URLSuffix}}", {"Api": api}]}


def _origins(names: Names) -> list[dict[str, Any]]:
    https = {"OriginProtocolPolicy": "https-only", "OriginSSLProtocols": ["TLSv1.2"], "OriginReadTimeout": 30}
    return [
        {
            "Id": "pages",
            "DomainName": f"{names.web_bucket}.s3.{names.region}.amazonaws.com",
            "OriginAccessControlId": {"Ref": "Access"},
            "S3OriginConfig": {"OriginAccessIdentity": ""},
        },
        {
            "Id": "api",
            "DomainName": _api_domain({"Ref": "ApiId"}, names),
            "CustomOriginConfig": https,
            # Whoever calls the API around CloudFront does not know the key, and is not believed whom it speaks for.
            "OriginCustomHeaders": [{"HeaderName": edge.HEADER, "HeaderValue": {"Ref": "EdgeKey"}}],
        },
        {
            "Id": "missing",
            "DomainName": _api_domain({"Ref": "MissingPage"}, names),
            "OriginPath": f"/{missing_page.STAGE}",
            "CustomOriginConfig": https,
        },
    ]


def _called_first(function: str) -> list[dict[str, Any]]:
    return [{"EventType": "viewer-request", "FunctionARN": {"Fn::GetAtt": [function, "FunctionARN"]}}]


def _pages(policy: str) -> dict[str, Any]:
    return {
        "TargetOriginId": "pages-or-missing",
        "ViewerProtocolPolicy": "redirect-to-https",
        "AllowedMethods": ["GET", "HEAD"],
        "Compress": True,
        "CachePolicyId": _CACHING_OPTIMIZED,
        "ResponseHeadersPolicyId": {"Ref": policy},
        "FunctionAssociations": _called_first("FindIndex"),
    }


def _api(*, is_opened: bool) -> dict[str, Any]:
    # The API's stage is itself named `api`, so the path goes through as it is.
    opened = {"ResponseHeadersPolicyId": {"Ref": "ApiHeaders"}, "FunctionAssociations": _called_first("Preflight")}
    return {
        "PathPattern": "/api/*",
        "TargetOriginId": "api",
        "ViewerProtocolPolicy": "https-only",
        "AllowedMethods": ["GET", "HEAD", "OPTIONS", "PUT", "PATCH", "POST", "DELETE"],
        "Compress": True,
        "CachePolicyId": _CACHING_DISABLED,
        "OriginRequestPolicyId": _ALL_VIEWER_EXCEPT_HOST,
        "ResponseHeadersPolicyId": {"Ref": "PageHeaders"},
        **(opened if is_opened else {}),
    }


def _behaviors(stage: Stage) -> list[dict[str, Any]]:
    is_opened = bool(read_origins(stage.allowed_origins))
    found = [_api(is_opened=is_opened), _pages("CheckinHeaders") | {"PathPattern": f"{headers.CHECKIN}*"}]
    return [*found, _pages("ApiHeaders") | {"PathPattern": "/openapi.json"}] if is_opened else found


def _address(stage: Stage) -> dict[str, Any]:
    if not stage.certificate:
        return {"ViewerCertificate": {"CloudFrontDefaultCertificate": True}}
    certificate = {
        "AcmCertificateArn": stage.certificate,
        "SslSupportMethod": "sni-only",
        "MinimumProtocolVersion": "TLSv1.2_2021",
    }
    return {"Aliases": [urlsplit(stage.base_url).hostname], "ViewerCertificate": certificate}


def _distribution(names: Names, stage: Stage) -> dict[str, Any]:
    # A page that the bucket does not have answers 403, because the distribution may not list the bucket.
    failover = {
        "Id": "pages-or-missing",
        "FailoverCriteria": {"StatusCodes": {"Quantity": 2, "Items": [403, 404]}},
        "Members": {"Quantity": 2, "Items": [{"OriginId": "pages"}, {"OriginId": "missing"}]},
    }
    return {
        "Type": "AWS::CloudFront::Distribution",
        "DependsOn": "MissingPageStage",
        "Properties": {
            "DistributionConfig": {
                "Comment": names.prefix,
                "Enabled": True,
                "HttpVersion": "http2and3",
                "IPV6Enabled": True,
                "DefaultRootObject": "index.html",
                "Origins": _origins(names),
                "OriginGroups": {"Quantity": 1, "Items": [failover]},
                "DefaultCacheBehavior": _pages("PageHeaders"),
                "CacheBehaviors": _behaviors(stage),
                "CustomErrorResponses": [
                    {"ErrorCode": status, "ErrorCachingMinTTL": 0} for status in _NEVER_REMEMBERED
                ],
                **_address(stage),
            }
        },
    }


def _find_index(names: Names) -> dict[str, Any]:
    return {
        "Type": "AWS::CloudFront::Function",
        "Properties": {
            "Name": f"{names.prefix}-find-index",
            "AutoPublish": True,
            "FunctionCode": FIND_INDEX,
            "FunctionConfig": {"Comment": "Folders mean their index page", "Runtime": "cloudfront-js-2.0"},
        },
    }


def _access(names: Names) -> Resources:
    distribution = {"Fn::Sub": "arn:${AWS::Partition}:cloudfront::${AWS::AccountId}:distribution/${Distribution}"}
    bucket = f"arn:aws:s3:::{names.web_bucket}"
    read = {
        "Effect": "Allow",
        "Principal": {"Service": "cloudfront.amazonaws.com"},
        "Action": "s3:GetObject",
        "Resource": f"{bucket}/*",
        "Condition": {"StringEquals": {"AWS:SourceArn": distribution}},
    }
    only_tls = {
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": [bucket, f"{bucket}/*"],
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }
    signing = {"SigningBehavior": "always", "SigningProtocol": "sigv4", "OriginAccessControlOriginType": "s3"}
    return {
        "Access": {
            "Type": "AWS::CloudFront::OriginAccessControl",
            "Properties": {"OriginAccessControlConfig": {"Name": f"{names.prefix}-pages", **signing}},
        },
        "WebPolicy": {
            "Type": "AWS::S3::BucketPolicy",
            "Properties": {
                "Bucket": names.web_bucket,
                "PolicyDocument": {"Version": "2012-10-17", "Statement": [read, only_tls]},
            },
        },
    }


def template(names: Names, stage: Stage, missing: str) -> dict[str, Any]:
    """The distribution and what it needs; `missing` is the HTML for addresses without a page."""
    headers_at = partial(headers.headers_for, sources=stage.csp_sources)
    resources: Resources = {
        "FindIndex": _find_index(names),
        "PageHeaders": headers_policy.resource(f"{names.prefix}-pages", headers_at("/")),
        "CheckinHeaders": headers_policy.resource(f"{names.prefix}-checkin", headers_at(headers.CHECKIN)),
        "Distribution": _distribution(names, stage),
        **cross_origin.resources(names, stage),
        **missing_page.resources(missing),
        **_access(names),
    }
    return {
        "AWSTemplateFormatVersion": "2010-09-09",
        "Description": "Foyer's site: CloudFront before the pages and the API",
        "Parameters": {"ApiId": {"Type": "String"}, "EdgeKey": {"Type": "String", "NoEcho": True}},
        "Resources": resources,
        "Outputs": {
            "DistributionId": {"Value": {"Ref": "Distribution"}},
            "DistributionDomain": {"Value": {"Fn::GetAtt": ["Distribution", "DomainName"]}},
        },
    }
