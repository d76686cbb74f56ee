"""Processes of the same code share one unpacked folder, so that only the first compiles it.

Wrong: each worker unpacks the archive into a folder of its own and compiles every module again at each cold
start, and there is one start per function although Chalice gives all functions the same archive.
Upstream should: unpack once per content hash; on AWS the folder is read-only, so sharing changes nothing.
"""

import hashlib
import os
import tempfile
import zipfile
from io import BytesIO
from pathlib import Path

from ministack.core import lambda_runtime

from localstack.fixes.guard import rewrite


def unpack(code_zip: bytes) -> str:
    """Return the folder that holds the archive's files; it lasts until the engine starts again."""
    folder = Path(tempfile.gettempdir()) / f"code-{hashlib.sha256(code_zip).hexdigest()[:20]}"
    if not folder.exists():
        fresh = Path(tempfile.mkdtemp(prefix="unpacking-"))
        with zipfile.ZipFile(BytesIO(code_zip)) as archive:
            archive.extractall(fresh)
        try:
            os.rename(fresh, folder)
        except OSError:
            # Another worker was faster; its folder holds the same files, and ours goes at the next start.
            if not folder.exists():
                raise
    return str(folder)


def apply() -> None:
    """Let the worker use the shared folder."""
    rewrite(
        lambda_runtime.Worker._spawn,
        (
            """    code_dir = os.path.join(self._tmpdir, "code")
    os.makedirs(code_dir)
    with open(os.path.join(self._tmpdir, "code.zip"), "wb") as f:
        f.write(self.code_zip)
    with zipfile.ZipFile(os.path.join(self._tmpdir, "code.zip")) as zf:
        zf.extractall(code_dir)
""",
            """    from localstack.fixes.lambda_code import unpack
    code_dir = unpack(self.code_zip)
""",
        ),
    )
