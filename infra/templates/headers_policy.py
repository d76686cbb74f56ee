"""The headers that CloudFront adds to every page and answer, as a resource of the web stack."""

from typing import Any

from infra import headers


def _security(values: dict[str, str]) -> dict[str, Any]:
    return {
        "ContentSecurityPolicy": {"ContentSecurityPolicy": values["Content-Security-Policy"], "Override": True},
        "ContentTypeOptions": {"Override": True},
        "FrameOptions": {"FrameOption": values["X-Frame-Options"], "Override": True},
        "ReferrerPolicy": {"ReferrerPolicy": values["Referrer-Policy"], "Override": True},
        "StrictTransportSecurity": {
            "AccessControlMaxAgeSec": headers.STRICT_TRANSPORT_SECONDS,
            "IncludeSubdomains": True,
            "Override": True,
        },
    }


def resource(name: str, values: dict[str, str], **more: Any) -> dict[str, Any]:
    """The policy that adds these `values`, and what it shall do `more`."""
    others = ("Cross-Origin-Opener-Policy", "Permissions-Policy")
    custom = [{"Header": header, "Value": values[header], "Override": True} for header in others]
    return {
        "Type": "AWS::CloudFront::ResponseHeadersPolicy",
        "Properties": {
            "ResponseHeadersPolicyConfig": {
                "Name": name,
                "SecurityHeadersConfig": _security(values),
                "CustomHeadersConfig": {"Items": custom},
                **more,
            }
        },
    }
