"""Addresses of people."""

from django.urls import path

from saikne.people.views import exports, households, identity, life, persons, represent, search

app_name = "people"
urlpatterns = [
    path("", persons.people_list, name="list"),
    path("export/", exports.people_export, name="list_export"),
    path("search/", search.search_page, name="search"),
    path("search/seen/", search.seen, name="seen"),
    path("add/", identity.add, name="add"),
    path("<int:pk>/", persons.person, name="person"),
    path("<int:pk>/amend/", identity.amend, name="amend"),
    path("<int:pk>/address/", life.address_add, name="address_add"),
    path("<int:pk>/household/", households.household_add, name="household_add"),
    path("<int:pk>/tie/", life.tie_add, name="tie_add"),
    path("<int:pk>/represent/", represent.represent_add, name="represent_add"),
    path("<int:pk>/bar/", represent.bar_add, name="bar_add"),
    path("<int:pk>/contact/", represent.contact_add, name="contact_add"),
    path("represent/<int:pk>/end/", represent.said_end, {"what": "represent"}, name="represent_end"),
    path("represent/<int:pk>/correct/", represent.said_correct, {"what": "represent"}, name="represent_correct"),
    path("bar/<int:pk>/end/", represent.said_end, {"what": "bar"}, name="bar_end"),
    path("bar/<int:pk>/correct/", represent.said_correct, {"what": "bar"}, name="bar_correct"),
    path("contact/<int:pk>/end/", represent.said_end, {"what": "contact"}, name="contact_end"),
    path("contact/<int:pk>/correct/", represent.said_correct, {"what": "contact"}, name="contact_correct"),
    path("tie/<int:pk>/end/", life.tie_end, name="tie_end"),
    path("household/<int:pk>/", households.household, name="household"),
    path("household/<int:pk>/member/", households.member_add, name="member_add"),
    path("household/<int:pk>/rename/", households.rename, name="household_rename"),
    path("household/<int:pk>/move/", households.move, name="household_move"),
    path("member/<int:pk>/end/", households.member_end, name="member_end"),
]
