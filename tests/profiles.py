"""How far Hypothesis explores: short for `make test`, long for `make bench`, which names it as pytest starts.

How long it takes says what the machine has to do beside, and fails no test.
"""

from hypothesis import HealthCheck, settings

SHORT, LONG = "short", "long"
PATIENT = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}


def register() -> None:
    """Let the long profile be chosen; before any test is collected, since that is when it is looked up."""
    settings.register_profile(SHORT, **PATIENT)
    settings.register_profile(LONG, **PATIENT)
    settings.load_profile(SHORT)
