"""The register on paper: in which order it names people."""

from enum import StrEnum

from massicot.core.refused import N_, Refused


class RegisterOrder(StrEnum):
    """By name, or one mission after the other: whoever is called for two signs under each."""

    NAME = "name"
    MISSION = "mission"


class NobodyToSign(Refused):
    """A register printed of a place to which no letter calls."""

    sentence = N_("Nobody is called to {place} then: convene people first, or choose another day.")
