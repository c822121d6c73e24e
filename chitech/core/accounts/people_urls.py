"""Addresses of people and their roles."""

from django.urls import include, path

from chitech.core.accounts.staff_import.screens import STAFF
from chitech.core.accounts.views import people, staff, staff_missing
from chitech.core.imports.urls import screens

app_name = "people"
urlpatterns = [
    path("", people.index, name="index"),
    path("roles/", people.roles, name="roles"),
    path("staff/", staff.index, name="staff"),
    path("staff/<int:pk>/", staff.detail, name="staff-detail"),
    path("staff/<int:pk>/end/", staff.end, name="staff-end"),
    path("staff/imports/", include(screens(STAFF.name))),
    path("staff/imports/<int:pk>/missing/", staff_missing.missing, name="staff-missing"),
    path("<int:pk>/", people.detail, name="detail"),
    path("<int:pk>/give/", people.give, name="give"),
    path("<int:pk>/take/<int:grant>/", people.take, name="take"),
]
