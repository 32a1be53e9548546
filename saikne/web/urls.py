"""All addresses of the house."""

from django.urls import include, path

handler400 = "saikne.ui.errors.bad_request"
handler403 = "saikne.ui.errors.forbidden"
handler404 = "saikne.ui.errors.not_found"
handler500 = "saikne.ui.errors.failed"

urlpatterns = [
    path("", include("saikne.ui.urls")),
    path("cases/", include("saikne.cases.urls")),
    path("accounts/", include("allauth.urls")),
]
