"""Trimming takes away weight and nothing that runs."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from infra import packaging, trimming
from infra.names import Names
from infra.packaging import PROJECT
from infra.settings import Stage

FILES = {
    "app.py": "import chalicelib.own",
    "chalicelib/__init__.py": "",
    "chalicelib/own.py": "from library import one",
    "library/__init__.py": "",
    "chalicelib/handlers/glossary.toml": "[everywhere]",
    "library/one.py": "ANSWER = 42",
    "library/tests/test_one.py": "",
    "library/fast.c": "int main;",
    "botocore/data/s3/2006-03-01/service-2.json.gz": "wanted",
    "botocore/data/ec2/2016-11-15/service-2.json.gz": "not wanted",
    "botocore/data/endpoints.json": "{}",
    "the_library-1.2.dist-info/METADATA": "Name: The.Library",
    "the_library-1.2.dist-info/RECORD": "",
}
LOCKED = "the-library==1.2  # via nobody\n"


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A small package as Chalice makes them."""
    path = tmp_path / "deployment.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in FILES.items():
            archive.writestr(name, text)
    return path


def names_in(package: Path) -> set[str]:
    """The files in a package."""
    with zipfile.ZipFile(package) as archive:
        return set(archive.namelist())


def runs(package: Path, code: str) -> str:
    """What the code prints when only the package can be imported."""
    command = [sys.executable, "-S", "-B", "-c", f"import sys; sys.path.insert(0, {str(package)!r})\n{code}"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env={"AWS_DEFAULT_REGION": "eu-west-1"})
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_a_requirement_that_chalice_left_out_is_named(package: Path) -> None:
    assert trimming.missing_requirements(package, LOCKED) == []
    assert trimming.missing_requirements(package, LOCKED + "pillow==12.2.0\n") == ["pillow==12.2.0"]
    assert trimming.missing_requirements(package, "The.Library==1.3\n") == ["the-library==1.3"]
    with pytest.raises(SystemExit, match=r"pillow==12\.2\.0"):
        trimming.trim(package, "pillow==12.2.0", {"s3"})


def test_libraries_go_in_compiled_and_our_own_code_with_its_sources(package: Path) -> None:
    trimming.trim(package, LOCKED, {"s3"})
    assert {"library/one.pyc", "app.py", "chalicelib/own.py"} <= names_in(package)
    assert "library/one.py" not in names_in(package)
    assert runs(package, "import app; from library.one import ANSWER; print(ANSWER)") == "42"


def test_tests_sources_in_c_and_unused_services_are_left_out(package: Path) -> None:
    trimming.trim(package, LOCKED, {"s3"})
    kept = names_in(package)
    assert "botocore/data/s3/2006-03-01/service-2.json.gz" in kept
    assert "botocore/data/endpoints.json" in kept
    assert not [name for name in kept if "ec2" in name or "/tests/" in name or name.endswith((".c", "RECORD"))]


def test_what_only_the_api_s_document_reads_is_left_out(package: Path) -> None:
    trimming.trim(package, LOCKED, {"s3"})
    assert not [name for name in names_in(package) if name.endswith(".toml")]


def test_equal_code_makes_an_equal_package(package: Path) -> None:
    untouched = package.read_bytes()
    trimming.trim(package, LOCKED, {"s3"})
    first = package.read_bytes()
    package.write_bytes(untouched)
    trimming.trim(package, LOCKED, {"s3"})
    assert package.read_bytes() == first


def test_the_services_are_read_from_the_code() -> None:
    services = trimming.services(PROJECT / "chalicelib")
    assert {"dynamodb", "s3", "sqs", "stepfunctions", "secretsmanager", "ses"} <= services


@pytest.mark.release
def test_a_release_fits_runs_and_lacks_nothing(names: Names, stage: Stage, tmp_path: Path) -> None:
    package = packaging.package(names, stage, trimmed=False) / "deployment.zip"
    untrimmed = package.stat().st_size
    assert untrimmed < trimming.UPLOAD_LIMIT_BYTES, "plain `chalice deploy` uploads it as it is"
    requirements = (PROJECT / "requirements.txt").read_text()
    trimming.trim(package, requirements, trimming.services(PROJECT / "chalicelib"))
    assert package.stat().st_size < untrimmed
    assert trimming.missing_requirements(package, requirements) == []
    with zipfile.ZipFile(package) as archive:
        archive.extractall(tmp_path)
    services = sorted(trimming.services(PROJECT / "chalicelib"))
    clients = f"import boto3\nprint(len([boto3.client(name) for name in {services!r}]))"
    assert runs(tmp_path, clients) == str(len(services))
    libraries = "stripe, fpdf, segno, PIL.Image, icalendar, jinja2, argon2, zxcvbn, cryptography.fernet"
    assert int(runs(tmp_path, f"import app, {libraries}\nprint(len(app.app.routes))")) > 10
