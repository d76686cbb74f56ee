"""What came by e-mail: the secret parts of the links in it."""

import re

from tests.shop import Shop, mails_to, text_of, wait_for


def mailed_tokens(shop: Shop, subject: str, email: str = "") -> set[str]:
    """The tokens of all links in mails with this subject, to the shop's own address unless another is given."""
    found = [mail for mail in mails_to(shop.cloud, email or shop.email) if subject in mail["subject"]]
    return set(re.findall(r"#/link/([\w.-]+)", " ".join(text_of(shop.cloud, mail) for mail in found)))


def mailed_token(shop: Shop, subject: str, email: str = "", but: frozenset[str] | set[str] = frozenset()) -> str:
    """The one token that has come and is none of those that are known."""
    [token] = wait_for(lambda: mailed_tokens(shop, subject, email) - but, subject)
    return token
