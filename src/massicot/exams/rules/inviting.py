"""Invitations: who may be written to with a one-time link.

Only somebody who has a role is invited; the link chooses a password, and nothing else. An invitation sent or printed
again makes every link before it void.
"""

from massicot.core.refused import N_, Refused

OCCASION = "invitation:"
"""What the occasion of every invitation begins with."""


class NotAppointed(Refused):
    """An invitation for somebody who has no role."""

    sentence = N_("{email} has no role any more: appoint them first, then invite them.")
