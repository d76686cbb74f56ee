"""Sessions as cookies: one for requests, and one that only the refreshing route ever sees."""

from chalicelib.actions import accounts
from chalicelib.actions.sessions import Tokens
from chalicelib.actions.sign_ins import SecondFactorNeeded, SignedIn
from chalicelib.domain.accounts import Caller
from chalicelib.handlers.callers import COOKIE, REFRESH_COOKIE
from chalicelib.handlers.models.accounts import SecondFactorOut, SessionOut, SignInOut
from chalicelib.handlers.wire import Answer
from chalicelib.kernel import clock
from chalicelib.kernel.config import config


def signed_in(caller: Caller, tokens: Tokens) -> Answer[SessionOut]:
    """Who is signed in, with the cookies that make it so."""
    return Answer(SessionOut.of(caller, accounts.profile(caller)), set_cookies(tokens))


def entered(found: SignedIn | SecondFactorNeeded) -> Answer[SignInOut]:
    """What comes of signing in, however it was done."""
    if isinstance(found, SecondFactorNeeded):
        return Answer(SignInOut(session=None, second_factor=SecondFactorOut.of(found)), {})
    answer = signed_in(found.caller, found.tokens)
    return Answer(SignInOut(session=answer.body, second_factor=None), answer.headers)


def set_cookies(tokens: Tokens) -> dict[str, str | list[str]]:
    """Both last as long as the session: a browser whose short token is over is told to refresh, not to sign in."""
    seconds = int((tokens.ends_at - clock.now()).total_seconds())
    made = [_cookie(COOKIE, tokens.access, "/api", seconds)]
    if tokens.refresh:
        made.append(_cookie(REFRESH_COOKIE, tokens.refresh, "/api/sessions/refresh", seconds))
    return {"Set-Cookie": made}


def clear_cookies() -> dict[str, str | list[str]]:
    """Nobody is signed in any more."""
    return {"Set-Cookie": [_cookie(COOKIE, "", "/api", 0), _cookie(REFRESH_COOKIE, "", "/api/sessions/refresh", 0)]}


def _cookie(name: str, token: str, path: str, seconds: int) -> str:
    secure = "; Secure" if config().base_url.startswith("https://") else ""
    return f"{name}={token}; Path={path}; HttpOnly; SameSite=Strict; Max-Age={seconds}{secure}"
