"""Addresses of the desk of a head of institution."""

from django.urls import path

from massicot.web.school import absences, convened, substitutes, urgent, views
from massicot.web.shared.converters import offer_row_ids

app_name = "school"

offer_row_ids()

LIST = "<str:uai>/<str:session>/"
ABSENCES = "<str:uai>/convoques/<str:code>/absences/"
TEACHER = LIST + "<row:person_id>/"

urlpatterns = [
    path("", views.home, name="home"),
    path("<str:uai>/remplacants/", substitutes.substitutes, name="substitutes"),
    path("<str:uai>/remplacants/retirer/", substitutes.take_back_offer, name="take_back_offer"),
    path("<str:uai>/convoques/", convened.convened, name="convened"),
    path("<str:uai>/convoques/absences/", absences.absences_to_confirm, name="absences_to_confirm"),
    path(ABSENCES, absences.absences, name="absences"),
    path(ABSENCES + "<row:absence_id>/confirmer/", absences.confirm_absence, name="confirm_absence"),
    path(ABSENCES + "<row:absence_id>/pas-confirmee/", absences.unconfirm_absence, name="unconfirm_absence"),
    path(ABSENCES + "<row:absence_id>/retirer/", absences.withdraw_absence, name="withdraw_absence"),
    path("<str:uai>/convoques/<str:code>/lettre/", urgent.staff_letter, name="staff_letter"),
    path("<str:uai>/convoques/<str:code>/remise/", urgent.hand_over, name="hand_over"),
    path("<str:uai>/convoques/<str:code>/pas-remise/", urgent.take_back_told, name="take_back_told"),
    path("<str:uai>/convoques/<str:code>/pas-jointe/", urgent.not_reached, name="not_reached"),
    path(LIST, views.staff, name="staff"),
    path(LIST + "confirmer/", views.confirm_staff, name="confirm_staff"),
    path(TEACHER, views.teacher, name="teacher"),
    path(TEACHER + "indisponible/", views.declare_days, name="declare_days"),
    path(TEACHER + "indisponible/<row:absence_id>/retirer/", views.take_back_days, name="take_back_days"),
]
