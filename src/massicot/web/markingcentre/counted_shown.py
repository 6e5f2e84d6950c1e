"""The scripts of a parcel without numbers as its pages show them: announced, counted, and why the two differ."""

from typing import NamedTuple

from massicot.consignments import queries as parcels
from massicot.consignments.queries import Parcel
from massicot.exams import queries as exams
from massicot.exams.queries import Paper


class CountedLine(NamedTuple):
    """One specialty; `arrived` is None until it is counted."""

    code: str
    title: str
    announced: int
    arrived: int | None
    reason: str

    @property
    def is_uneven(self) -> bool:
        """Say whether another number arrived than was announced."""
        return self.arrived not in (None, self.announced)


def counted_lines(paper: Paper, parcel: Parcel) -> list[CountedLine]:
    """List the specialties of a parcel."""
    labels = exams.specialty_labels(paper.session_id)
    arrived = parcels.counts_arrived(parcel)
    reasons = parcels.reasons_of(parcel)
    return [
        CountedLine(code, f"{code} {labels.get(code, '')}", announced, arrived.get(code), reasons.get(code, ""))
        for code, announced in parcels.counts_of(parcel).items()
    ]
