"""All addresses of the house."""

from allauth.account import views as account
from django.urls import include, path

from saikne.web import views
from saikne.web.demo.accounts import listed_accounts

handler400 = "saikne.ui.errors.bad_request"
handler403 = "saikne.ui.errors.forbidden"
handler404 = "saikne.ui.errors.not_found"
handler500 = "saikne.ui.errors.failed"

roof = (
    [
        path("", views.home, name="home"),
        path("search/", views.search, name="search"),
        path("handbook/", views.handbook, name="handbook"),
        path("handbook/<slug:slug>/", views.handbook_page, name="handbook_page"),
        path("accessibility/", views.accessibility, name="accessibility"),
        path("personal-data/", views.personal_data, name="personal_data"),
    ],
    "web",
)

# The demo names its accounts here; `listed_accounts` is asked when the page is drawn.
sign_in_page = account.LoginView.as_view(
    template_name="web/sign_in.html", extra_context={"demo_accounts": listed_accounts}
)
# Accounts are made by an administrator: no sign-up, no e-mail addresses, no reset by e-mail.
sign_in = [
    path("login/", sign_in_page, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("password/", account.password_change, name="account_change_password"),
    path("2fa/", include("allauth.mfa.urls")),
]

urlpatterns = [
    path("", include(roof)),
    path("", include("saikne.ui.urls")),
    path("people/", include("saikne.people.urls")),
    path("cases/", include("saikne.cases.urls")),
    path("terms/", include("saikne.methodology.urls")),
    path("office/", include("saikne.organisation.urls")),
    path("accounts/", include("saikne.accounts.urls")),
    path("accounts/", include(sign_in)),
]
