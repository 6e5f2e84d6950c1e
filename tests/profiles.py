"""How far Hypothesis explores: short for `make test`, long for `make bench`, which names it as pytest starts."""

from hypothesis import settings

LONG = "long"


def register() -> None:
    """Let the long profile be chosen; before any test is collected, since that is when it is looked up."""
    settings.register_profile(LONG)
