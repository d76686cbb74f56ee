"""The neighbours of the workflows."""

import pytest

from localstack.launcher import Running
from tests.resilience.stripe_side import StripeSide


@pytest.fixture
def stripe(cloud: Running) -> StripeSide:
    """The shared cloud's local Stripe."""
    return StripeSide(cloud.settings.stripe_url)
