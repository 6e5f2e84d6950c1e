"""The pages of batches, and what the office alone does there: with a batch, a line, what was referred or put aside."""

from django.utils import timezone
from django.utils.translation import gettext

from massicot.batches import services as batch_acts
from massicot.core.actor import Role
from massicot.documents import codes
from massicot.exams import queries as exams
from massicot.marks import queries as marks
from massicot.marks import services as mark_acts
from massicot.results import services as result_acts
from massicot.setasides import services as set_aside_acts
from massicot.web.office.access import address_of, paper_at
from massicot.web.office.batches import forms, shown, views
from massicot.web.office.batches.views import PaperBatch
from massicot.web.shared.acts import ActDone, Page, PageAct
from massicot.web.shared.instants import day_and_hour
from massicot.web.shared.mail import is_mailed
from massicot.web.shared.set_asides import SettleForm

_PAPER = "<str:session>/<str:paper>"
_LOTS, _SET_ASIDES = f"{_PAPER}/lots", f"{_PAPER}/mises-a-l-ecart"


def _code(subject: PaperBatch) -> str:
    return str(subject.batch.code)


def _is_mailed(_subject: object) -> bool:
    return is_mailed()


def _opening_message(act: ActDone) -> str:
    """Say that a batch is open again, and what its marker may do with it."""
    paper, batch = act.found
    sentence = gettext("The batch {code} is open again: its marker corrects it and locks it again.")
    if timezone.now() >= marks.window_of_batch(paper, batch.pk).closes_at:
        sentence = gettext(
            "The batch {code} is open again, and its entry is closed: give it more time so that its marker corrects "
            "it, or write and lock in their place."
        )
    return sentence.format(code=batch.code)


def _extension_message(act: ActDone) -> str:
    closing = day_and_hour(exams.local(act.found.paper, act.form.cleaned_data["closes_at"]))
    sentence = gettext("The batch {code} stays open until {until}.")
    return sentence.format(code=act.found.batch.code, until=closing)


def _answer_message(act: ActDone) -> str:
    words = shown.SAID[act.form.cleaned_data["answer"]]
    return gettext("{number}: {said}.").format(number=codes.group_number(act.found.referral.number), said=words)


def _after_answer(act: ActDone) -> str:
    """Go on with the next line that waits, or to the batch when none does."""
    paper, referral = act.found
    if marks.waiting_on_paper(paper.pk).exists():
        return address_of(paper, "referrals")
    return address_of(paper, "batch", referral.batch.code)


def _decision_message(act: ActDone) -> str:
    words = shown.SETTLED[act.form.cleaned_data["decision"]]
    return gettext("{number}: {said}.").format(number=codes.group_number(act.found.row.number), said=words)


def _mark_message(act: ActDone) -> str:
    number = codes.group_number(act.found.number)
    return gettext("Written: {number}, {value}.").format(number=number, value=act.form.cleaned_data["value"])


BATCHES = Page(
    name="batches",
    path=f"{_LOTS}/",
    role=Role.OFFICE,
    find=paper_at,
    names={},
    template_name="office/batches/batch_list.html",
    context=views.page_of_batches,
)

BATCH = Page(
    name="batch",
    path=f"{_LOTS}/<str:code>/",
    role=Role.OFFICE,
    find=views.batch_at,
    names={"batch_code": _code},
    template_name="office/batches/batch.html",
    context=views.page_of_batch,
    acts=(
        PageAct(
            name="unlock_batch",
            path="deverrouiller/",
            form_class=forms.UnlockForm,
            form_name="unlock",
            names={"batch_code": _code, "is_mailed": _is_mailed},
            service=result_acts.unlock_batch,
            success_message=_opening_message,
        ),
        PageAct(
            name="extend_batch",
            path="prolonger/",
            form_class=forms.ExtendForm,
            form_name="extend",
            form_kwargs=lambda subject: {"zone": exams.zone_of(subject.paper.session)},
            names={"batch_code": _code, "is_mailed": _is_mailed},
            service=mark_acts.extend_batch,
            success_message=_extension_message,
        ),
        PageAct(
            name="release_batch",
            path="saisie-unique/",
            form_class=forms.ReleaseForm,
            form_name="release",
            service=mark_acts.release_batch,
            success_message=lambda act: gettext("The batch {code} is typed once.").format(code=_code(act.found)),
        ),
        PageAct(
            name="lock_batch",
            path="verrouiller/",
            form_class=forms.LockForm,
            form_name="lock",
            service=mark_acts.lock_for_marker,
            success_message=lambda act: gettext("The batch {code} is locked.").format(code=_code(act.found)),
        ),
    ),
)

