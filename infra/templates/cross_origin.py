"""How CloudFront answers pages of other sites: what it adds to answers, and the questions that it answers itself."""

import json
from typing import Any

from infra import headers, origins
from infra.names import Names
from infra.settings import Stage
from infra.templates import headers_policy

# A browser's question whether a page may send something never reaches the API: nobody there would know what to say.
# Whoever is not listed hears what the API says of a method that it does not know.
_PREFLIGHT = """
var ALLOWED = %s;
var HEADERS = %s;
function handler(event) {
  var request = event.request;
  var origin = request.headers.origin ? request.headers.origin.value : "";
  var asks = request.method === "OPTIONS" && request.headers["access-control-request-method"];
  if (!asks || ALLOWED.indexOf(origin) < 0) {
    return request;
  }
  var headers = { "access-control-allow-origin": { value: origin } };
  for (var name in HEADERS) {
    headers[name] = { value: HEADERS[name] };
  }
  return { statusCode: 204, statusDescription: "No Content", headers: headers };
}
"""


def preflight_code(allowed: list[str]) -> str:
    """The function at CloudFront's edge."""
    told = {name.lower(): value for name, value in origins.preflight_headers("").items() if value}
    return _PREFLIGHT % (json.dumps(allowed), json.dumps(told))


def resources(names: Names, stage: Stage) -> dict[str, Any]:
    """What pages of other sites need to call the API: nothing, as long as the operator allows none."""
    allowed = origins.read_origins(stage.allowed_origins)
    if not allowed:
        return {}
    values = headers.headers_for("/api/", sources=stage.csp_sources)
    return {
        "Preflight": _preflight(names, allowed),
        "ApiHeaders": headers_policy.resource(f"{names.prefix}-api", values, CorsConfig=_cors(allowed)),
    }


def _preflight(names: Names, allowed: list[str]) -> dict[str, Any]:
    return {
        "Type": "AWS::CloudFront::Function",
        "Properties": {
            "Name": f"{names.prefix}-preflight",
            "AutoPublish": True,
            "FunctionCode": preflight_code(allowed),
            "FunctionConfig": {"Comment": "Says which sites may call the API", "Runtime": "cloudfront-js-2.0"},
        },
    }


def _cors(allowed: list[str]) -> dict[str, Any]:
    # CloudFront repeats only an origin of the list, and adds Vary.
    return {
        "AccessControlAllowCredentials": False,
        "AccessControlAllowOrigins": {"Items": allowed},
        "AccessControlAllowMethods": {"Items": list(origins.METHODS)},
        "AccessControlAllowHeaders": {"Items": list(origins.SENT)},
        "AccessControlExposeHeaders": {"Items": list(origins.READ)},
        "AccessControlMaxAgeSec": origins.ASKED_AGAIN_SECONDS,
        "OriginOverride": True,
    }
