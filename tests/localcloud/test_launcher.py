"""The launcher says what is missing, and the fixes refuse an engine they do not know."""

import signal
import socket
import socketserver
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from types import ModuleType

import pytest

from localstack import checks, processes
from localstack.checks import free_ports
from localstack.fixes import guard
from localstack.settings import PROJECT, BadSetting, Settings, read_settings


def shout(word: str) -> str:
    return word.upper()


def test_a_taken_port_is_named_with_its_purpose_and_its_remedy() -> None:
    ports = free_ports()
    with socket.socket() as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind(("127.0.0.1", ports.mail))
        taken.listen()
        with pytest.raises(checks.NotReady) as refusal:
            checks.check(Settings(ports=ports))
    said = str(refusal.value)
    assert f"Port {ports.mail}, for the mailbox page" in said
    assert f"FOYER_MAIL_PORT={ports.mail + 1} make run" in said


def test_a_wrong_setting_is_named() -> None:
    with pytest.raises(BadSetting, match="FOYER_PORT is 'http'"):
        read_settings({"FOYER_PORT": "http"})


def test_settings_come_from_the_environment(tmp_path: Path) -> None:
    settings = read_settings({"FOYER_ENGINE_PORT": "4600", "FOYER_STATE": str(tmp_path)})
    assert settings.engine_url == "http://127.0.0.1:4600"
    assert settings.outputs_path == tmp_path / "outputs.json"


def test_a_child_that_fails_shows_the_end_of_its_log(tmp_path: Path) -> None:
    child = processes.start("engine", ["localstack.engine", "--port", "x"], {}, tmp_path)
    with pytest.raises(processes.ChildFailed) as failure:
        processes.wait_until_healthy(child, "http://127.0.0.1:9/")
    assert "invalid int value: 'x'" in str(failure.value)
    assert str(tmp_path / "engine.log") in str(failure.value)


def test_one_command_starts_all_and_sigterm_stops_all(tmp_path: Path) -> None:
    ports = free_ports()
    command = [sys.executable, "-m", "localstack", "up", "--no-deploy", "--state", str(tmp_path)]
    output = tmp_path / "output"
    with output.open("wb") as file:
        running = subprocess.Popen([*command, "--port-base", str(ports.front)], cwd=PROJECT, stdout=file)
    try:
        deadline = time.monotonic() + 30
        while f"http://localhost:{ports.mail}" not in output.read_text():
            assert time.monotonic() < deadline, output.read_text()
            time.sleep(0.1)
        assert not checks.is_free(ports.engine)
    finally:
        running.send_signal(signal.SIGTERM)
    assert running.wait(timeout=20) == 0
    assert all(checks.is_free(port) for port in asdict(ports).values())


class Echo(socketserver.StreamRequestHandler):
    """Says what it is told, as a connection does that has become its own other end."""

    def handle(self) -> None:
        self.wfile.write(self.rfile.readline())


def test_who_only_repeats_the_question_has_not_answered() -> None:
    with socketserver.TCPServer(("127.0.0.1", 0), Echo) as server:
        threading.Thread(target=server.handle_request, daemon=True).start()
        assert not processes.answers(f"http://127.0.0.1:{server.server_address[1]}/")


def test_free_ports_are_none_that_connections_are_given() -> None:
    least_given = int(Path("/proc/sys/net/ipv4/ip_local_port_range").read_text().split()[0])
    assert all(port < least_given for port in asdict(free_ports()).values())


def test_a_killed_launcher_leaves_no_process(tmp_path: Path, eventually: Callable) -> None:
    ports = free_ports()
    command = [sys.executable, "-m", "localstack", "up", "--no-deploy", "--state", str(tmp_path)]
    running = subprocess.Popen([*command, "--port-base", str(ports.front)], cwd=PROJECT, stdout=subprocess.DEVNULL)
    eventually(lambda: not checks.is_free(ports.front), 30)
    running.kill()
    running.wait()
    eventually(lambda: all(checks.is_free(port) for port in asdict(ports).values()))


def test_a_fix_refuses_a_function_without_its_snippet() -> None:
    with pytest.raises(guard.FixMismatch, match=r"shout: expected one occurrence of 'word.lower\(\)'"):
        guard.rewrite(shout, ("word.lower()", "word"))
    assert shout("a") == "A"


def test_a_fix_reaches_every_reference_to_a_function() -> None:
    def local(word: str) -> str:
        return word.strip()

    table = {"handler": local}
    guard.rewrite(local, ("word.strip()", "word.strip() + '!'"))
    assert table["handler"](" a ") == "a!"


def test_a_fix_refuses_another_version(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "KNOWN_VERSION", "1.5.32")
    with pytest.raises(guard.FixMismatch, match=r"ministack==1\.5\.32"):
        guard.check_version()


def test_a_fix_refuses_what_upstream_has_gained() -> None:
    module = ModuleType("gained")
    module.put = object()
    with pytest.raises(guard.FixMismatch, match="no longer needed"):
        guard.must_lack(module, "put")
