"""Addresses that every desk shares."""

from django.contrib.auth.views import LogoutView
from django.urls import path
from django.views.i18n import set_language

from massicot.web.shared import views

app_name = "shared"

urlpatterns = [
    path("", views.home, name="home"),
    path("connexion/", views.SignIn.as_view(), name="sign_in"),
    path("deconnexion/", LogoutView.as_view(), name="sign_out"),
    path("bienvenue/<str:token>/", views.welcome, name="welcome"),
    path("langue/", set_language, name="set_language"),
]
