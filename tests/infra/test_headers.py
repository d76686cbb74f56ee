"""The security headers: strict, and the same in the cloud and on a laptop."""

import pytest

from infra.headers import SECURITY_HEADERS, content_security_policy, headers_for

LOCAL_STRIPE = "http://localhost:12111"


def rules(policy: str) -> dict[str, list[str]]:
    """The policy's sources by directive."""
    return {name: sources for name, *sources in (rule.split() for rule in policy.split("; "))}


def test_scripts_come_from_us_and_stripe_only() -> None:
    assert rules(content_security_policy())["script-src"] == [
        "'self'",
        "https://js.stripe.com",
        "https://*.stripe.com",
    ]


def test_the_local_stripe_takes_the_place_of_stripe() -> None:
    policy = content_security_policy(LOCAL_STRIPE)
    for directive in ("script-src", "frame-src", "connect-src"):
        assert LOCAL_STRIPE in rules(policy)[directive]
    assert "stripe.com" not in policy


@pytest.mark.parametrize("path", ["/", "/e/summer-night/", "/dashboard/", "/order/", "/docs/", "/api/me"])
def test_only_check_in_compiles_webassembly(path: str) -> None:
    assert "wasm-unsafe-eval" not in headers_for(path)["Content-Security-Policy"]
    assert "'wasm-unsafe-eval'" in rules(headers_for("/checkin/")["Content-Security-Policy"])["script-src"]


def test_no_page_runs_inline_scripts_or_is_framed() -> None:
    policy = rules(content_security_policy())
    assert "'unsafe-inline'" not in policy["script-src"]
    assert "'unsafe-eval'" not in policy["script-src"]
    assert policy["frame-ancestors"] == ["'none'"]
    assert policy["object-src"] == ["'none'"]


def test_only_our_own_pages_use_the_camera() -> None:
    assert "camera=(self)" in SECURITY_HEADERS["Permissions-Policy"]
    assert "microphone=()" in SECURITY_HEADERS["Permissions-Policy"]


def test_plain_http_is_never_told_to_be_strict() -> None:
    assert "Strict-Transport-Security" not in headers_for("/")


@pytest.mark.req("SEC-17")
def test_an_operator_opens_pages_to_sites_of_their_own_and_nothing_else_changes() -> None:
    before, after = (
        rules(headers_for("/", sources=sources)["Content-Security-Policy"])
        for sources in ("", "script-src https://stats.example.com; img-src https://*.cdn.example.com")
    )
    assert after["script-src"] == [*before["script-src"], "https://stats.example.com"]
    assert after["img-src"] == [*before["img-src"], "https://*.cdn.example.com"]
    same = set(before) - {"script-src", "img-src"}
    assert {name: after[name] for name in same} == {name: before[name] for name in same}


@pytest.mark.req("SEC-17")
@pytest.mark.parametrize(
    "sources",
    ["script-src 'unsafe-inline'", "script-src *", "script-src https:", "img-src http://cdn.example.com",
     "frame-ancestors https://example.com", "default-src https://example.com", "script-src", "nonsense"],
)  # fmt: skip
def test_a_setting_that_opens_too_much_stops_the_deployment(sources: str) -> None:
    with pytest.raises(SystemExit):
        content_security_policy(sources=sources)
