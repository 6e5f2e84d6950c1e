"""Addresses of the desk of an inspector."""

from django.urls import path

from massicot.web.inspector import views
from massicot.web.shared.converters import offer_row_ids

app_name = "inspector"

offer_row_ids()

urlpatterns = [
    path("", views.home, name="home"),
    path("<str:session>/jours/<str:day>/", views.day, name="day"),
    path("<str:session>/reunions/<row:activity>/", views.meeting, name="meeting"),
]
