"""Addresses: first contacts."""

from django.urls import URLPattern, path

from saikne.cases.views import contacts

urlpatterns: list[URLPattern] = [
    path("contacts/", contacts.contacts, name="contacts"),
    path("contacts/add/", contacts.contact_add, name="contact_add"),
    path("contacts/<int:pk>/", contacts.contact, name="contact"),
    path("contacts/<int:pk>/edit/", contacts.contact_edit, name="contact_edit"),
    path("contacts/<int:pk>/case/", contacts.contact_to_case, name="contact_to_case"),
]
