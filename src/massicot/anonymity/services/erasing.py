"""Old versions of rows: asked to be erased by the acts that leave some, erased by a worker once these are committed.

No act of the journal: nothing that anybody said changes.
"""

from datetime import datetime

from massicot.anonymity import queries
from massicot.anonymity.models import OldVersions
from massicot.anonymity.rules import erasing
from massicot.candidates import queries as candidates
from massicot.consignments import queries as consignments
from massicot.custody import queries as custody
from massicot.scripts import queries as scripts
from massicot.store import old_versions

_TABLES = (scripts.TABLE, *scripts.STRIP_TABLES, *custody.TABLES, *consignments.PACKED_TABLES, candidates.ENTRY_TABLE)


def ask_erasing(at: datetime) -> None:
    """Note in the caller's transaction that it leaves old versions behind."""
    OldVersions.objects.create(left_at=at)


def erase_old_versions(*, at: datetime) -> bool:
    """Erase what old versions are due; say whether nothing is left to erase of what was due.

    Tried again by the next turn of a worker when somebody still reads them. What was asked meanwhile stays asked.
    """
    asked = queries.old_versions_left()
    if not erasing.is_due(asked.values(), at):
        return not asked
    if not old_versions.erase(_TABLES):
        return False
    OldVersions.objects.filter(pk__in=asked).delete()
    return True
