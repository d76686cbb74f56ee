"""The security headers of every page and answer: the CDN adds them in the cloud, the front door on a laptop.

`SECURITY_HEADERS` are the same everywhere. The content security policy depends on where Stripe's script comes
from and on the page: reading QR codes needs WebAssembly, so check-in alone may compile it.
"""

STRIPE = ("https://js.stripe.com", "https://*.stripe.com")
CHECKIN = "/checkin/"
STRICT_TRANSPORT_SECONDS = 63_072_000  # two years; only a site with TLS may ask for it

SECURITY_HEADERS: dict[str, str] = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Order pages carry their key in the address: no other site may learn it.
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": (
        'camera=(self), payment=(self "https://js.stripe.com"), clipboard-write=(self), '
        "geolocation=(), microphone=(), usb=(), browsing-topics=()"
    ),
}


def content_security_policy(*stripe: str, wasm: bool = False) -> str:
    """The policy of a page. `stripe` are the origins of Stripe's script, frames and calls, `STRIPE` by default."""
    origins = " ".join(stripe or STRIPE)
    compiling = " 'wasm-unsafe-eval'" if wasm else ""
    rules = [
        "default-src 'self'",
        f"script-src 'self'{compiling} {origins}",
        f"frame-src {origins}",
        f"connect-src 'self' {origins}",
        # The dashboard's components and the published pages carry styles of their own; scripts may not.
        "style-src 'self' 'unsafe-inline'",
        f"img-src 'self' data: blob: {origins}",
        "worker-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    ]
    return "; ".join(rules)


def headers_for(path: str, *stripe: str) -> dict[str, str]:
    """All headers of the page at `path`, but for strict transport, which only a site with TLS may ask for."""
    policy = content_security_policy(*stripe, wasm=path.startswith(CHECKIN))
    return {"Content-Security-Policy": policy, **SECURITY_HEADERS}
