"""Addresses: absences."""

from django.urls import URLPattern, path

from saikne.cases.views import absence

urlpatterns: list[URLPattern] = [
    path("absences/", absence.absences, name="absences"),
    path("absences/add/", absence.absence_add, name="absence_add"),
    path("absences/<int:pk>/", absence.absence, name="absence"),
    path("absences/<int:pk>/change/", absence.absence_change, name="absence_change"),
    path("absences/<int:pk>/deputy/", absence.absence_deputy, name="absence_deputy"),
    path("absences/<int:pk>/files/", absence.absence_files, name="absence_files"),
    path("absences/<int:pk>/back/", absence.absence_back, name="absence_back"),
    path("absences/<int:pk>/meanwhile/", absence.what_happened, name="meanwhile"),
    path("absences/<int:pk>/read/", absence.absence_read, name="absence_read"),
]
