"""The exam centres of a session: where its papers may be written.

A session that names no centre may be written in any institution. One that names some may be written there only: so a
centre is taken out only while nobody is entered there, and the first centre is named only together with all those
where somebody is entered already.
"""

from collections.abc import Collection

from massicot.core.refused import N_, Refused


class CentreHasEntries(Refused):
    """A centre taken out while candidates sit there."""

    sentence = N_("Candidates are entered at {centres}: move them by an import first, or keep these centres.")


class CentreAlreadyNamed(Refused):
    """A centre added twice."""

    sentence = N_("{centre} already is an exam centre of this session: nothing to do.")


class CentreNotNamed(Refused):
    """A centre taken out that is not there."""

    sentence = N_("{centre} is not an exam centre of this session: nothing to do.")


def check_centres(named: Collection[str], entered: Collection[str]) -> None:
    """Refuse to name centres that leave out one where somebody is entered."""
    left_out = sorted(set(entered) - set(named))
    if left_out:
        raise CentreHasEntries(centres=", ".join(left_out))


def check_nobody_entered(uai: str, entered: Collection[str]) -> None:
    """Refuse to take out a centre where somebody is entered."""
    if uai in entered:
        raise CentreHasEntries(centres=uai)
