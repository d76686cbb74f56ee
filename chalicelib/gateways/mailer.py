"""Sending mail by SES. Version 1 of its API, because it takes a whole MIME message, attachments and all."""

from email.message import EmailMessage

from chalicelib.gateways.clients import aws
from chalicelib.kernel.config import config


def send(message: EmailMessage) -> str:
    """Send to the message's own recipients; returns SES's id."""
    answer = aws("ses").send_raw_email(
        Source=config().mail_sender,
        Destinations=[address.addr_spec for address in message["To"].addresses],
        RawMessage={"Data": message.as_bytes()},
    )
    reference: str = answer["MessageId"]
    return reference
