"""`python -m bench.cold`: the CPU time that each function's imports take in a fresh process.

With `--package ZIP` only what is in that package can be imported, as in the cloud; without, the libraries of the
virtual environment are.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from infra.packaging import PROJECT

_RUNS = 5
_MEASURE = """
import resource, sys
sys.path.insert(0, {folder!r})
def cpu():
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime
started = cpu()
{imports}
print((cpu() - started) * 1000)
"""


# What a new instance of the API imports depends on what it is asked for first.
FIRST_PATHS = {
    "look at an event": "/public/events/{event_id}",
    "reserve": "/public/events/{event_id}/orders",
    "check in": "/events/{event_id}/scans",
    "open the dashboard": "/me",
}


def imports() -> dict[str, str]:
    """What each function runs before its first event: the import of its handler's module; the API's is `app`."""
    listing = "import app, json; print(json.dumps({f.name: f.handler_string for f in app.app.pure_lambda_functions}))"
    done = subprocess.run([sys.executable, "-c", listing], cwd=PROJECT, capture_output=True, text=True, check=True)
    handlers: dict[str, str] = json.loads(done.stdout)
    api = {f"api_handler, {what}": f"import app; app.app.prepare({path!r})" for what, path in FIRST_PATHS.items()}
    return api | {name: f"import {handler.rpartition('.')[0]}" for name, handler in handlers.items()}


def import_ms(code: str, folder: Path, *, alone: bool) -> float:
    """The least of five runs, in milliseconds; `alone` hides the virtual environment's libraries."""
    script = _MEASURE.format(folder=str(folder), imports=code)
    command = [sys.executable, *(["-S"] if alone else []), "-c", script]
    environment = os.environ | {"AWS_DEFAULT_REGION": "eu-central-1", "PYTHONDONTWRITEBYTECODE": "1"}
    runs = (subprocess.run(command, capture_output=True, text=True, check=True, env=environment) for _ in range(_RUNS))
    return min(float(run.stdout) for run in runs)


def measure(package: Path | None) -> dict[str, float]:
    """Milliseconds by function."""
    if not package:
        return {name: import_ms(code, PROJECT, alone=False) for name, code in imports().items()}
    with tempfile.TemporaryDirectory() as folder:
        with zipfile.ZipFile(package) as archive:
            archive.extractall(folder)
        return {name: import_ms(code, Path(folder), alone=True) for name, code in imports().items()}


def sizes(package: Path) -> tuple[int, int]:
    """(bytes zipped, bytes unpacked): all functions share one package."""
    with zipfile.ZipFile(package) as archive:
        return package.stat().st_size, sum(entry.file_size for entry in archive.infolist())


def table(measured: dict[str, float]) -> str:
    """The times as a Markdown table."""
    lines = ["| function | imports, ms of CPU |", "|---|---:|"]
    return "\n".join([*lines, *(f"| {name} | {ms:.0f} |" for name, ms in measured.items())])


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m bench.cold", description=__doc__)
    parser.add_argument("--package", type=Path, help="a deployment.zip")
    options = parser.parse_args()
    print(table(measure(options.package)))
    if options.package:
        zipped, unpacked = sizes(options.package)
        print(f"\n{zipped / 1e6:.1f} MB zipped, {unpacked / 1e6:.1f} MB unpacked")


if __name__ == "__main__":
    main()
