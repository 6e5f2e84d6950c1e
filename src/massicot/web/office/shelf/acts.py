"""The page of the boxes of a paper, and what the office does there."""

from django.utils.translation import gettext, ngettext

from massicot.core.actor import Role
from massicot.exams.queries import Paper
from massicot.shelves import queries, services
from massicot.web.office.access import paper_at
from massicot.web.office.shelf import forms
from massicot.web.office.shelf.shown import told_made
from massicot.web.office.shelf.views import page_of_shelf
from massicot.web.shared.acts import ActDone, Page, PageAct, itself
from massicot.web.shared.numbers import Grouped
from massicot.web.shared.sheets import told_out


def _specialties(paper: Paper) -> dict[str, list[str]]:
    return {"codes": queries.specialties_to_box(paper)}


def _shelved(act: ActDone) -> str:
    codes, shelf = act.result
    sentence = ngettext("{n} box stands now: {shelf}.", "{n} boxes stand now: {shelf}.", len(codes))
    return sentence.format(n=len(codes), shelf=shelf)


def _boxed_sheets(act: ActDone) -> str:
    code, count, is_new = act.result
    told = ngettext("{n} mark sheet is put into the box {code}", "{n} mark sheets are put into the box {code}", count)
    sentence = told.format(n=Grouped(count), code=code)
    if is_new:
        return gettext("{told}: print its label, then say where it stands.").format(told=sentence)
    return gettext("{told}: its label says otherwise now, print it again.").format(told=sentence)


SHELF = Page(
    name="shelf",
    path="<str:session>/<str:paper>/rayons/",
    role=Role.OFFICE,
    find=paper_at,
    names={"paper": itself},
    template_name="office/shelf/shelf.html",
    context=page_of_shelf,
    acts=(
        PageAct(
            name="make_boxes",
            path="cartons/",
            form_class=forms.MakeBoxesForm,
            form_name="make_form",
            form_kwargs=_specialties,
            fields={"choice": "choice", "counted": "hand_count"},
            service=services.make_boxes,
            success_message=lambda act: told_made(act.result),
        ),
        PageAct(
            name="shelve_boxes",
            path="place/",
            form_class=forms.ShelveForm,
            form_name="shelve_form",
            fields={"boxes": "typed_boxes", "shelf": "shelf", "seen": "seen"},
            service=services.shelve_boxes,
            success_message=_shelved,
        ),
        PageAct(
            name="take_down_box",
            path="place/retour/",
            form_class=forms.BoxReasonForm,
            form_name="down_form",
            service=services.take_down_box,
            success_message=lambda act: gettext("The box {code} is in the office, on no shelf.").format(
                code=act.result
            ),
        ),
        PageAct(
            name="open_box",
            path="ouvrir/",
            form_class=forms.BoxReasonForm,
            form_name="open_form",
            service=services.open_box,
            success_message=lambda act: gettext(
                "The box {code} is no more: what lay in it goes into boxes anew. Destroy its label."
            ).format(code=act.result),
        ),
        PageAct(
            name="box_sheets",
            path="bordereaux/",
            form_class=forms.BoxSheetsForm,
            form_name="sheets_form",
            fields={"choice": "choice", "box": "box"},
            service=services.box_sheets,
            success_message=_boxed_sheets,
        ),
        PageAct(
            name="take_sheet_out_of_box",
            path="bordereaux/retour/",
            form_class=forms.SheetOutForm,
            form_name="sheet_out_form",
            service=services.take_sheet_out_of_box,
            success_message=lambda act: gettext("The mark sheet {sheet} is at the office, in no box. {label}").format(
                sheet=queries.name_of(act.result), label=told_out(act.result.box)
            ),
        ),
        PageAct(
            name="take_out_of_box",
            path="retirer/",
            form_class=forms.OutOfBoxForm,
            form_name="out_form",
            service=services.take_out_of_box,
            success_message=lambda act: gettext(
                "{ref} lies in no box now, in the office. If it is nowhere, open its return parcel again and declare "
                "it missing there."
            ).format(ref=act.result),
        ),
    ),
)
