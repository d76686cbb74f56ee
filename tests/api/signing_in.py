"""The steps of signing in with a second factor, as a person takes them."""

import time
from datetime import timedelta
from typing import Any

import pyotp
import requests

from tests.shop import PASSWORD, Shop


def app_of(own: Shop) -> pyotp.TOTP:
    """An authenticator app that was just set up; the code of this step is used."""
    found = own.post("/me/authenticator", {})
    app = pyotp.TOTP(found["secret"])
    added = own.send("PUT", "/me/authenticator", {"setup": found["setup"], "code": app.now()})
    assert added.status_code == 200, added.text
    return app


def code_of(app: pyotp.TOTP, steps: int = 1) -> str:
    """The code that the app shows so many steps of thirty seconds from now."""
    return app.at(int(time.time()), counter_offset=steps)


def first_step(own: Shop) -> tuple[Shop, dict[str, Any]]:
    """(a browser that has given the password, what it is asked for)."""
    browser = Shop(own.cloud, requests.Session(), own.email, own.organizer_id)
    answer = browser.post("/sessions", {"email": own.email, "password": PASSWORD})
    assert answer["session"] is None
    assert not browser.session.cookies
    return browser, answer["second_factor"]


def second_step(browser: Shop, asked: dict[str, Any], **proof: Any) -> requests.Response:
    """Send what was asked for."""
    return browser.send("POST", "/sessions/second-factor", {"challenge": asked["challenge"], **proof})


def grown_old(own: Shop) -> None:
    """The person of this session proved who they are an hour ago."""
    from chalicelib.kernel import clock
    from chalicelib.tables import sessions
    from chalicelib.tables.commit import commit

    [mine] = [one["id"] for one in own.get("/sessions")["items"] if one["is_this"]]
    factors = own.get("/me/factors")
    before, has_mfa = clock.now() - timedelta(hours=1), bool(factors["authenticator"] or factors["passkeys"])
    commit([sessions.proven_session(mine, before, has_mfa=has_mfa)], [], now=clock.now(), by="test")
