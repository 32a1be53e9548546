"""Addresses: work left behind."""

from django.urls import URLPattern, path

from saikne.cases.views import leaver

urlpatterns: list[URLPattern] = [path("left/", leaver.left_work, name="left_work")]
