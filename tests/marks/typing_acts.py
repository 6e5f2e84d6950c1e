"""What a marker does with one mark sheet, as short as a test wants it."""

from datetime import timedelta
from uuid import UUID, uuid4

from massicot.marks import services
from massicot.marks.rules import TypedLine
from tests.cast import TYPING


class Sheet:
    """One batch opened with its mark sheet."""

    def __init__(self, batch, opened):
        self.batch, self.credential_id, self.numbers = batch, opened.credential_id, opened.numbers
        self.subject = f"batch:{batch.code}"

    def save(self, *lines: tuple[str, str, str], save_id: UUID | None = None, at=TYPING):
        """Save lines of (number, value, seen), confirmed whatever the exam centre counted."""
        return services.save_marks(
            credential_id=self.credential_id,
            save_id=save_id or uuid4(),
            lines=[TypedLine(*line, confirmed=True) for line in lines],
            at=at,
        )

    def fill(self, value: str = "12", **exceptions: str):
        """Save the same value on every line, but for some."""
        return self.save(*((number, exceptions.get(number, value), "") for number in self.numbers))

    def lock(self, lines: str = "", total: str = "", at=TYPING, act=services.lock_batch):
        """Lock the batch with totals as typed."""
        return act(credential_id=self.credential_id, typed_lines=lines, typed_sum=total, at=at)


def days_later(days: int):
    """Give an instant some days after the typing."""
    return TYPING + timedelta(days=days)
