"""What remains to be done for a head of institution: absences and lists to be confirmed, staff to be told."""

from collections.abc import Iterator, Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from massicot.markers.queries import StaffList
from massicot.web.shared.numbers import Grouped
from massicot.web.shared.tasks import Task


def tasks_of_letters(unknown: Mapping[str, int], names: Mapping[str, str]) -> Iterator[Task]:
    """Tell of each institution how many of its staff are convened and not known to know."""
    for uai, count in sorted(unknown.items()):
        sentence = ngettext(
            "{n} person of your staff has not acknowledged their convocation: tell them.",
            "{n} persons of your staff have not acknowledged their convocations: tell them.",
            count,
        )
        address = reverse("school:convened", args=[uai])
        yield Task(sentence.format(n=Grouped(count)), gettext("See who"), address, heading=names.get(uai, uai))


def tasks_of_absences(waiting: Mapping[str, int], names: Mapping[str, str]) -> Iterator[Task]:
    """Tell of each institution how many absences of its staff are to be confirmed."""
    for uai, count in sorted(waiting.items()):
        sentence = ngettext(
            "{n} absence of your staff is to be confirmed.", "{n} absences of your staff are to be confirmed.", count
        )
        address = reverse("school:absences_to_confirm", args=[uai])
        yield Task(sentence.format(n=Grouped(count)), gettext("See who"), address, heading=names.get(uai, uai))


def tasks_of_absent(absent: Mapping[str, int], names: Mapping[str, str]) -> Iterator[Task]:
    """Tell of each institution how many of its staff are absent while nobody comes in their stead."""
    for uai, count in sorted(absent.items()):
        sentence = ngettext(
            "{n} person of your staff is absent: could somebody else come in their stead?",
            "{n} persons of your staff are absent: could others come in their stead?",
            count,
        )
        address = reverse("school:substitutes", args=[uai])
        yield Task(sentence.format(n=Grouped(count)), gettext("Offer somebody"), address, heading=names.get(uai, uai))


def tasks_of_lists(lists: Sequence[StaffList], names: dict[str, str]) -> Iterator[Task]:
    """Tell of each list that is not confirmed as it stands; an empty one asks for nothing."""
    for one in lists:
        if one.count and not one.is_confirmed:
            sentence = ngettext(
                "{n} person of your staff may be called: confirm the list.",
                "{n} persons of your staff may be called: confirm the list.",
                one.count,
            )
            yield Task(
                sentence.format(n=Grouped(one.count)),
                gettext("Read the list"),
                reverse("school:staff", args=[one.uai, one.session.code]),
                detail=gettext("It has changed since it was confirmed.") if one.confirmed_at else "",
                heading=f"{names.get(one.uai, one.uai)} – {one.session.title}",
            )
