"""Addresses of the marker's desk."""

from django.urls import path

from massicot.web.marker import details, views
from massicot.web.shared.converters import offer_row_ids

app_name = "marker"

offer_row_ids()

ABSENCE = "missions/<str:code>/empechement/<row:absence_id>/"

urlpatterns = [
    path("", views.home, name="home"),
    path("coordonnees/", details.own_details, name="own_details"),
    path("coordonnees/adresse/", details.ask_address, name="ask_address"),
    path("coordonnees/adresse/garder/", details.take_back_asked_address, name="take_back_asked_address"),
    path("missions/<str:code>/", views.mission, name="mission"),
    path("missions/<str:code>/accuse/", views.acknowledge, name="acknowledge"),
    path("missions/<str:code>/lettre/", views.letter, name="letter"),
    path("missions/<str:code>/empechement/", views.cannot_come, name="cannot_come"),
    path(ABSENCE + "retirer/", views.take_back_absence, name="take_back_absence"),
    path(ABSENCE + "document/", views.hand_in_document, name="hand_in_document"),
    path(ABSENCE + "documents/<str:deposit>/", views.own_document, name="own_document"),
    path(ABSENCE + "expliquer/", views.explain_absence, name="explain_absence"),
]
