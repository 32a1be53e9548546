"""Addresses: files."""

from django.urls import URLPattern, path

from saikne.cases.views import files, files_list, files_opening

urlpatterns: list[URLPattern] = [
    path("", files_list.files, name="list"),
    path("open/", files_opening.open_wizard, name="open"),
    path("open/check/", files_opening.open_check, name="open_check"),
    path("<int:pk>/", files.file, name="file"),
]
