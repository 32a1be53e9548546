"""Addresses of this room."""

from django.urls import path

from saikne.methodology import views

app_name = "methodology"
urlpatterns = [
    path("", views.terms, name="terms"),
    path("law/", views.law, name="law"),
    path("<slug:slug>/", views.term, name="term"),
]
