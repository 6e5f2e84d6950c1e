"""The pages of the destruction of a paper's scripts, and of its mark sheets, and what is done there."""

from django.utils.translation import gettext, gettext_lazy, ngettext

from massicot.anonymity import services as numbers
from massicot.core import draws
from massicot.core.actor import Role
from massicot.results import services
from massicot.shelves import queries as shelf_reads
from massicot.shelves import services as shelves
from massicot.store import key_file
from massicot.web.office.destruction import forms, sheets, views
from massicot.web.shared.acts import ActDone, Page, PageAct
from massicot.web.shared.numbers import Grouped

_NAMES = {"paper": lambda signer: signer.paper, "key": lambda _signer: key_file.read()}


def _user(signer: views.PaperSigner) -> dict[str, object]:
    return {"user": signer.user}


def _said(sentence: str, act: ActDone) -> str:
    return sentence.format(code=act.result.code)


def _destroyed(act: ActDone) -> str:
    count = sum(line.count for line in shelf_reads.destroyed_contents(act.result))
    sentence = ngettext(
        "{n} script of the list {code} is destroyed: print the certificate, sign it on paper.",
        "{n} scripts of the list {code} are destroyed: print the certificate, sign it on paper.",
        count,
    )
    return sentence.format(n=Grouped(count), code=act.result.code)


def _sheets_destroyed(act: ActDone) -> str:
    count = sum(line.count for line in shelf_reads.listed_sheets(act.result))
    sentence = ngettext(
        "{n} mark sheet of the list {code} is destroyed: print the certificate, sign it on paper.",
        "{n} mark sheets of the list {code} are destroyed: print the certificate, sign it on paper.",
        count,
    )
    return sentence.format(n=Grouped(count), code=act.result.code)


DESTRUCTION = Page(
    name="destruction",
    path="<str:session>/<str:paper>/destruction/",
    role=Role.OFFICE,
    find=views.paper_signed_at,
    names={"paper": lambda signer: signer.paper},
    template_name="office/destruction/destruction.html",
    context=views.page_of_destruction,
    acts=(
        PageAct(
            name="list_destruction",
            path="liste/",
            form_class=forms.ListForm,
            form_name="list_form",
            form_kwargs=_user,
            fields={"share": "share"},
            names={**_NAMES, "draw": lambda _signer: draws.from_system()},
            service=services.list_destruction,
            success_message=lambda act: _said(
                gettext("The list {code} is made: print it, send it to the archives, sign it once they consent."),
                act,
            ),
        ),
        PageAct(
            name="sign_destruction",
            path="signer/",
            form_class=forms.ConsentForm,
            form_name="sign_form",
            form_kwargs=_user,
            fields={"code": "listed", "consent": "archives_consent"},
            names=_NAMES,
            service=services.sign_destruction,
            success_message=lambda act: _said(
                gettext("The list {code} is signed: another person of the office signs it, and it is destroyed."), act
            ),
        ),
        PageAct(
            name="destroy_scripts",
            path="detruire/",
            form_class=forms.ListNamedForm,
            form_name="destroy_form",
            form_kwargs=_user,
            fields={"code": "listed"},
            names=_NAMES,
            service=services.destroy_scripts,
            success_message=_destroyed,
        ),
        PageAct(
            name="withdraw_destruction",
            path="retirer/",
            form_class=forms.ListReasonForm,
            form_name="withdraw_form",
            fields={"code": "listed", "reason": "reason"},
            service=shelves.withdraw_destruction,
            success_message=lambda act: _said(
                gettext("The list {code} is withdrawn: nothing is destroyed. Another one can be made."), act
            ),
        ),
        PageAct(
            name="note_strips_not_found",
            path="en-tetes/acte/",
            form_class=forms.StripsNotFoundForm,
            form_name="note_form",
            service=numbers.note_strips_not_found,
            success_message=gettext_lazy("It is noted: these header strips are asked about no more."),
        ),
        PageAct(
            name="ask_strips_again",
            path="en-tetes/retour/",
            form_class=forms.StripsAgainForm,
            form_name="again_form",
            fields={"destruction_id": "destruction_id", "reason": "word"},
            service=numbers.ask_strips_again,
            success_message=gettext_lazy("The note is taken back: these header strips are asked about again."),
        ),
    ),
)

SHEET_DESTRUCTION = Page(
    name="sheet_destruction",
    path="<str:session>/<str:paper>/bordereaux/destruction/",
    role=Role.OFFICE,
    find=views.paper_signed_at,
    names={"paper": lambda signer: signer.paper},
    template_name="office/destruction/sheets.html",
    context=sheets.page_of_sheet_destruction,
    acts=(
        PageAct(
            name="list_sheet_destruction",
            path="liste/",
            form_class=forms.CodeAfterForm,
            form_name="list_form",
            form_kwargs=_user,
            fields={},
            service=services.list_sheet_destruction,
            success_message=lambda act: _said(
                gettext("The list {code} is made: print it, send it to the archives, sign it once they consent."),
                act,
            ),
        ),
        PageAct(
            name="sign_sheet_destruction",
            path="signer/",
            form_class=forms.ConsentForm,
            form_name="sign_form",
            form_kwargs=_user,
            fields={"code": "listed", "consent": "archives_consent"},
            service=services.sign_sheet_destruction,
            success_message=lambda act: _said(
                gettext("The list {code} is signed: once another person signs it, its mark sheets are destroyed."), act
            ),
        ),
        PageAct(
            name="destroy_sheets",
            path="detruire/",
            form_class=forms.ListNamedForm,
            form_name="destroy_form",
            form_kwargs=_user,
            fields={"code": "listed"},
            service=services.destroy_sheets,
            success_message=_sheets_destroyed,
        ),
        PageAct(
            name="withdraw_sheet_destruction",
            path="retirer/",
            form_class=forms.ListReasonForm,
            form_name="withdraw_form",
            fields={"code": "listed", "reason": "reason"},
            service=shelves.withdraw_destruction,
            success_message=lambda act: _said(
                gettext("The list {code} is withdrawn: nothing is destroyed. Another one can be made."), act
            ),
        ),
    ),
)
