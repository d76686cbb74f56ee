"""An API made from a swagger body has all of it, and a changed body changes that API in place.

Wrong: `ImportRestApi` and `PutRestApi` ignore their body (`chalice deploy` makes an empty API). The body's
binary types, request templates and integration responses are dropped, so a CORS preflight answers without
headers. CloudFormation answers a changed Body with a new API id.
Upstream should: import these parts, route `POST /restapis?mode=import` and `PUT /restapis/{id}`, and use the
latter for a changed Body.
"""

import json

from ministack.services import apigateway_v1
from ministack.services.cloudformation import provisioners

from localstack.fixes.guard import must_lack, rewrite

BINARY_TYPES = "x-amazon-apigateway-binary-media-types"
COMPRESSION = "x-amazon-apigateway-minimum-compression-size"


def apply_api_settings(api: dict, spec: dict) -> None:
    """Take the settings of the whole API that a swagger body can carry."""
    if BINARY_TYPES in spec:
        api["binaryMediaTypes"] = spec[BINARY_TYPES]
    if COMPRESSION in spec:
        api["minimumCompressionSize"] = spec[COMPRESSION]


def import_responses(api_id: str, resource_id: str, method: str, operation: dict) -> None:
    """Store an operation's method responses and integration responses."""
    for status, response in (operation.get("responses") or {}).items():
        headers = {f"method.response.header.{name}": False for name in response.get("headers") or {}}
        apigateway_v1._put_method_response(api_id, resource_id, method, str(status), {"responseParameters": headers})
    integration = operation.get("x-amazon-apigateway-integration") or {}
    for pattern, response in (integration.get("responses") or {}).items():
        selection = "" if pattern == "default" else pattern
        apigateway_v1._put_integration_response(
            api_id,
            resource_id,
            method,
            str(response.get("statusCode", 200)),
            {"selectionPattern": selection} | {key: response[key] for key in response if key != "statusCode"},
        )


def integration_settings(integration: dict) -> dict:
    """Return the settings of a swagger integration that PutIntegration takes under the same names."""
    names = (
        "requestTemplates",
        "requestParameters",
        "timeoutInMillis",
        "contentHandling",
        "credentials",
    )
    settings = {name: integration[name] for name in names if name in integration}
    if "passthroughBehavior" in integration:
        settings["passthroughBehavior"] = integration["passthroughBehavior"].upper()
    return settings


def overwrite_api(api_id: str, spec: dict, *, keep_existing: bool = False) -> None:
    """Give an API the paths of a swagger body, under its present id."""
    resources = apigateway_v1._resources[api_id]
    if not keep_existing:
        root_id = next(key for key, resource in resources.items() if resource["path"] == "/")
        resources[root_id]["resourceMethods"] = {}
        for key in [key for key in resources if key != root_id]:
            del resources[key]
        apigateway_v1._authorizers_v1[api_id] = {}
    apply_api_settings(apigateway_v1._rest_apis[api_id], spec)
    schemes = apigateway_v1._import_security_schemes(api_id, spec)
    for path, item in (spec.get("paths") or {}).items():
        apigateway_v1._import_path_item(api_id, path, item, schemes, spec.get("security"))


def answer_import(method: str, parts: list[str], spec: dict, query: dict) -> tuple | None:
    """Answer ImportRestApi and PutRestApi; None for every other request."""
    mode = (query.get("mode") or [""])[0]
    if method == "POST" and len(parts) == 1 and mode == "import":
        api_id = apigateway_v1._import_rest_api(spec)
        return apigateway_v1._v1_response(apigateway_v1._rest_api_view(apigateway_v1._rest_apis[api_id]), 201)
    if method == "PUT" and len(parts) == 2:
        if parts[1] not in apigateway_v1._rest_apis:
            return apigateway_v1._v1_error("NotFoundException", "Invalid API identifier specified", 404)
        overwrite_api(parts[1], spec, keep_existing=mode == "merge")
        return apigateway_v1._get_rest_api(parts[1])
    return None


def plain(spec: dict) -> dict:
    """Return the body as JSON would: CloudFormation hands it over with non-string keys."""
    return json.loads(json.dumps(spec))


def apply() -> None:
    """Complete the importer, route the two calls and let CloudFormation update in place."""
    must_lack(apigateway_v1, "_put_rest_api")
    rewrite(
        apigateway_v1._import_rest_api,
        (
            'api_id = json.loads(body)["id"]\n',
            (
                'api_id = json.loads(body)["id"]\n'
                "    from localstack.fixes.api_import import apply_api_settings\n"
                "    apply_api_settings(_rest_apis[api_id], spec)\n"
            ),
        ),
    )
    rewrite(
        apigateway_v1._import_operation,
        (
            '"uri": integration.get("uri"),\n        })',
            (
                '"uri": integration.get("uri"),\n'
                "            **integration_settings(integration),\n        })\n"
                "    import_responses(api_id, resource_id, http_method, operation or {})"
            ),
        ),
        (
            'security = (operation or {}).get("security")\n',
            (
                "from localstack.fixes.api_import import import_responses, integration_settings\n"
                '    security = (operation or {}).get("security")\n'
            ),
        ),
    )
    rewrite(
        apigateway_v1.handle_request,
        (
            '    if top == "restapis":\n',
            (
                '    if top == "restapis":\n'
                "        from localstack.fixes.api_import import answer_import\n"
                "        imported = answer_import(method, parts, data, query_params)\n"
                "        if imported is not None:\n            return imported\n"
            ),
        ),
    )
    _update_in_place()


def _update_in_place() -> None:
    rewrite(
        provisioners._apigw_rest_api_update,
        (
            (
                "        created = _apigw_rest_api_create(logical_id or physical_id, new_props, stack_name)\n"
                "        _delete_predecessor(_apigw_rest_api_delete, physical_id, old_props)\n"
                "        return created\n"
            ),
            (
                "        from localstack.fixes.api_import import overwrite_api, plain\n"
                '        overwrite_api(physical_id, plain(new_props.get("Body") or {}))\n'
            ),
        ),
    )
