"""Addresses: files."""

from django.urls import URLPattern, path

from saikne.cases.views import files, files_list, files_opening, files_parts

urlpatterns: list[URLPattern] = [
    path("", files_list.files, name="list"),
    path("open/", files_opening.open_wizard, name="open"),
    path("open/check/", files_opening.open_check, name="open_check"),
    path("boundaries/", files_parts.boundaries, name="boundaries"),
    path("boundaries/edit/", files_parts.boundaries_edit, name="boundaries_edit"),
    path("<int:pk>/", files.file, name="file"),
    path("<int:pk>/people/", files_parts.people, name="people"),
    path("<int:pk>/place/", files_parts.place, name="place"),
    path("<int:pk>/card/", files_parts.card, name="card"),
]
