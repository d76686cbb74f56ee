"""A profile for long searches: `python -m pytest tests/properties --hypothesis-profile=millions`."""

from hypothesis import HealthCheck, settings

settings.register_profile("millions", max_examples=1_000_000, deadline=None, suppress_health_check=list(HealthCheck))
