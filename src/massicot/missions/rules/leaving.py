"""Leaving the pool of a session, or every list: for whoever was put there by mistake, or under a second identifier.

Nobody leaves who is on the list of a mission of the session: they would be called from outside its pool. A mission that
takes its people from anywhere holds nobody back.
"""

from massicot.core.refused import N_, Refused


class OnListsStill(Refused):
    """Somebody taken out of a pool who is on lists of its session."""

    sentence = N_(
        "{identifier} is on the lists of: {missions}. Take them off there first, or cancel their convocation, which "
        "tells them; then come back here. To call them no more, and keep what is agreed, set them aside."
    )
