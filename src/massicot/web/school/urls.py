"""Addresses of the desk of a head of institution."""

from django.urls import path

from massicot.web.school import absences, convened, views
from massicot.web.shared.converters import offer_row_ids

app_name = "school"

offer_row_ids()

LIST = "<str:uai>/<str:session>/"
ABSENCES = "<str:uai>/convoques/<str:code>/absences/"
TEACHER = LIST + "<row:person_id>/"

urlpatterns = [
    path("", views.home, name="home"),
    path("<str:uai>/convoques/", convened.convened, name="convened"),
    path("<str:uai>/convoques/absences/", absences.absences_to_confirm, name="absences_to_confirm"),
    path(ABSENCES, absences.absences, name="absences"),
    path(ABSENCES + "<row:absence_id>/confirmer/", absences.confirm_absence, name="confirm_absence"),
    path(ABSENCES + "<row:absence_id>/retirer/", absences.withdraw_absence, name="withdraw_absence"),
    path(LIST, views.staff, name="staff"),
    path(LIST + "confirmer/", views.confirm_staff, name="confirm_staff"),
    path(TEACHER, views.teacher, name="teacher"),
    path(TEACHER + "indisponible/", views.declare_days, name="declare_days"),
    path(TEACHER + "indisponible/<row:absence_id>/retirer/", views.take_back_days, name="take_back_days"),
]
