"""`python -m tests.golden`: write down the envelopes of new types. Those that are written down stay as they are."""

import json

from tests.unit.test_envelopes import GOLDEN, known

if __name__ == "__main__":
    before = json.loads(GOLDEN.read_text()) if GOLDEN.exists() else {}
    GOLDEN.write_text(json.dumps(dict(sorted((known() | before).items())), indent=1) + "\n")
