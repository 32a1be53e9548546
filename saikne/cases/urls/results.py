"""Addresses: reviews, evaluation, closing, reopening, follow-ups, birthdays."""

from django.urls import URLPattern, path

from saikne.cases.views import results, results_closing

urlpatterns: list[URLPattern] = [
    path("<int:pk>/results/", results.results, name="results"),
    path("<int:pk>/reviews/add/", results.review_add, name="review_add"),
    path("<int:pk>/evaluations/add/", results.evaluation_add, name="evaluation_add"),
    path("<int:pk>/close/", results_closing.close, name="close"),
    path("<int:pk>/reopen/", results_closing.reopen, name="reopen"),
    path("follow-ups/<int:pk>/", results.follow_up, name="follow_up"),
    path("birthdays/<int:record>/<slug:kind>/", results_closing.milestone_done, name="milestone_done"),
]
