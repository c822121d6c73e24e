"""Every email with sample data."""

from django.urls import path

from chitech.core.outbox.views import previews

app_name = "emails"
urlpatterns = [
    path("", previews.index, name="index"),
    path("<str:name>/", previews.email, name="email"),
    path("<str:name>/html/", previews.html, name="html"),
]