LINE = Page(
    name="line",
    path=f"{_LOTS}/<str:code>/lignes/<str:number>/",
    role=Role.OFFICE,
    find=views.line_at,
    names={"number": lambda subject: subject.number, "is_mailed": _is_mailed},
    template_name="office/batches/line.html",
    context=views.page_of_line,
    acts=(
        PageAct(
            name="line",
            path="",
            form_class=forms.MarkForm,
            form_name="form",
            service=mark_acts.write_mark,
            success_message=_mark_message,
            success_url=lambda act: address_of(act.found.page["paper"], "batch", act.found.page["batch"].code),
        ),
    ),
)

REFERRALS = Page(
    name="referrals",
    path=f"{_LOTS}/renvois/",
    role=Role.OFFICE,
    find=paper_at,
    names={},
    template_name="office/batches/referrals.html",
    context=views.page_of_referrals,
)

REFERRAL = Page(
    name="referral",
    path=f"{_LOTS}/renvois/<row:referral_id>/",
    role=Role.OFFICE,
    find=views.referral_at,
    names={"referral_id": lambda subject: subject.referral.pk, "is_mailed": _is_mailed},
    template_name="office/batches/referral.html",
    context=views.page_of_referral,
    acts=(
        PageAct(
            name="referral",
            path="",
            form_class=forms.AnswerForm,
            form_name="form",
            form_kwargs=lambda subject: {"value": subject.referral.value},
            service=mark_acts.answer_referral,
            success_message=_answer_message,
            success_url=_after_answer,
        ),
    ),
)

SET_ASIDES = Page(
    name="set_asides",
    path=f"{_SET_ASIDES}/",
    role=Role.OFFICE,
    find=paper_at,
    names={},
    template_name="office/batches/set_asides.html",
    context=views.page_of_set_asides,
)

SET_ASIDE = Page(
    name="set_aside",
    path=f"{_SET_ASIDES}/<str:code>/",
    role=Role.OFFICE,
    find=views.set_aside_at,
    names={"code": lambda subject: subject.row.code},
    template_name="office/batches/set_aside.html",
    context=views.page_of_set_aside,
    acts=(
        PageAct(
            name="set_aside",
            path="",
            form_class=SettleForm,
            form_name="form",
            form_kwargs=lambda subject: {"row": subject.row},
            fields={"outcome": "outcome"},
            service=set_aside_acts.settle_set_aside,
            success_message=lambda act: gettext("{code} has its end.").format(code=act.found.row.code),
            success_url=lambda act: address_of(act.found.paper, "set_asides"),
        ),
    ),
)

WITHDRAWN = Page(
    name="withdrawn",
    path=f"{_LOTS}/retirees/",
    role=Role.OFFICE,
    find=paper_at,
    names={},
    template_name="office/batches/withdrawn.html",
    context=views.page_of_withdrawn,
)

WITHDRAWAL = Page(
    name="decide_withdrawn",
    path=f"{_LOTS}/retirees/<row:withdrawal_id>/",
    role=Role.OFFICE,
    find=views.withdrawal_at,
    names={"withdrawal_id": lambda subject: subject.row.pk},
    template_name="office/batches/decide_withdrawn.html",
    context=views.page_of_withdrawal,
    acts=(
        PageAct(
            name="decide_withdrawn",
            path="",
            form_class=forms.DecideForm,
            form_name="form",
            form_kwargs=lambda subject: {"initial": {"seen": subject.row.decision}},
            service=batch_acts.decide_withdrawn,
            success_message=_decision_message,
            success_url=lambda act: address_of(act.found.paper, "withdrawn"),
        ),
    ),
)
