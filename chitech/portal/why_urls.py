"""Addresses of "Why work here". HR's come first: no story can be called "manage"."""

from django.urls import path

from chitech.portal import why

app_name = "why"
urlpatterns = [
    path("", why.index, name="index"),
    path("manage/", why.manage, name="manage"),
    path("manage/new/", why.new, name="new"),
    path("manage/<int:pk>/", why.edit, name="edit"),
    path("<slug:slug>/", why.story, name="story"),
]
