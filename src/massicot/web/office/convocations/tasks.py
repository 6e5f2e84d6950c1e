"""What remains of convocations: letters of which nobody knows whether their readers know."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from massicot.missions.queries.letters import FollowedCount
from massicot.web.shared.numbers import Grouped
from massicot.web.shared.tasks import Task, Urgency


def tasks_of_convocations(counts: FollowedCount) -> Iterator[Task]:
    """Tell how many people have not acknowledged their letter, and how many letters came back."""
    if counts.unreached:
        sentence = ngettext(
            "{n} urgent convocation did not reach its reader: call somebody else.",
            "{n} urgent convocations did not reach their readers: call somebody else.",
            counts.unreached,
        ).format(n=Grouped(counts.unreached))
        yield Task(sentence, gettext("See who"), reverse("office:replacements"), Urgency.AT_ONCE)
    if not counts.unknown:
        return
    sentence = ngettext(
        "{unknown} of {valid} has not acknowledged the convocation",
        "{unknown} of {valid} have not acknowledged their convocations",
        counts.unknown,
    ).format(unknown=Grouped(counts.unknown), valid=Grouped(counts.valid))
    if counts.back:
        back = ngettext("{back} came back", "{back} came back", counts.back).format(back=Grouped(counts.back))
        sentence = gettext("{sentence}; {back}").format(sentence=sentence, back=back)
    urgency = Urgency.NOW if counts.back else Urgency.LATER
    yield Task(f"{sentence}.", gettext("See who"), reverse("office:convocations"), urgency)
