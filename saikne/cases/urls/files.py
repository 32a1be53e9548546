"""Addresses: files."""

from django.urls import URLPattern, path

from saikne.cases.views import files

urlpatterns: list[URLPattern] = [
    path("<int:pk>/", files.file, name="file"),
]
