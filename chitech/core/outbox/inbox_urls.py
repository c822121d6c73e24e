"""Addresses of a person's messages."""

from django.urls import path

from chitech.core.outbox.views import inbox, settings, unsubscribe

app_name = "inbox"
urlpatterns = [
    path("", inbox.index, name="list"),
    path("read/", inbox.mark_all_read, name="read-all"),
    path("settings/", settings.settings, name="settings"),
    path("settings/lift/<int:pk>/", settings.lift, name="lift"),
    path("unsubscribe/<str:token>/", unsubscribe.unsubscribe, name="unsubscribe"),
    path("unsubscribe/<str:token>/again/", unsubscribe.subscribe_again, name="subscribe-again"),
    path("<int:pk>/", inbox.detail, name="message"),
    path("<int:pk>/read/", inbox.mark_read, name="read"),
    path("<int:pk>/unread/", inbox.mark_unread, name="unread"),
]
