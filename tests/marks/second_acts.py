"""What the office asks and another person types, as short as a test wants it."""

from datetime import datetime
from uuid import UUID, uuid4

from massicot.batches import queries as batches
from massicot.core import draws
from massicot.exams import queries as exams
from massicot.marks import queries, services
from massicot.marks.rules import TypedLine
from tests.cast import MARC, ODILE, TYPING

CHARLIE = "Charlie CANNELLE"


def ask(paper_id: int, percent: int = 100, seen: int = 0, draw=None, by=ODILE, at: datetime = TYPING) -> list[str]:
    """Ask for a second keying as Odile does."""
    return services.ask_second_keying(
        paper=exams.paper_by_id(paper_id),
        percent=percent,
        seen=seen,
        draw=draw or draws.from_seed(1, "second keying"),
        by=by,
        at=at,
    )


def print_again(batch):
    """Print the sheet of a batch's second keying as Marc does; give what it prints."""
    _, printed = services.print_second_sheet(
        batch_code=batch.code,
        printings=queries.second_printings_of(batch.pk),
        portal_address="http://127.0.0.1:8000/saisie/",
        draw=draws.from_seed(queries.second_printings_of(batch.pk), batch.code, "second"),
        by=MARC,
        at=TYPING,
    )
    return printed


class SecondSheet:
    """One batch opened with the sheet of its second keying, in Charlie's hands."""

    def __init__(self, batch):
        self.batch, self.printed = batch, print_again(batch)
        self.numbers = batches.numbers_of(batch.pk)
        sheet = {name: getattr(self.printed, name) for name in ("site", "identifier", "password")}
        self.credential_id = services.open_batch(**sheet, at=TYPING).pk

    def save(self, *lines: tuple[str, str, str], name: str = CHARLIE, save_id: UUID | None = None, at=TYPING):
        """Save lines of (number, value, seen), confirmed whatever the exam centre counted."""
        sent = [TypedLine(*line, confirmed=True) for line in lines]
        who = {"credential_id": self.credential_id, "name": name}
        return services.save_second(**who, save_id=save_id or uuid4(), lines=sent, at=at)

    def fill(self, value: str = "12", **exceptions: str):
        """Save the same value on every line, but for some."""
        return self.save(*((number, exceptions.get(number, value), "") for number in self.numbers))


def settle(sheet, number: str, value: str, first: str, second: str, at: datetime = TYPING):
    """Settle one line as the marker of a batch does."""
    line = {"number": number, "value": value, "first": first, "second": second}
    return services.settle_line(credential_id=sheet.credential_id, **line, at=at)
