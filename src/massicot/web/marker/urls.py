"""Addresses of the marker's desk."""

from django.urls import path

from massicot.web.marker import views
from massicot.web.marker.acts import MISSION, OWN_DETAILS
from massicot.web.shared.acts import addresses_of
from massicot.web.shared.converters import offer_row_ids

app_name = "marker"

offer_row_ids()

urlpatterns = [
    path("", views.home, name="home"),
    *addresses_of(OWN_DETAILS, MISSION),
    path("missions/<str:code>/lettre/", views.letter, name="letter"),
    path(
        "missions/<str:code>/empechement/<row:absence_id>/documents/<str:deposit>/",
        views.own_document,
        name="own_document",
    ),
]
