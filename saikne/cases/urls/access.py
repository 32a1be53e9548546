"""Addresses: access."""

from django.urls import URLPattern, path

from saikne.cases.views import access, access_head

urlpatterns: list[URLPattern] = [
    path("service/", access_head.head, name="head"),
    path("emergency/", access.break_glass, name="break_glass"),
    path("emergency/person/<int:record>/", access.break_glass, name="break_glass"),
    path("emergency/<int:pk>/answer/", access_head.emergency_answer, name="emergency_answer"),
    path("emergency/<int:pk>/explain/", access.emergency_explain, name="emergency_explain"),
    path("<int:pk>/looked/", access.looked, name="looked"),
    path("<int:pk>/why/", access.why, name="why"),
    path("<int:pk>/restrict/", access.restrict, name="restrict"),
    path("<int:pk>/restrict/name/", access.restrict_name, name="restrict_name"),
    path("<int:pk>/lift/", access.lift, name="lift"),
]
