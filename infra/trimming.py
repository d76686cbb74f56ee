"""Making Chalice's package start sooner and weigh less, and checking that nothing is missing from it.

Chalice ships sources only, so that every cold start would compile them: 0.55 s of CPU against 0.19 s. Libraries go
in compiled and without their sources; our own code keeps them beside, for tracebacks that can be read.
"""

import compileall
import re
import shutil
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from py_compile import PycInvalidationMode

RUNTIME = (3, 11)  # the Lambda runtime's Python: compiled code fits one minor version only
UPLOAD_LIMIT_BYTES = 50 * 1024 * 1024
UNPACKED_LIMIT_BYTES = 250 * 1024 * 1024

_OWN = ("app.py", "chalicelib", "chalice")
_USELESS = (
    "*.c",
    "*.h",
    "*.pyx",
    "*.pxd",
    "*.pyi",
    "*.dist-info/RECORD",
    "*.data",
    "tests",
    "boto3/data",
    "boto3/examples",
    "chalicelib/handlers/glossary.toml",  # read when the API's document is made
)
_CLIENT = re.compile(r"""\baws\(["']([a-z0-9-]+)["']\)""")
# The one moment that a zip can hold and that never changes: equal code makes equal packages.
_ALWAYS = (1980, 1, 1, 0, 0, 0)


def services(sources: Path) -> set[str]:
    """The AWS services that the code makes clients of; PynamoDB makes DynamoDB's."""
    found = {name for path in sources.rglob("*.py") for name in _CLIENT.findall(path.read_text())}
    return found | {"dynamodb"}


def _locked(requirements: str) -> Iterator[tuple[str, str]]:
    for line in requirements.splitlines():
        name, _, version = line.partition(";")[0].partition("#")[0].strip().partition("==")
        if version:
            yield re.sub(r"[-_.]+", "-", name.partition("[")[0]).lower(), version.strip()


def missing_requirements(package: Path, requirements: str) -> list[str]:
    """The locked requirements that a package lacks: Chalice succeeds even when it finds no wheel for one."""
    with zipfile.ZipFile(package) as archive:
        folders = {name.partition("/")[0] for name in archive.namelist() if ".dist-info/" in name}
    held = set()
    for folder in folders:
        name, _, version = folder.removesuffix(".dist-info").rpartition("-")
        held.add((re.sub(r"[-_.]+", "-", name).lower(), version))
    return sorted(f"{name}=={version}" for name, version in _locked(requirements) if (name, version) not in held)


def _drop_useless(folder: Path, wanted: set[str]) -> None:
    for pattern in _USELESS:
        for path in sorted(folder.glob(pattern if "/" in pattern else f"**/{pattern}")):
            if path.is_dir():
                shutil.rmtree(path)
            elif path.exists():
                path.unlink()
    for service in (folder / "botocore" / "data").iterdir():
        if service.is_dir() and service.name not in wanted:
            shutil.rmtree(service)


def _compile(folder: Path) -> None:
    if sys.version_info[:2] != RUNTIME:
        raise SystemExit(f"Package with Python {RUNTIME[0]}.{RUNTIME[1]}, the version that runs in the cloud.")
    unchecked = PycInvalidationMode.UNCHECKED_HASH
    for path in sorted(folder.iterdir()):
        own = path.name in _OWN
        compiled = compileall.compile_file if path.is_file() else compileall.compile_dir
        compiled(path, quiet=2, legacy=not own, invalidation_mode=unchecked, stripdir=str(folder))
        if not own:
            for source in [path] if path.suffix == ".py" else path.rglob("*.py"):
                if source.with_suffix(".pyc").exists():
                    source.unlink()


def _pack(folder: Path, package: Path) -> None:
    with zipfile.ZipFile(package, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                entry = zipfile.ZipInfo(path.relative_to(folder).as_posix(), _ALWAYS)
                entry.compress_type = zipfile.ZIP_DEFLATED
                entry.external_attr = 0o755 << 16 if path.suffix == ".so" else 0o644 << 16
                archive.writestr(entry, path.read_bytes())


def trim(package: Path, requirements: str, wanted: set[str]) -> None:
    """Replace Chalice's package by its trimmed and compiled form. Raises SystemExit when it could not be uploaded
    or would not run."""
    lacking = missing_requirements(package, requirements)
    if lacking:
        raise SystemExit(f"Chalice found no wheel for {', '.join(lacking)}: the functions would not start.")
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        with zipfile.ZipFile(package) as archive:
            archive.extractall(folder)
        _drop_useless(folder, wanted)
        _compile(folder)
        _pack(folder, package)
        unpacked = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    if unpacked > UNPACKED_LIMIT_BYTES:
        raise SystemExit(f"The package unpacks to {unpacked:,} bytes; Lambda takes {UNPACKED_LIMIT_BYTES:,}.")
