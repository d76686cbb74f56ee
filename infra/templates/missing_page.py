"""The site's answer to addresses that have no page.

CloudFront's own error pages would replace the API's refusals too: they hold for a whole distribution. So the
pages' origin fails over to this: an API of one mock that answers every path with 404.html and runs no code.
"""

import hashlib
import json
from typing import Any

STAGE = "missing"
_DEFAULT_CACHING = "'public, max-age=10'"


def _literal(html: str) -> str:
    # API Gateway reads `$` and `#` of a response template as its template language's.
    return html.replace("$", "&dollar;").replace("#", "&num;")


def _body(html: str) -> dict[str, Any]:
    headers = {"Content-Type": "'text/html; charset=utf-8'", "Cache-Control": _DEFAULT_CACHING}
    answer = {
        "statusCode": "404",
        "responseParameters": {f"method.response.header.{name}": value for name, value in headers.items()},
        "responseTemplates": {"text/html": _literal(html)},
    }
    method = {
        "responses": {
            "404": {
                "description": "There is no such page.",
                "headers": {name: {"schema": {"type": "string"}} for name in headers},
            }
        },
        "x-amazon-apigateway-integration": {
            "type": "mock",
            "requestTemplates": {"application/json": json.dumps({"statusCode": 404})},
            "responses": {"default": answer},
        },
    }
    page = {"name": "page", "in": "path", "required": True, "schema": {"type": "string"}}
    return {
        "openapi": "3.0.1",
        "info": {"title": "Foyer's missing pages", "version": "1"},
        "paths": {
            "/": {"get": method, "head": method},
            "/{page+}": {"get": method | {"parameters": [page]}, "head": method | {"parameters": [page]}},
        },
    }


def resources(html: str) -> dict[str, Any]:
    """The API and its stage. A new text needs a new deployment, so the deployment is named after the text."""
    body = _body(html)
    deployment = f"MissingPageDeployment{hashlib.sha256(json.dumps(body).encode()).hexdigest()[:10]}"
    return {
        "MissingPage": {
            "Type": "AWS::ApiGateway::RestApi",
            "Properties": {"Body": body, "EndpointConfiguration": {"Types": ["REGIONAL"]}},
        },
        deployment: {
            "Type": "AWS::ApiGateway::Deployment",
            "Properties": {"RestApiId": {"Ref": "MissingPage"}},
        },
        "MissingPageStage": {
            "Type": "AWS::ApiGateway::Stage",
            "Properties": {
                "RestApiId": {"Ref": "MissingPage"},
                "DeploymentId": {"Ref": deployment},
                "StageName": STAGE,
            },
        },
    }
