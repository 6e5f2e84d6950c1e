"""Acts of mark entry: one file per act."""

from massicot.marks.services.locking import lock_batch
from massicot.marks.services.printing import print_sheet
from massicot.marks.services.saving import save_marks
from massicot.marks.services.signing_in import open_batch

__all__ = ["lock_batch", "open_batch", "print_sheet", "save_marks"]
