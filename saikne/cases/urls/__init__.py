"""Addresses of files, part by part."""

from saikne.cases.urls import (
    absence,
    access,
    agreement,
    contacts,
    documents,
    files,
    journal,
    leaver,
    letters,
    plan,
    registers,
    results,
    talk,
    team,
)

app_name = "cases"
urlpatterns = [
    *contacts.urlpatterns,
    *registers.urlpatterns,
    *files.urlpatterns,
    *talk.urlpatterns,
    *plan.urlpatterns,
    *agreement.urlpatterns,
    *journal.urlpatterns,
    *documents.urlpatterns,
    *letters.urlpatterns,
    *team.urlpatterns,
    *results.urlpatterns,
    *access.urlpatterns,
    *leaver.urlpatterns,
    *absence.urlpatterns,
]
