"""The refusals of the Stripe API, in exactly the shape the SDK expects to read."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]

DOC_URL = "https://stripe.com/docs/error-codes/"


class ApiError(Exception):
    """An answer other than success: the HTTP status and the members of `error`."""

    def __init__(self, status: int, error_type: str, message: str, **members: Any) -> None:
        super().__init__(message)
        self.status = status
        self.members: Json = {"type": error_type, "message": message}
        self.members |= {name: value for name, value in members.items() if value is not None}
        if "code" in self.members:
            self.members["doc_url"] = DOC_URL + str(self.members["code"]).replace("_", "-")

    @property
    def body(self) -> Json:
        return {"error": self.members}


def invalid(message: str, *, code: str | None = None, param: str | None = None, **members: Any) -> ApiError:
    return ApiError(400, "invalid_request_error", message, code=code, param=param, **members)


def unauthorized(message: str) -> ApiError:
    return ApiError(401, "invalid_request_error", message)


def forbidden(message: str, code: str | None = None) -> ApiError:
    return ApiError(403, "invalid_request_error", message, code=code)


def no_such(kind: str, object_id: str, param: str) -> ApiError:
    return ApiError(
        404, "invalid_request_error", f"No such {kind}: '{object_id}'", code="resource_missing", param=param
    )


def unexpected_state(message: str, intent: Json) -> ApiError:
    return invalid(message, code="payment_intent_unexpected_state", payment_intent=intent)


def card_error(code: str, message: str, **members: Any) -> ApiError:
    return ApiError(402, "card_error", message, code=code, **members)


def unknown_url(method: str, path: str) -> ApiError:
    return ApiError(404, "invalid_request_error", f"Unrecognized request URL ({method}: {path}).")


def no_access(account: str) -> ApiError:
    return forbidden(
        f"The provided key does not have access to account '{account}' (or that account does not exist). "
        "Application access may have been revoked.",
        code="account_invalid",
    )
