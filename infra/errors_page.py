"""The page /docs/errors/, to which the `type` of every problem leads: all codes, what they mean and what to do."""

from html import escape
from http import HTTPStatus
from itertools import groupby

from chalicelib.kernel.errors import Refusal, all_refusals
from infra.docs_frame import framed
from infra.gateway_problems import PROBLEMS

# What a program does about it; people are told by the sentence.
_ADVICE = {
    400: "The request itself is not right. Sending it again changes nothing.",
    401: "Sign in, or send a key that is good.",
    403: "Not allowed, or not yet: the code says what is lacking.",
    404: "There is none, or none that this caller may know of.",
    409: "Something has changed, or is in the way. Read again, and decide anew.",
    413: "Send less.",
    415: "Send JSON, as <code>application/json</code>.",
    422: "A field is not valid: <code>errors</code> names each with what is wrong. Correct it and send it again.",
    428: "Read again, and send the <code>ETag</code> of that answer as <code>If-Match</code>.",
    429: "Wait for the seconds of <code>Retry-After</code>, then send the same request again.",
    500: "A bug of ours. Tell us the <code>request_id</code>.",
    503: "Wait for the seconds of <code>Retry-After</code>, then send the same request with the same "
    "<code>Idempotency-Key</code>.",
}
_BEGINNING = """<h1>Errors</h1>
<p>Whatever is refused is answered with <code>application/problem+json</code> \
(<a href="https://www.rfc-editor.org/rfc/rfc9457">RFC 9457</a>). Programs go by <code>code</code>, which does not \
change; <code>title</code> and <code>detail</code> are for people.</p>
"""
_Known = tuple[int, str, str]


def refusals() -> list[type[Refusal]]:
    """Every refusal of the code, by status and code. What raises them has to be imported before."""
    found = {refusal for refusal in all_refusals() if refusal is not Refusal}
    return sorted(found, key=lambda refusal: (refusal.status, refusal.code()))


def _known() -> list[_Known]:
    """Status, code and sentence of all that is ever answered, the gateway's own answers among them; a code once."""
    by_code = {code: (status, code, title) for status, code, title in PROBLEMS.values()}
    by_code |= {refusal.code(): (refusal.status, refusal.code(), refusal.sentence()) for refusal in refusals()}
    return sorted(by_code.values())


def _section(status: int, known: list[_Known]) -> str:
    terms = "\n".join(
        f'<dt id="{code}"><a href="#{code}"><code>{code}</code></a></dt><dd>{escape(sentence, quote=False)}</dd>'
        for _, code, sentence in known
    )
    return f"<h2>{status} {HTTPStatus(status).phrase}</h2>\n<p>{_ADVICE[status]}</p>\n<dl>\n{terms}\n</dl>\n"


def page() -> str:
    """The page's source, as the web build reads it."""
    sections = groupby(_known(), key=lambda one: one[0])
    body = _BEGINNING + "".join(_section(status, list(known)) for status, known in sections)
    return framed("Errors", body, source="the code", style="errors.css")
