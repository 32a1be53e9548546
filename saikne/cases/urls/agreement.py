"""Addresses: the client's agreement, and joining two clients."""

from django.urls import URLPattern, path

from saikne.cases.views import agreement, agreement_chapters, agreement_earlier, join

urlpatterns: list[URLPattern] = [
    path("<int:pk>/agreement/", agreement.agreement, name="agreement"),
    path("<int:pk>/agreement/draft/", agreement.agreement_draft, name="agreement_draft"),
    path("<int:pk>/agreement/drop/", agreement.agreement_drop, name="agreement_drop"),
    path("<int:pk>/agreement/sign/", agreement.agreement_sign, name="agreement_sign"),
    path("<int:pk>/agreement/in-force/", agreement.agreement_in_force, name="agreement_in_force"),
    path("<int:pk>/agreement/paper/", agreement.agreement_pdf, name="agreement_pdf"),
    path("<int:pk>/agreement/chapters/add/", agreement_chapters.chapter_add, name="chapter_add"),
    path("<int:pk>/agreement/chapters/<int:chapter>/edit/", agreement_chapters.chapter_edit, name="chapter_edit"),
    path(
        "<int:pk>/agreement/chapters/<int:chapter>/in-force/",
        agreement_chapters.chapter_in_force,
        name="chapter_in_force",
    ),
    path("<int:pk>/agreement/chapters/<int:chapter>/end/", agreement_chapters.chapter_end, name="chapter_end"),
    path("<int:pk>/agreement/chapters/<int:chapter>/drop/", agreement_chapters.chapter_drop, name="chapter_drop"),
    path(
        "<int:pk>/agreement/chapters/<int:chapter>/wordings/",
        agreement_earlier.chapter_wordings,
        name="chapter_wordings",
    ),
    path(
        "<int:pk>/agreement/chapters/<int:chapter>/points/<int:point>/ask/",
        agreement_chapters.point_ask,
        name="point_ask",
    ),
    path("<int:pk>/agreement/wordings/<int:wording>/", agreement_earlier.agreement_wording, name="agreement_wording"),
    path(
        "<int:pk>/agreement/wordings/<int:wording>/paper/",
        agreement_earlier.agreement_wording_pdf,
        name="agreement_wording_pdf",
    ),
    path("join/", join.join, name="join"),
]
