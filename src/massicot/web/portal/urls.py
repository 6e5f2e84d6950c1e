"""Addresses of mark entry (contract.md §6); the first is printed on every mark sheet."""

from django.urls import path

from massicot.web.portal import saves, views

app_name = "portal"

urlpatterns = [
    path("", views.sign_in, name="sign_in"),
    path("quitter", views.sign_out, name="sign_out"),
    path("lot/", views.mark_entry, name="mark_entry"),
    path("lot/notes", saves.save_marks, name="save_marks"),
    path("lot/verrouiller", views.lock, name="lock"),
    path("lot/recu", views.receipt, name="receipt"),
]
