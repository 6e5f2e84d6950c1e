"""What is scanned in an envelope, kept in its tally, and written to its lines all together as it is closed."""

from dataclasses import replace
from uuid import UUID

from massicot.batches.models import Batch, BatchScript, EnvelopeTally
from massicot.batches.queries import concordance, tallies
from massicot.batches.queries.concordance import EnvelopeLine
from massicot.batches.rules.concordance import Check
from massicot.batches.rules.tally import KEY_USE, digest_of_line
from massicot.consignments.rules.tally import digest_of_scan, write_tally
from massicot.core import keys
from massicot.core.actor import Actor
from massicot.store.prepared import Update, ask_all

_LOGIN_LENGTH = 254
_SEALED = Update(lambda batch_id, sealed: (EnvelopeTally.objects.filter(batch_id=batch_id), {"sealed": sealed}))
"""All but the first scans of whoever checks an envelope change nothing else."""


class HeldEnvelope:
    """An envelope whose batch is held: of two who scan at once, the second adds to what the first left."""

    def __init__(self, batch: Batch) -> None:
        self.batch = batch
        rows, kept = ask_all(*concordance.asked_of(batch.pk))
        self._tally: EnvelopeTally | None = next(iter(kept), None)
        self.lines = {line.number: line for line in concordance.read_lines(rows, kept)}

    @property
    def remaining(self) -> int:
        """Count the scripts that were not seen yet."""
        return sum(not line.is_seen for line in self.lines.values())

    def knows(self, number: str, scan_id: UUID) -> bool:
        """Say whether a script was seen by this scan."""
        if self._tally is None:
            return False
        content = tallies.content_of(self._tally, tallies.key_for(self._tally), len(self.lines))
        return content.knows(digest_of_scan(number, scan_id))

    def see(self, line: EnvelopeLine, scan_id: UUID | None, *, by: Actor) -> None:
        """Keep that the script of a line was seen, and by which scan."""
        key = tallies.key_for(self._tally)
        scans = [] if scan_id is None else [digest_of_scan(line.number, scan_id)]
        content = tallies.content_of(self._tally, key, len(self.lines))
        content = content.ticking([], [digest_of_line(line.pk), *scans])
        tally = self._tally or EnvelopeTally(batch=self.batch, key="", checkers=[])
        before = (tally.key, tally.checkers)
        tally.sealed = keys.seal(key.sub_key(KEY_USE), write_tally(content), tallies.about(self.batch.pk))
        tally.key = key.fingerprint
        tally.checkers = sorted({*tally.checkers, by.login})
        if before == (tally.key, tally.checkers):
            ask_all(_SEALED.of(batch_id=self.batch.pk, sealed=tally.sealed))
        else:
            tally.save(force_insert=self._tally is None)
        self._tally = tally
        self.lines[line.number] = replace(line, check=Check.SCANNED)

    def write(self, *, by: Actor) -> None:
        """Write what was seen to the lines, all together; the caller holds the batch and closes it."""
        unwritten = BatchScript.objects.filter(batch=self.batch, check_made=Check.NOT_YET)
        seen = unwritten.filter(pk__in=sorted(line.pk for line in self.lines.values() if line.is_seen))
        seen.update(check_made=Check.SCANNED, checked_by=self._checkers(by))

    def _checkers(self, by: Actor) -> str:
        together = ", ".join(self._tally.checkers) if self._tally else ""
        return together if 0 < len(together) <= _LOGIN_LENGTH else by.login
