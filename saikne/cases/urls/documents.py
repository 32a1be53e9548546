"""Addresses: documents."""

from django.urls import URLPattern, path

from saikne.cases.views import documents, documents_changes

urlpatterns: list[URLPattern] = [
    path("<int:pk>/documents/", documents.documents, name="documents"),
    path("<int:pk>/documents/add/", documents_changes.document_add, name="document_add"),
    path("<int:pk>/documents/receive/", documents_changes.document_receive, name="document_receive"),
    path("<int:pk>/documents/contents/", documents.documents_contents, name="documents_contents"),
    path("documents/<int:pk>/", documents.document, name="document"),
    path("documents/<int:pk>/files/<int:number>/", documents.document_file, name="document_file"),
    path("documents/<int:pk>/files/<int:number>/preview/", documents.document_preview, name="document_preview"),
    path("documents/<int:pk>/withdraw/", documents_changes.document_withdraw, name="document_withdraw"),
    path("documents/<int:pk>/move/", documents_changes.document_move, name="document_move"),
    path("documents/<int:pk>/tie/", documents_changes.document_tie, name="document_tie"),
    path("document-ties/<int:pk>/end/", documents_changes.document_untie, name="document_untie"),
    path("uploads/<int:pk>/preview/", documents.upload_preview, name="upload_preview"),
]
