"""A client for the API of a Foyer box office."""

from foyer.client import ApiError, Page, each
from foyer.routes import Foyer

__all__ = ["ApiError", "Foyer", "Page", "each"]
