"""Addresses of people and their roles."""

from django.urls import path

from chitech.core.accounts.views import people

app_name = "people"
urlpatterns = [
    path("", people.index, name="index"),
    path("roles/", people.roles, name="roles"),
    path("<int:pk>/", people.detail, name="detail"),
    path("<int:pk>/give/", people.give, name="give"),
    path("<int:pk>/take/<int:grant>/", people.take, name="take"),
]
