"""A batch handed to a marker, and taken back: the counts of both sides, and what is missing."""

from operator import attrgetter

from django.utils import timezone
from django.utils.translation import gettext, ngettext

from massicot.batches import queries as batches
from massicot.batches import services as batch_acts
from massicot.batches.queries import BatchState, hands
from massicot.core.actor import Role
from massicot.documents import codes
from massicot.markers import queries as markers
from massicot.markers.queries import Marker
from massicot.marks import queries as marks
from massicot.missions.queries.expected import is_uncalled
from massicot.web.markingcentre.access import BATCH, address_of, address_to_hand, batch_or_404
from massicot.web.markingcentre.batches.shown import next_of
from massicot.web.markingcentre.hands.forms import (
    DeskShortForm,
    HandOutForm,
    ReturnShortForm,
    TakeBackAloneForm,
    TakeBackForm,
)
from massicot.web.markingcentre.hands.views import ONE_STEP, page_of_hand_out, page_of_take_back
from massicot.web.markingcentre.keys import pupil_key
from massicot.web.shared.acts import ActDone, Page, PageAct

_CODE = {"code": attrgetter("batch.code")}


def _numbers(numbers: list[str]) -> str:
    return ", ".join(map(codes.group_number, numbers))


def _taker(done: ActDone) -> Marker:
    return markers.marker_by_identifier(done.found.marked.paper.session_id, done.form.cleaned_data["marker"])


def _next_for_them(done: ActDone) -> str:
    """Find the next batch that was shared out to who stands there; empty where there is none."""
    marked = done.found.marked
    return hands.next_proposed(marked.paper.pk, marked.uai, _taker(done).identifier)


def _told_handed_out(done: ActDone) -> str:
    """Say who has a batch now, and whether nobody called them: the batch is theirs all the same."""
    marked = done.found.marked
    marker = _taker(done)
    holder = f"{marker.identifier} ({markers.name_of(marker)})"
    told = gettext("The batch {code} is with {marker}.").format(code=done.found.batch.code, marker=holder)
    if is_uncalled(marked.paper, marked.uai, marker.person_id, timezone.now()):
        told = gettext("{told} They have no mission here today: the exam office sees it, and convenes them.").format(
            told=told
        )
    return gettext("{told} This one is proposed to them too.").format(told=told) if _next_for_them(done) else told


def _after_hand_out(done: ActDone) -> str:
    """Go on with the next batch of who stands there, or else with the next one that waits."""
    if code := _next_for_them(done):
        return address_to_hand(done.found.marked, code, _taker(done).identifier)
    return next_of(done.found.marked, BatchState.READY)


def _told_missed(done: ActDone) -> str:
    sentence = gettext("{numbers} is missing from {code}: the batch goes out without, on the count of what is there.")
    return sentence.format(code=done.found.batch.code, numbers=_numbers(done.result))


HAND_OUT = Page(
    name="hand_out",
    path=f"{BATCH}remise/",
    role=Role.MARKING_CENTRE,
    find=batch_or_404,
    names=_CODE,
    template_name="markingcentre/hand_out.html",
    context=page_of_hand_out,
    acts=(
        PageAct(
            name="hand_out",
            path="",
            form_class=HandOutForm,
            form_name="form",
            form_kwargs=lambda here: {"is_told": batches.is_told(here.batch)},
            fields={"marker_identifier": "marker", "counted": "counted", "acknowledgement": "acknowledgement"},
            names={**_CODE, "pupil_key": lambda _here: pupil_key()},
            service=batch_acts.hand_out_batch,
            success_message=_told_handed_out,
            success_url=_after_hand_out,
        ),
        PageAct(
            name="miss_at_desk",
            path="manquante/",
            form_class=DeskShortForm,
            form_name="short_form",
            fields={"counted": "counted", "missing": "missing", "signed": "signed"},
            service=batch_acts.miss_at_desk,
            success_message=_told_missed,
        ),
    ),
)


def _told_back(done: ActDone) -> str:
    marked, batch = done.found.marked, done.found.batch
    now = timezone.now()
    if marks.standing_of(batch, marked.paper, now) not in ONE_STEP:
        sentence = ngettext(
            "The batch {code} is back: {size} script.", "The batch {code} is back: {size} scripts.", batch.in_hand
        )
        return sentence.format(code=batch.code, size=batch.in_hand)
    if not marks.closes_today(marked.paper, batch.pk, now):
        sentence = gettext("The batch {code} is back, complete and not locked: its marker has it again tomorrow.")
        return sentence.format(code=batch.code)
    return gettext(
        "The batch {code} is back, complete and not locked, and its entry closes today: hand it to its marker "
        "again at once."
    ).format(code=batch.code)


def _told_back_short(done: ActDone) -> str:
    _, numbers = done.result
    sentence = gettext("The batch {code} is back without {numbers}: look for what is missing.")
    return sentence.format(code=done.found.batch.code, numbers=_numbers(numbers))


def _roll_call(done: ActDone) -> str:
    return address_of(done.found.marked, "roll_call")


TAKE_BACK = Page(
    name="take_back",
    path=f"{BATCH}retour/",
    role=Role.MARKING_CENTRE,
    find=batch_or_404,
    names=_CODE,
    template_name="markingcentre/take_back.html",
    context=page_of_take_back,
    acts=(
        PageAct(
            name="take_back",
            path="",
            form_class=TakeBackForm,
            form_name="form",
            fields={"seen": "seen", "counted": "counted", "acknowledgement": "acknowledgement"},
            service=batch_acts.return_batch,
            success_message=_told_back,
            success_url=_roll_call,
        ),
        PageAct(
            name="take_back_alone",
            path="seul/",
            form_class=TakeBackAloneForm,
            form_name="alone_form",
            service=batch_acts.take_back_batch,
            success_message=_told_back,
            success_url=_roll_call,
        ),
        PageAct(
            name="take_back_short",
            path="manquante/",
            form_class=ReturnShortForm,
            form_name="short_form",
            fields={name: name for name in ("seen", "counted", "missing", "acknowledgement", "signed")},
            service=batch_acts.return_short,
            success_message=_told_back_short,
            success_url=lambda done: address_of(done.found.marked, "missing"),
        ),
    ),
)
