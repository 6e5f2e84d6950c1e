"""What remains to be done of single scripts and of statements: proposals to confirm, statements to issue again."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext, ngettext

from massicot.core.refused import Refused
from massicot.documents import codes
from massicot.store import key_file
from massicot.web.office.facts import OfficePaperFacts
from massicot.web.office.lifting.statements import COMPARISONS
from massicot.web.shared.numbers import Grouped
from massicot.web.shared.refusals import sentence_of
from massicot.web.shared.tasks import Task


def tasks_of_scripts(facts: OfficePaperFacts, login: str, now: datetime) -> Iterator[Task]:
    """List what remains of single scripts and of statements of one paper, as somebody of the office sees it."""
    for waiting in facts.lifted.waiting:
        if waiting.proposed_by != login:
            sentence = gettext("{who} proposed to lift the script {number}.").format(
                who=waiting.proposed_by, number=codes.group_number(waiting.number)
            )
            yield Task(sentence, gettext("See it"), facts.address("lift_script", waiting.number), heading=facts.heading)
    if facts.lifted.is_lifted and facts.lifted.has_statements and (sentence := _said_of(facts, now)):
        yield Task(sentence, gettext("See the statements"), facts.address("statements"), heading=facts.heading)


def _said_of(facts: OfficePaperFacts, now: datetime) -> str:
    """Say how many statements no longer say what stands, or why they cannot be compared; nothing when all are right."""
    try:
        count = COMPARISONS.count_stale(facts.paper, key_file.read(), now)
    except Refused as refusal:
        return sentence_of(refusal)
    sentence = ngettext(
        "{n} statement no longer says the mark that stands.",
        "{n} statements no longer say the mark that stands.",
        count,
    )
    return sentence.format(n=Grouped(count)) if count else ""
