"""The corrigenda of a paper: a draft applied or thrown away, readers written to again."""

from datetime import datetime

from django.utils.translation import gettext, ngettext

from massicot.anonymity import services as anonymity
from massicot.core import draws
from massicot.core.actor import Actor, Role
from massicot.exams import queries as exams
from massicot.exams import services
from massicot.store import key_file
from massicot.web.office.access import address_of, paper_at
from massicot.web.office.corrigenda import readers, views
from massicot.web.office.corrigenda.effects import progress_of
from massicot.web.office.corrigenda.forms import ApplyForm
from massicot.web.office.corrigenda.shown import check_seen
from massicot.web.shared.acts import ActDone, Page, PageAct, itself
from massicot.web.shared.mail import is_mailed

_CORRIGENDA = "<str:session>/<str:paper>/rectificatifs"


def _apply(*, corrigendum: exams.Corrigendum, seen: str, by: Actor, at: datetime) -> None:
    """Apply a corrigendum, tell each it concerns, and number whoever it brings to the on-site route."""
    whom = readers.concerned_by(corrigendum, exams.draft_of(corrigendum), by.login)
    anonymity.apply_corrigendum(
        corrigendum=corrigendum,
        progress=progress_of(corrigendum.paper),
        readers=list(whom.readers),
        letters=readers.letters_to(whom.emails, corrigendum, readers.TOLD),
        check_seen=lambda: check_seen(corrigendum, at, by.login, seen),
        key=key_file.read_if_whole(),
        draw=draws.from_system(),
        is_mailed=is_mailed(),
        by=by,
        at=at,
    )


def _remind(*, corrigendum: exams.Corrigendum, by: Actor, at: datetime) -> int:
    """Write again to those who have not read a corrigendum, and count the letters."""
    letters = readers.letters_to(readers.not_yet_read(corrigendum).emails, corrigendum, readers.REMINDED)
    services.remind_readers(corrigendum=corrigendum, letters=letters, by=by, at=at)
    return len(letters)


def _corrigendum_message(act: ActDone) -> str:
    """Say that a corrigendum is applied, and whether those whom it concerns are told."""
    waiting = 0 if is_mailed() else readers.still_to_read(act.found).letters
    if waiting:
        sentence = ngettext(
            "The corrigendum %(reference)s is applied. %(n)d letter waits, for no mail server is named: call whom it "
            "concerns.",
            "The corrigendum %(reference)s is applied. %(n)d letters wait, for no mail server is named: call those "
            "whom it concerns.",
            waiting,
        )
    else:
        sentence = gettext("The corrigendum %(reference)s is applied, and each it concerns is told.")
    return sentence % {"reference": act.found.reference, "n": waiting}


def _reminder_message(act: ActDone) -> str:
    sentence = ngettext("%(n)d letter is in the outbox.", "%(n)d letters are in the outbox.", act.result)
    return sentence % {"n": act.result}


CORRIGENDA = Page(
    name="corrigenda",
    path=f"{_CORRIGENDA}/",
    role=Role.OFFICE,
    find=paper_at,
    names={},
    template_name="office/corrigenda/corrigenda.html",
    context=views.page_of_corrigenda,
)

CORRIGENDUM = Page(
    name="corrigendum",
    path=f"{_CORRIGENDA}/<row:corrigendum_id>/",
    role=Role.OFFICE,
    find=views.corrigendum_at,
    names={"corrigendum": itself},
    template_name="office/corrigenda/corrigendum.html",
    context=views.page_of_corrigendum,
    acts=(
        PageAct(
            name="apply_corrigendum",
            path="appliquer/",
            form_class=ApplyForm,
            form_name="refused",
            service=_apply,
            success_message=_corrigendum_message,
        ),
        PageAct(
            name="discard_corrigendum",
            path="jeter/",
            form_name="refused",
            service=services.discard_corrigendum,
            success_message=lambda act: (
                gettext("The draft %(reference)s is thrown away.") % {"reference": act.found.reference}
            ),
            success_url=lambda act: address_of(act.found.paper, "corrigenda"),
        ),
        PageAct(
            name="remind_readers",
            path="relancer/",
            form_name="refused",
            service=_remind,
            success_message=_reminder_message,
        ),
    ),
)
