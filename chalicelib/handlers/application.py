"""The application: read as a whole where it is packaged and tested, piece by piece where it answers.

Importing all handlers, with the rules behind them, takes a new instance as long as importing all libraries, and most
never see more than a few routes. So the package that is deployed holds `paths.json` (see `infra.packaging`): whose
routes a path has. With it, a module is imported when the first request for one of its paths comes.
"""

import json
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from chalice import Chalice

PATHS = Path(__file__).with_name("paths.json")


class Application(Chalice):
    """Chalice's application of these modules: each has a blueprint named `routes` or `functions`."""

    def __init__(self, app_name: str, *, routes: Sequence[str], functions: Sequence[str]) -> None:
        super().__init__(app_name=app_name)
        self._registered: set[str] = set()
        self._owners: dict[str, list[str]] = json.loads(PATHS.read_text("utf-8")) if PATHS.exists() else {}
        if not self._owners:  # nobody asks a deployed application for its functions: each starts at its own module
            for module in routes:
                self._register(module, "routes")
            for module in functions:
                self._register(module, "functions")

    def __call__(self, event: dict[str, Any], context: Any) -> dict[str, Any]:
        """Answer a request from API Gateway."""
        self.prepare(event.get("requestContext", {}).get("resourcePath", ""))
        return super().__call__(event, context)

    def prepare(self, path: str) -> None:
        """Import what the routes of this path need, unless that is done."""
        for module in self._owners.get(path, []):
            self._register(module, "routes")

    @property
    def owners(self) -> dict[str, list[str]]:
        """Path → the modules that have routes there: what `paths.json` says, of an application that is read whole."""
        return {
            path: sorted({entry.view_function.__module__ for entry in methods.values()})
            for path, methods in sorted(self.routes.items())
        }

    def _register(self, module: str, blueprint: str) -> None:
        if module not in self._registered:
            self.register_blueprint(getattr(import_module(module), blueprint))
            self._registered.add(module)
