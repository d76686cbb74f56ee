"""Sending mail by SES. Version 1 of its API, because it takes a whole MIME message, attachments and all."""

from email.message import EmailMessage

from chalicelib.gateways.clients import aws
from chalicelib.kernel.config import config


class MailRefused(Exception):
    """SES did not take a mail. Its own words name the recipient and would be logged, so only its code goes on."""


def send(message: EmailMessage) -> str:
    """Send to the message's own recipients; returns SES's id. Raises MailRefused."""
    ses = aws("ses")
    try:
        answer = ses.send_raw_email(
            Source=config().mail_sender,
            Destinations=[address.addr_spec for address in message["To"].addresses],
            RawMessage={"Data": message.as_bytes()},
        )
    except ses.exceptions.ClientError as refusal:
        raise MailRefused(refusal.response["Error"]["Code"]) from None
    reference: str = answer["MessageId"]
    return reference
