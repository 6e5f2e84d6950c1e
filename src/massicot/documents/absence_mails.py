"""What people are written about absences: why a convocation holds them no more."""

from datetime import date


def exempted(decided_on: date, reference: str) -> str:
    """Write the reason that the mail of a cancelled convocation gives."""
    return f"dispense accordée par décision du {decided_on:%d/%m/%Y}, référence {reference}."
