"""The pages of a session that is there, and what the office does with it: called, put away, deleted, its centres."""

from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy

from massicot.core.actor import Role
from massicot.exams import services as exam_acts
from massicot.results import services as result_acts
from massicot.web.office.access import all_there_is, session_at
from massicot.web.office.sessions import entry_place, forms, views
from massicot.web.shared.acts import ActDone, Page, PageAct, itself

_SESSION = "sessions/<str:session>"


def _address(act: ActDone) -> str:
    return reverse("office:session", args=[act.found.code])


SESSIONS = Page(
    name="sessions",
    path="sessions/",
    role=Role.OFFICE,
    find=all_there_is,
    names={},
    template_name="office/sessions/sessions.html",
    context=views.page_of_sessions,
)

ARCHIVED = Page(
    name="archived_sessions",
    path="sessions/archivees/",
    role=Role.OFFICE,
    find=all_there_is,
    names={},
    template_name="office/sessions/archived.html",
    context=views.page_of_archived,
)

SESSION = Page(
    name="session",
    path=f"{_SESSION}/",
    role=Role.OFFICE,
    find=session_at,
    names={"session": itself},
    template_name="office/sessions/session.html",
    context=views.page_of_session,
    acts=(
        PageAct(
            name="bring_back_session",
            path="reprendre/",
            service=exam_acts.bring_back_session,
            success_message=lambda act: (
                gettext("The session %(code)s is back in every list.") % {"code": act.found.code}
            ),
        ),
    ),
)

CALLED = Page(
    name="edit_session",
    path=f"{_SESSION}/modifier/",
    role=Role.OFFICE,
    find=session_at,
    names={"session": itself},
    template_name="office/sessions/edit_session.html",
    context=views.page_to_edit,
    acts=(
        PageAct(
            name="edit_session",
            path="",
            form_class=forms.SessionForm,
            form_name="form",
            form_kwargs=lambda session: {
                "initial": {name: getattr(session, name) for name in forms.SessionForm.base_fields}
            },
            fields={"values": "values"},
            service=exam_acts.edit_session,
            success_message=gettext_lazy("The session is corrected."),
            success_url=_address,
        ),
    ),
)

ARCHIVING = Page(
    name="archive_session",
    path=f"{_SESSION}/archiver/",
    role=Role.OFFICE,
    find=session_at,
    names={"session": itself},
    template_name="office/sessions/archive.html",
    context=views.page_to_archive,
    acts=(
        PageAct(
            name="archive_session",
            path="",
            form_class=forms.ArchiveForm,
            form_name="form",
            service=result_acts.archive_session,
            success_message=lambda act: (
                gettext("The session %(code)s is archived: it is in no list any more.") % {"code": act.found.code}
            ),
            success_url=lambda _act: reverse("office:archived_sessions"),
        ),
    ),
)

DELETION = Page(
    name="delete_session",
    path=f"{_SESSION}/supprimer/",
    role=Role.OFFICE,
    find=session_at,
    names={"session": itself},
    template_name="office/sessions/delete.html",
    context=views.page_to_delete,
    acts=(
        PageAct(
            name="delete_session",
            path="",
            form_class=forms.DeleteForm,
            form_name="form",
            form_kwargs=lambda session: {"code": session.code},
            fields={"seen": "seen"},
            service=result_acts.delete_session,
            success_message=lambda act: gettext("The session %(code)s is deleted.") % {"code": act.found.code},
            success_url=lambda _act: reverse("office:sessions"),
        ),
    ),
)

EXAM_CENTRES = Page(
    name="exam_centres",
    path=f"{_SESSION}/centres-d-epreuves/",
    role=Role.OFFICE,
    find=session_at,
    names={"session": itself},
    template_name="office/sessions/exam_centres.html",
    context=views.page_of_centres,
    acts=(
        PageAct(
            name="exam_centres",
            path="",
            form_class=forms.CentreForm,
            form_name="form",
            service=views.name_centre,
            success_message=lambda act: gettext("The centre %(uai)s is named.") % {"uai": act.form.cleaned_data["uai"]},
        ),
        PageAct(
            name="remove_centre",
            path="<str:uai>/retirer/",
            form_name="refused",
            find=views.centre_at,
            names={
                "session": lambda subject: subject.session,
                "uai": lambda subject: subject.uai,
                "entered": lambda subject: views.entered_in(subject.session),
            },
            service=exam_acts.remove_centre,
            success_message=lambda act: gettext("The centre %(uai)s is taken out.") % {"uai": act.found.uai},
        ),
    ),
)

ENTRY_PLACE = Page(
    name="entry_place",
    path=f"{_SESSION}/lieu-de-saisie/",
    role=Role.OFFICE,
    find=session_at,
    names={"session": itself},
    template_name="office/sessions/entry_place.html",
    context=entry_place.page_of_entry_place,
    acts=(
        PageAct(
            name="entry_place",
            path="",
            form_class=forms.EntryPlaceForm,
            form_name="place",
            service=exam_acts.choose_entry_place,
            success_message=gettext_lazy("It is chosen, and holds from now on."),
        ),
    ),
)
