"""Addresses: registers, and the lists on their way out."""

from django.urls import URLPattern, path

from saikne.cases.views import registers, registers_lists

urlpatterns: list[URLPattern] = [
    path("registers/", registers.registers, name="registers"),
    path("registers/<slug:name>/", registers.register_page, name="register"),
    path("registers/<slug:name>/export/", registers.register_export, name="register_export"),
    path("export/", registers_lists.files_export, name="list_export"),
    path("contacts/export/", registers_lists.contacts_export, name="contacts_export"),
    path("<int:pk>/looked/export/", registers_lists.looked_export, name="looked_export"),
]
