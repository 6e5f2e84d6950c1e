"""Addresses of the desk of a head of institution."""

from django.urls import path

from massicot.web.school import absences, acts, urgent, views
from massicot.web.shared.acts import addresses_of
from massicot.web.shared.converters import offer_row_ids

app_name = "school"

offer_row_ids()

urlpatterns = [
    path("<str:uai>/convoques/absences/", absences.absences_to_confirm, name="absences_to_confirm"),
    path("<str:uai>/convoques/<str:code>/lettre/", urgent.staff_letter, name="staff_letter"),
    path("<str:uai>/convoques/<str:code>/pas-jointe/", views.not_reached, name="not_reached"),
    *addresses_of(acts.HOME, acts.SUBSTITUTES, acts.CONVENED, acts.ABSENCES, acts.STAFF, acts.TEACHER),
]
