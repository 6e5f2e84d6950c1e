"""The rung of the batches: every script received is in one, and nothing else is; one that is not there is named."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from massicot.core.ladder import Gap, GapKind, RungKind, RungLine, Thing
from massicot.core.refused import N_, NN_


class EnvelopeFacts(Protocol):
    """One batch: how many scripts it was made of, how many its envelope holds."""

    @property
    def size(self) -> int:
        """Give the scripts that it was made of."""

    @property
    def contents(self) -> int:
        """Give the scripts that it has lines for."""

    @property
    def lacking(self) -> int:
        """Give those of its lines that have no script there."""

    @property
    def behind(self) -> int:
        """Give those of them whose script was found once the batch had gone back: it goes by its number."""


class Batched(Protocol):
    """What is counted of the batches."""

    @property
    def received(self) -> int:
        """Give how many scripts were received."""

    @property
    def in_reception(self) -> Mapping[str, int]:
        """Give how many scripts of each parcel are ticked and not written yet: they are in no batch."""

    @property
    def not_in_batch(self) -> Sequence[str]:
        """Give the numbers received, beyond those, that are in no batch."""

    @property
    def not_received(self) -> Sequence[str]:
        """Give the numbers in a batch that were never received."""

    @property
    def short(self) -> Sequence[str]:
        """Give the numbers that are missing from their batch."""

    @property
    def batches(self) -> Mapping[str, EnvelopeFacts]:
        """Give the batches by their code."""


def _lines(facts: Batched) -> list[RungLine]:
    batches = [
        RungLine(Thing.BATCH, code, batch.size, batch.contents - batch.lacking + batch.behind)
        for code, batch in sorted(facts.batches.items())
    ]
    in_reception = [RungLine(Thing.PARCEL, code, count, 0) for code, count in sorted(facts.in_reception.items())]
    return batches + in_reception


def _gaps(facts: Batched) -> list[Gap]:
    loose = IN_RECEPTION.gaps_on(facts.in_reception) + NOT_IN_BATCH.gaps_on(facts.not_in_batch)
    return loose + NOT_RECEIVED.gaps_on(facts.not_received) + MISSING_FROM_BATCH.gaps_on(facts.short)


IN_RECEPTION = GapKind[Batched](
    name="in-reception",
    title=N_("Parcel with scripts ticked in a reception that goes on, in no batch"),
    about=Thing.PARCEL,
    step=NN_("reception to be closed", "receptions to be closed"),
    is_closed_by_step=True,
)
"""How many they are: which, nobody learns before they are written all together (decision 0003)."""
NOT_IN_BATCH = GapKind[Batched](
    name="not-in-batch",
    title=N_("Script received in no batch"),
    about=Thing.SCRIPT,
    step=NN_("script to be put in a batch", "scripts to be put in batches"),
    is_closed_by_step=True,
    is_of_place=True,
)
NOT_RECEIVED = GapKind[Batched](
    name="not-received",
    title=N_("Script in a batch but never received"),
    about=Thing.SCRIPT,
    is_of_place=True,
)
MISSING_FROM_BATCH = GapKind[Batched](
    name="missing-in-batch",
    title=N_("Script missing from its batch"),
    about=Thing.SCRIPT,
    step=NN_("script missing from its batch", "scripts missing from their batch"),
    is_of_place=True,
    is_lacking=True,
)

RUNGS: Sequence[RungKind[Batched]] = (
    RungKind(
        name="in batches",
        title=N_("In batches"),
        slug="lots",
        sources=(N_("scripts received"), N_("in batches")),
        kinds=(IN_RECEPTION, NOT_IN_BATCH, NOT_RECEIVED, MISSING_FROM_BATCH),
        lines=_lines,
        gaps=_gaps,
        expected=lambda facts: facts.received,
    ),
)
