"""What remains to be done of reserves: centres that have no label left, and ask for more numbers."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext

from massicot.candidates import queries as candidates
from massicot.exams import queries as exams
from massicot.web.office.known import PaperFacts
from massicot.web.shared.tasks import Task, Urgency


def tasks_of_reserves(facts: Sequence[PaperFacts]) -> Iterator[Task]:
    """List the centres that ask for more numbers, of papers whose numbers are drawn and not lifted."""
    known = {one.paper.pk: one for one in facts if one.paper.prepared_at is not None and not one.lifted.is_lifted}
    asked = candidates.numbers_asked(list(known)) if known else []
    names = exams.institution_names({one.centre_uai for one in asked}) if asked else {}
    for one in asked:
        of_paper = known[one.paper_id]
        sentence = gettext("{centre} has no label left in its reserve, and asks for more numbers.")
        yield Task(
            sentence.format(centre=names.get(one.centre_uai, one.centre_uai)),
            gettext("Draw more numbers for this centre"),
            of_paper.address("more_numbers", query=f"?centre={one.centre_uai}"),
            Urgency.AT_ONCE,
            heading=of_paper.heading,
        )
