"""Addresses: files."""

from django.urls import URLPattern, path

from saikne.cases.views import files, files_list

urlpatterns: list[URLPattern] = [
    path("", files_list.files, name="list"),
    path("<int:pk>/", files.file, name="file"),
]
