"""Keeps captured mails as .eml files, so that they survive a restart and open in any mail program."""

import time
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path


@dataclass(frozen=True)
class Attachment:
    """A file in a mail; `n` is its place in the mail."""

    n: int
    name: str
    content_type: str
    size: int


@dataclass(frozen=True)
class Summary:
    """A line of the list."""

    id: str
    received_at: str
    sender: str
    recipients: tuple[str, ...]
    subject: str
    attachments: tuple[str, ...]

    def as_json(self) -> dict:
        """The form the JSON API gives."""
        return asdict(self)


@dataclass(frozen=True)
class Mail:
    """One mail, taken apart."""

    summary: Summary
    headers: tuple[tuple[str, str], ...]
    text: str | None
    html: str | None
    attachments: tuple[Attachment, ...]

    def as_json(self) -> dict:
        """The form the JSON API gives."""
        parts = {name: getattr(self, name) for name in ("headers", "text", "html")}
        return self.summary.as_json() | parts | {"attachments": [asdict(each) for each in self.attachments]}


class MailStore:
    """A folder of mails, newest first."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self._summaries = {path.stem: _summary(path.stem, _parse(path)) for path in sorted(folder.glob("*.eml"))}

    def add(self, content: bytes, recipients: list[str]) -> str:
        """Keep a mail; the envelope's recipients are noted, since Bcc is not in the headers."""
        mail_id = f"{time.time_ns():020d}"
        path = self._folder / f"{mail_id}.eml"
        note = "X-Envelope-To: " + ", ".join(recipients) + "\r\n"
        path.write_bytes(note.encode() + content)
        self._summaries[mail_id] = _summary(mail_id, _parse(path))
        return mail_id

    def list(self, recipient: str | None = None, limit: int = 200) -> list[Summary]:
        """Return the newest mails, all or those to one address."""
        found = (
            summary
            for summary in reversed(self._summaries.values())
            if recipient is None or recipient.lower() in summary.recipients
        )
        return [summary for summary, _ in zip(found, range(limit), strict=False)]

    def get(self, mail_id: str) -> Mail | None:
        """Return one mail with its parts."""
        if mail_id not in self._summaries:
            return None
        message = _parse(self._folder / f"{mail_id}.eml")
        files = tuple(
            Attachment(
                n,
                part.get_filename() or f"part-{n}",
                part.get_content_type(),
                len(_bytes(part)),
            )
            for n, part in enumerate(message.iter_attachments())
        )
        headers = tuple((name, str(value)) for name, value in message.items())
        return Mail(
            self._summaries[mail_id],
            headers,
            _body(message, "plain"),
            _body(message, "html"),
            files,
        )

    def attachment(self, mail_id: str, n: int) -> tuple[Attachment, bytes] | None:
        """Return a file of a mail with its content."""
        mail = self.get(mail_id)
        if mail is None or n >= len(mail.attachments):
            return None
        parts = list(_parse(self._folder / f"{mail_id}.eml").iter_attachments())
        return mail.attachments[n], _bytes(parts[n])

    def clear(self) -> None:
        """Forget all mails."""
        for mail_id in self._summaries:
            (self._folder / f"{mail_id}.eml").unlink(missing_ok=True)
        self._summaries.clear()


def _parse(path: Path) -> EmailMessage:
    return message_from_bytes(path.read_bytes(), policy=policy.default)


def _body(message: EmailMessage, kind: str) -> str | None:
    part = message.get_body(preferencelist=(kind,))
    return part.get_content() if part else None


def _bytes(part: EmailMessage) -> bytes:
    return part.get_payload(decode=True) or b""


def _summary(mail_id: str, message: EmailMessage) -> Summary:
    envelope = str(message.get("X-Envelope-To", ""))
    return Summary(
        id=mail_id,
        received_at=datetime.fromtimestamp(int(mail_id) / 1e9, UTC).isoformat(timespec="seconds"),
        sender=str(message.get("From", "")),
        recipients=tuple(address.strip().lower() for address in envelope.split(",") if address.strip()),
        subject=str(message.get("Subject", "")) or "(no subject)",
        attachments=tuple(part.get_filename() or "unnamed" for part in message.iter_attachments()),
    )
