"""Addresses of mark entry (contract.md §6); the first is printed on every mark sheet."""

from django.urls import path

from massicot.web.portal import saves, second, settling, views

app_name = "portal"

urlpatterns = [
    path("", views.sign_in, name="sign_in"),
    path("quitter", views.sign_out, name="sign_out"),
    path("lot/", views.mark_entry, name="mark_entry"),
    path("lot/notes", saves.save_marks, name="save_marks"),
    path("lot/renvoyer", saves.refer_line, name="refer_line"),
    path("lot/reprendre", saves.take_back_line, name="take_back_line"),
    path("lot/reponses", saves.answers, name="answers"),
    path("lot/ici-seulement", views.close_others, name="close_others"),
    path("lot/verrouiller", views.lock, name="lock"),
    path("lot/controle", views.control, name="control"),
    path("lot/recu", views.receipt, name="receipt"),
    path("lot/recu.pdf", views.receipt_document, name="receipt_document"),
    path("lot/differences", settling.differences, name="differences"),
    path("seconde/", second.second_entry, name="second_entry"),
    path("seconde/qui", second.name_keyer, name="name_keyer"),
    path("seconde/notes", saves.save_second, name="save_second"),
    path("seconde/ici-seulement", second.close_other_seconds, name="close_other_seconds"),
    path("seconde/fin", second.second_done, name="second_done"),
    # Last: the short address of a mark sheet, with what it prints of itself.
    path("<str:site>/<str:identifier>", views.sheet, name="sheet"),
]
