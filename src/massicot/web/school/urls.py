"""Addresses of the desk of a head of institution."""

from django.urls import path

from massicot.web.school import convened, views
from massicot.web.shared.converters import offer_row_ids

app_name = "school"

offer_row_ids()

LIST = "<str:uai>/<str:session>/"
TEACHER = LIST + "<row:person_id>/"

urlpatterns = [
    path("", views.home, name="home"),
    path("<str:uai>/convoques/", convened.convened, name="convened"),
    path(LIST, views.staff, name="staff"),
    path(LIST + "confirmer/", views.confirm_staff, name="confirm_staff"),
    path(TEACHER, views.teacher, name="teacher"),
    path(TEACHER + "indisponible/", views.declare_days, name="declare_days"),
    path(TEACHER + "indisponible/<row:absence_id>/retirer/", views.take_back_days, name="take_back_days"),
]
