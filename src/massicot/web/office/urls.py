"""Addresses of the exam office's desk."""

from django.urls import path

from massicot.web.office import views

app_name = "office"

urlpatterns = [
    path("", views.ladders, name="ladders"),
    path("<str:session>/<str:paper>/echelle/", views.ladder, name="ladder"),
    path("<str:session>/<str:paper>/ecart/", views.decide_gap, name="decide_gap"),
]
