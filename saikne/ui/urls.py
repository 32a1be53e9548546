"""Addresses that every page may need."""

from django.urls import path
from django.views.i18n import set_language

from saikne.ui import views

app_name = "ui"
urlpatterns = [
    path("language/", set_language, name="set_language"),
    path("drafts/", views.draft_save, name="draft_save"),
    path("drafts/discard/", views.draft_discard, name="draft_discard"),
]
