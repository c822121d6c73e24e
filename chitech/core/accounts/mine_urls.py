"""Addresses of a person's own account."""

from django.urls import path

from chitech.core.accounts.views import mine

app_name = "mine"
urlpatterns = [
    path("", mine.index, name="index"),
    path("data/", mine.ask_for_data, name="ask-for-data"),
    path("data/<int:pk>/", mine.download, name="download"),
    path("delete/", mine.delete, name="delete"),
]
