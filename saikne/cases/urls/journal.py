"""Addresses: journal."""

from django.urls import URLPattern, path

from saikne.cases.views import journal, journal_changes, journal_psychosocial, journal_time

urlpatterns: list[URLPattern] = [
    path("time/", journal_time.time, name="time"),
    path("<int:pk>/journal/", journal.journal, name="journal"),
    path("<int:pk>/journal/add/", journal.entry_add, name="entry_add"),
    path("<int:pk>/psychosocial/", journal_psychosocial.psychosocial, name="psychosocial"),
    path("<int:pk>/psychosocial/add/", journal_psychosocial.psychosocial_add, name="psychosocial_add"),
    path("entries/<int:pk>/", journal.entry, name="entry"),
    path("entries/<int:pk>/withdraw/", journal_changes.entry_withdraw, name="entry_withdraw"),
    path("entries/<int:pk>/move/", journal_changes.entry_move, name="entry_move"),
    path("receipts/<int:pk>/", journal.receipt, name="receipt"),
]
