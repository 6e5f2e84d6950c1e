"""Printing of the registers; made on demand, never stored."""

from massicot.candidates import queries
from massicot.documents import attendance_register
from massicot.exams.queries import Paper


def print_registers(*, paper: Paper, centre_uai: str) -> bytes:
    """Print the attendance register of a centre, a room a page; raise CentreUnknown."""
    return attendance_register.make_attendance_register(queries.register_of(paper, centre_uai))
