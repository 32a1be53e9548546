"""All addresses of the house."""

from django.urls import include, path

from saikne.web import views

handler400 = "saikne.ui.errors.bad_request"
handler403 = "saikne.ui.errors.forbidden"
handler404 = "saikne.ui.errors.not_found"
handler500 = "saikne.ui.errors.failed"

roof = (
    [
        path("", views.home, name="home"),
        path("search/", views.search, name="search"),
    ],
    "web",
)

urlpatterns = [
    path("", include(roof)),
    path("", include("saikne.ui.urls")),
    path("cases/", include("saikne.cases.urls")),
    path("accounts/", include("allauth.urls")),
]
