"""The clients installed from a box office, as an integrator does it, beside whatever else their program needs."""

import os
import re
import subprocess
import sys
from pathlib import Path

from tests.contracts.reading import PROJECT

PYTHON, TYPESCRIPT = (PROJECT / "clients" / name / "README.md" for name in ("python", "typescript"))


def run(*command: object, given: str = "", **surroundings: str) -> str:
    """What a command prints that must succeed."""
    words, env = list(map(str, command)), os.environ | surroundings
    done = subprocess.run(words, env=env, input=given, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def handed_out(box_office: str, readme: Path) -> str:
    """Where the package lies that this page says how to install, at this box office."""
    [path] = re.findall(r"install https://tickets\.example(/clients/\S+)", readme.read_text())
    return box_office + path


def installed(folder: Path, box_office: str, *packages: str) -> Path:
    """The Python of a new environment that has the client of a box office and these packages."""
    python, uv = folder / "venv" / "bin" / "python", (sys.executable, "-m", "uv")
    run(*uv, "venv", "--quiet", "--python", sys.executable, folder / "venv")
    run(*uv, "pip", "install", "--quiet", "--python", python, handed_out(box_office, PYTHON), *packages)
    return python


def check_types(python: Path, *scripts: Path) -> None:
    """As strictly as mypy can."""
    run(sys.executable, "-m", "mypy", "--strict", "--config-file=", "--python-executable", python, *scripts)
