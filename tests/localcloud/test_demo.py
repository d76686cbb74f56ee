"""The demo box office that `make run` gives: it sells from its first minute."""

from pathlib import Path

import requests

from localstack import launcher
from localstack.checks import free_ports
from tests.shop import wait_for


def test_the_demo_sells_from_its_first_minute(tmp_path: Path) -> None:
    running = launcher.start(free_ports(), tmp_path / "demo", report=lambda _: None)
    try:
        url, session = running.settings.url, requests.Session()
        credentials = {"email": "demo@foyer.example", "password": "demo-box-office"}
        assert session.post(f"{url}/api/sessions", json=credentials, timeout=10).status_code == 201
        events = session.get(f"{url}/api/events", timeout=10).json()["items"]
        on_sale = [event for event in events if event["status"] == "LIVE"]
        assert len(on_sale) >= 2
        assert any("paypal" in event["payment_methods"] for event in on_sale)
        for event in on_sale:
            sold = session.get(f"{url}/api/public/events/{event['id']}", timeout=10).json()
            assert sold["products"], event["slug"]
        pages = [f"{url}/e/{event['slug']}/" for event in on_sale if event["visibility"] == "public"]
        wait_for(lambda: all(requests.get(page, timeout=10).ok for page in pages), "the events' pages")
    finally:
        running.stop()
