"""Authenticator apps: their secrets, the picture that an app reads them from, and which code is whose (RFC 6238)."""

from datetime import datetime

from chalicelib.gateways import sealing
from chalicelib.kernel import clock
from chalicelib.kernel.text import one_line

_ISSUER = "Foyer"
# A telephone's clock may be so many steps of thirty seconds off.
_OFF = 1


def new_secret() -> str:
    """160 bits, in the base32 that apps take."""
    import pyotp

    return pyotp.random_base32()


def seal(secret: str, user_id: str, until: datetime) -> str:
    """A secret as it is stored, and as a browser keeps it until its first code has come: good for this person only."""
    return sealing.seal({"secret": secret, "until": clock.to_text(until)}, _purpose(user_id))


def is_open(sealed: str, user_id: str, now: datetime) -> bool:
    """Whether this was sealed here, for this person, a short time ago."""
    from cryptography.exceptions import InvalidTag

    try:
        return clock.from_text(sealing.unseal(sealed, _purpose(user_id))["until"]) > now
    except (InvalidTag, ValueError):
        return False


def _purpose(user_id: str) -> str:
    return f"authenticator:{user_id}"


def address(secret: str, email: str) -> str:
    """What the picture says: the secret and whose it is (https://github.com/google/google-authenticator/wiki)."""
    import pyotp

    return pyotp.TOTP(secret).provisioning_uri(name=one_line(email), issuer_name=_ISSUER)


def picture(uri: str) -> str:
    """The address as a QR code: an SVG drawing as a `data:` address, which is the source of an image."""
    import segno

    return str(segno.make_qr(uri, error="m").svg_data_uri(scale=4, border=4, light="#fff", dark="#000"))


def step_of(sealed: str, user_id: str, code: str, now: datetime) -> int | None:
    """The time step whose code this is: the present one, or one beside it. All are computed, whichever is right."""
    import pyotp
    from pyotp.utils import strings_equal

    totp = pyotp.TOTP(sealing.unseal(sealed, _purpose(user_id))["secret"])
    present = int(now.timestamp()) // totp.interval
    steps = range(present - _OFF, present + _OFF + 1)
    return max((step for step in steps if strings_equal(totp.generate_otp(step), code)), default=None)
