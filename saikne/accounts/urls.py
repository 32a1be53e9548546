"""Addresses of accounts."""

from django.urls import path

from saikne.accounts import views

app_name = "accounts"
urlpatterns = [path("first/", views.first_password, name="first_password")]
