"""The mailbox: an SMTP server that keeps every mail, and a page and a JSON API that show them."""

import argparse
import asyncio
from pathlib import Path
from urllib.parse import quote

from aiohttp import web
from aiosmtpd.smtp import SMTP, Envelope, Session

from localstack.mail_store import Mail, MailStore
from localstack.pages import render
from localstack.settings import HOST
from localstack.signals import run_until_stopped

LARGEST_MAIL_BYTES = 40 * 1024 * 1024  # what SES takes
# A mail's HTML may show its own style and pictures, and may run and send nothing.
FRAME_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data: http: https:; sandbox allow-popups"
STORE = web.AppKey("store", MailStore)


class Inbox:
    """Takes mails from aiosmtpd."""

    def __init__(self, store: MailStore) -> None:
        self._store = store

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Keep the mail and answer as a mail server does."""
        content = envelope.content if isinstance(envelope.content, bytes) else (envelope.content or "").encode()
        self._store.add(content, list(envelope.rcpt_tos))
        return "250 OK"


def _mail(request: web.Request) -> Mail:
    mail = request.app[STORE].get(request.match_info["id"])
    if mail is None:
        raise web.HTTPNotFound(text="There is no such mail.")
    return mail


async def list_json(request: web.Request) -> web.Response:
    """GET /api/mails?to=…&limit=…: the newest mails."""
    limit = request.query.get("limit", "200")
    if not limit.isdecimal():
        raise web.HTTPBadRequest(text="limit must be a whole number.")
    mails = request.app[STORE].list(request.query.get("to"), int(limit))
    return web.json_response({"mails": [mail.as_json() for mail in mails]})


async def mail_json(request: web.Request) -> web.Response:
    """GET /api/mails/{id}: one mail with its parts."""
    return web.json_response(_mail(request).as_json())


async def attachment(request: web.Request) -> web.Response:
    """GET /api/mails/{id}/attachments/{n}: a file of a mail."""
    found = request.app[STORE].attachment(request.match_info["id"], int(request.match_info["n"]))
    if found is None:
        raise web.HTTPNotFound(text="There is no such file.")
    file, content = found
    disposition = f"attachment; filename*=UTF-8''{quote(file.name)}"
    headers = {"Content-Type": file.content_type, "Content-Disposition": disposition}
    return web.Response(body=content, headers=headers)


async def clear_json(request: web.Request) -> web.Response:
    """DELETE /api/mails: forget all."""
    request.app[STORE].clear()
    return web.Response(status=204)


async def list_page(request: web.Request) -> web.Response:
    """Show the list."""
    recipient = request.query.get("to") or None
    html = render("mails.html", mails=request.app[STORE].list(recipient), recipient=recipient)
    return web.Response(text=html, content_type="text/html")


async def clear_page(request: web.Request) -> web.Response:
    """Forget all and show the empty list."""
    request.app[STORE].clear()
    raise web.HTTPSeeOther("/")


async def mail_page(request: web.Request) -> web.Response:
    """Show one mail."""
    return web.Response(text=render("mail.html", mail=_mail(request)), content_type="text/html")


async def html_part(request: web.Request) -> web.Response:
    """Give the HTML part to the page's sandboxed frame."""
    headers = {"Content-Security-Policy": FRAME_POLICY}
    return web.Response(text=_mail(request).html or "", content_type="text/html", headers=headers)


def build_app(store: MailStore) -> web.Application:
    """Return the mailbox's pages and JSON API."""
    app = web.Application()
    app[STORE] = store
    app.add_routes(
        [
            web.get("/", list_page),
            web.post("/clear", clear_page),
            web.get("/mails/{id:[0-9]+}", mail_page),
            web.get("/mails/{id:[0-9]+}/html", html_part),
            web.get("/api/mails", list_json),
            web.delete("/api/mails", clear_json),
            web.get("/api/mails/{id:[0-9]+}", mail_json),
            web.get("/api/mails/{id:[0-9]+}/attachments/{n:[0-9]+}", attachment),
        ]
    )
    return app


async def serve(port: int, smtp_port: int, state: Path) -> None:
    """Receive and show mails until cancelled."""
    store = MailStore(state)
    runner = web.AppRunner(build_app(store), access_log=None)
    await runner.setup()
    loop = asyncio.get_running_loop()
    smtp = await loop.create_server(
        lambda: SMTP(Inbox(store), data_size_limit=LARGEST_MAIL_BYTES, enable_SMTPUTF8=True),
        HOST,
        smtp_port,
    )
    await web.TCPSite(runner, HOST, port).start()
    try:
        await asyncio.Event().wait()
    finally:
        smtp.close()
        await runner.cleanup()


def main() -> None:
    """Parse the command line and serve."""
    parser = argparse.ArgumentParser(prog="python -m localstack.mailbox", description=__doc__)
    parser.add_argument("--port", type=int, default=8025)
    parser.add_argument("--smtp-port", type=int, default=1025)
    parser.add_argument("--state", type=Path, required=True, help="folder that keeps the mails")
    options = parser.parse_args()
    run_until_stopped(serve(options.port, options.smtp_port, options.state))


if __name__ == "__main__":
    main()
