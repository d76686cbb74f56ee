"""The security headers of every page and answer: the CDN adds them in the cloud, the front door on a laptop.

`SECURITY_HEADERS` are the same everywhere. The content security policy depends on where Stripe's script comes
from and on the page: reading QR codes needs WebAssembly, so check-in alone may compile it.
"""

import re

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


# What an operator may open further: to sites of their own, never to inline scripts or to who may frame us.
_MAY_BE_OPENED = ("script-src", "frame-src", "connect-src", "style-src", "img-src", "worker-src")
_SITE = re.compile(r"https://(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)+(:\d+)?")


def read_sources(text: str) -> dict[str, list[str]]:
    """Directive → sites, from a stage's `csp_sources`: "script-src https://stats.example.com; img-src https://…".

    Raises SystemExit with what is wrong: a deployment must not open a page to what nobody meant.
    """
    found: dict[str, list[str]] = {}
    for rule in filter(None, (part.strip() for part in text.split(";"))):
        directive, *sites = rule.split()
        if directive not in _MAY_BE_OPENED:
            raise SystemExit(f"csp_sources cannot open {directive}, only {', '.join(_MAY_BE_OPENED)}.")
        wrong = [site for site in sites if not _SITE.fullmatch(site)]
        if wrong or not sites:
            raise SystemExit(f"csp_sources needs sites such as https://stats.example.com for {directive}: {wrong}")
        found.setdefault(directive, []).extend(sites)
    return found


def content_security_policy(*stripe: str, wasm: bool = False, sources: str = "") -> str:
    """The policy of a page. `stripe` are the origins of Stripe's script, frames and calls, `STRIPE` by default.

    `sources` is what the operator adds, as `read_sources` takes it.
    """
    opened = read_sources(sources)
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
    return "; ".join(" ".join([rule, *opened.get(rule.partition(" ")[0], [])]) for rule in rules)


def headers_for(path: str, *stripe: str, sources: str = "") -> dict[str, str]:
    """All headers of the page at `path`, but for strict transport, which only a site with TLS may ask for."""
    policy = content_security_policy(*stripe, wasm=path.startswith(CHECKIN), sources=sources)
    return {"Content-Security-Policy": policy, **SECURITY_HEADERS}
