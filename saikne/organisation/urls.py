"""Addresses of the service itself."""

from django.urls import path

from saikne.organisation.views import office, sign_in, units, workers

app_name = "organisation"
urlpatterns = [
    path("", office.home, name="home"),
    path("<int:pk>/", office.units, name="units"),
    path("<int:pk>/service/", office.service, name="service"),
    path("<int:pk>/service/edit/", office.service_edit, name="service_edit"),
    path("<int:pk>/territories/add/", office.territory_add, name="territory_add"),
    path("territories/<int:pk>/end/", office.territory_end, name="territory_end"),
    path("<int:pk>/qualifications/", office.qualifications, name="qualifications"),
    path("<int:pk>/units/add/", units.unit_add, name="unit_add"),
    path("units/<int:pk>/", units.unit, name="unit"),
    path("units/<int:pk>/edit/", units.unit_edit, name="unit_edit"),
    path("units/<int:pk>/end/", units.unit_end, name="unit_end"),
    path("units/<int:pk>/posts/add/", units.post_add, name="post_add"),
    path("units/<int:pk>/head/", units.head_add, name="head_add"),
    path("posts/<int:pk>/end/", units.post_end, name="post_end"),
    path("heads/<int:pk>/end/", units.head_end, name="head_end"),
    path("<int:pk>/workers/", workers.workers, name="workers"),
    path("<int:pk>/workers/add/", sign_in.worker_add, name="worker_add"),
    path("workers/<int:pk>/", workers.worker, name="worker"),
    path("workers/<int:pk>/edit/", workers.worker_edit, name="worker_edit"),
    path("workers/<int:pk>/post/", workers.posting_add, name="posting_add"),
    path("workers/<int:pk>/qualification/", workers.qualification_add, name="qualification_add"),
    path("workers/<int:pk>/roles/", sign_in.roles, name="roles"),
    path("workers/<int:pk>/code/", sign_in.code, name="code"),
    path("workers/<int:pk>/two-step/", sign_in.two_step, name="two_step"),
    path("workers/<int:pk>/leave/", sign_in.leave, name="leave"),
    path("workers/<int:pk>/return/", sign_in.come_back, name="come_back"),
    path("postings/<int:pk>/end/", workers.posting_end, name="posting_end"),
    path("qualifications/<int:pk>/end/", workers.qualification_end, name="qualification_end"),
]
