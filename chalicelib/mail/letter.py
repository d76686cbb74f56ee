"""A mail's head and its two bodies. Names and titles of strangers stand in the head, and must stay words there.

Python's `email` decodes RFC 2047 words in what it is given and writes what they stood for (seen with 3.11.7; later ones
raise): a name such as `=?utf-8?q?=0D=0ABcc:_…?=` would be a header more, or a body. And it loses the quotes of a long
name when it folds the line, so that a comma begins another address. So no value here has a `=?`, and no name anything
that would have to be quoted.
"""

from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any

from chalicelib.kernel.text import one_line
from chalicelib.mail.render import render

_SPECIALS = str.maketrans(dict.fromkeys('()<>[]:;@\\,."?', " "))  # https://www.rfc-editor.org/rfc/rfc5322#section-3.2.3


def letter(sender: str, to: Address, subject: str, template: str, values: dict[str, Any]) -> EmailMessage:
    """To one person, as text and as HTML."""
    message = EmailMessage(policy=SMTP)
    message["From"] = sender
    message["To"] = to
    message["Subject"] = one_line(subject).replace("=?", "= ?")
    message["Auto-Submitted"] = "auto-generated"
    text, html = render(template, values)
    message.set_content(text)
    message.add_alternative(html, subtype="html")
    return message


def person(name: str, email: str) -> Address:
    """Whom a mail is to, by the name that they have given."""
    return Address(one_line(name.translate(_SPECIALS)), addr_spec=email)
