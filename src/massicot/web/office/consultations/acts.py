"""The pages of requests to see a script, and what is noted of one."""

from functools import partial
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, ngettext

from massicot.core.actor import Role
from massicot.results import services
from massicot.results.rules.consultations import PROOFS_OF, SEEN, ConsultationStep
from massicot.store import key_file
from massicot.web.office.access import address_of, paper_at
from massicot.web.office.consultations import files, forms, views
from massicot.web.shared.acts import ActDone, Names, Page, PageAct, itself
from massicot.web.shared.numbers import Grouped

_PATH = "<str:session>/<str:paper>/acces/demandes/"


_NAMES: Names = {"paper": lambda found: found.paper, "consultation_id": lambda found: found.consultation_id}
_KEYED: Names = {**_NAMES, "key": lambda _found: key_file.read_if_whole()}


def _address(act: ActDone) -> str:
    return address_of(act.found, "consultation", act.result.pk)


def _step(
    step: ConsultationStep,
    name: str,
    path: str,
    form: tuple[type[forms.StepForm], str],
    said: Promise | str,
    **more: Any,
) -> PageAct:
    form_class, form_name = form
    if step in SEEN:
        more["names"] = _KEYED
    return PageAct(
        name=name,
        path=path,
        form_class=form_class,
        form_name=form_name,
        fields={"typed": "typed", "seen": "steps_seen"},
        service=partial(services.follow_consultation, step=step),
        success_message=said,
        **more,
    )


CONSULTATIONS = Page(
    name="consultations",
    path=_PATH,
    role=Role.OFFICE,
    find=paper_at,
    names={"paper": itself},
    template_name="office/consultations/consultations.html",
    context=views.page_of_consultations,
    acts=(
        PageAct(
            name="ask_consultation",
            path="noter/",
            form_class=forms.ScriptRequestForm,
            form_name="ask_form",
            service=services.ask_consultation,
            success_message=gettext_lazy("The request is noted: look who asks, then answer it."),
            success_url=_address,
        ),
    ),
)

OLD_FILES = Page(
    name="old_files",
    path="<str:session>/<str:paper>/acces/dossiers/",
    role=Role.OFFICE,
    find=paper_at,
    names={"paper": itself},
    template_name="office/consultations/files.html",
    context=files.page_of_old_files,
    acts=(
        PageAct(
            name="erase_files",
            path="effacer/",
            form_class=files.OldFilesForm,
            form_name="erase_form",
            service=services.erase_files,
            success_message=lambda act: ngettext("{n} file is erased.", "{n} files are erased.", act.result).format(
                n=Grouped(act.result)
            ),
        ),
    ),
)

CONSULTATION = Page(
    name="consultation",
    path=f"{_PATH}<row:consultation_id>/",
    role=Role.OFFICE,
    find=views.consultation_at,
    names=_NAMES,
    template_name="office/consultations/consultation.html",
    context=views.page_of_consultation,
    acts=(
        _step(
            ConsultationStep.CHECK,
            "check_asker",
            "identite/",
            (forms.CheckForm, "check_form"),
            gettext_lazy("Who asks is checked: answer the request, or see on this page what stands against it."),
            form_kwargs=lambda found: {"proofs": PROOFS_OF[found.row.asked_by]},
        ),
        _step(
            ConsultationStep.SHOW,
            "note_shown",
            "montree/",
            (forms.ShowForm, "show_form"),
            gettext_lazy("Noted: the script was shown."),
        ),
        _step(
            ConsultationStep.COPY,
            "note_copied",
            "copiee/",
            (forms.PagesCopiedForm, "copy_form"),
            gettext_lazy("Noted: a copy on paper was given."),
        ),
        _step(
            ConsultationStep.SEND,
            "note_sent",
            "envoyee/",
            (forms.StepForm, "send_form"),
            gettext_lazy("Noted: a copy was sent."),
        ),
        PageAct(
            name="send_script_copy",
            path="courriel/",
            form_class=forms.SendCopyForm,
            form_name="mail_form",
            fields={"copy": "copy", "to": "to", "seen": "steps_seen", "extract": "extract"},
            names=_KEYED,
            service=services.send_script_copy,
            success_message=gettext_lazy("The copy is in the outbox: the request is answered once its mail has left."),
        ),
        PageAct(
            name="keep_extract",
            path="bordereau/",
            form_class=forms.MaskForm,
            form_name="mask_form",
            service=services.keep_extract,
            success_message=gettext_lazy("The line is kept: another person of the office opens it, and confirms it."),
        ),
        PageAct(
            name="confirm_extract",
            path="bordereau/confirmer/",
            form_class=forms.ExtractForm,
            form_name="confirm_form",
            service=services.confirm_extract,
            success_message=gettext_lazy("The line is confirmed: it goes with the copy."),
        ),
        PageAct(
            name="take_back_extract",
            path="bordereau/reprendre/",
            form_class=forms.ExtractForm,
            form_name="drop_form",
            service=services.take_back_extract,
            success_message=gettext_lazy("The line is destroyed: mask another one, or answer without it."),
        ),
        _step(
            ConsultationStep.REFUSE,
            "refuse_consultation",
            "refuser/",
            (forms.StepReasonForm, "refuse_form"),
            gettext_lazy("The refusal is noted: send it with its reason and the way to contest it."),
        ),
        _step(
            ConsultationStep.WITHDRAW,
            "withdraw_consultation",
            "retirer/",
            (forms.StepReasonForm, "withdraw_form"),
            gettext_lazy("The request is withdrawn."),
        ),
        _step(
            ConsultationStep.TAKE_BACK,
            "take_back_consultation",
            "revenir/",
            (forms.StepReasonForm, "take_back_form"),
            gettext_lazy("The last step is taken back: the request is where it was before."),
        ),
    ),
)
