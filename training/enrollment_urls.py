"""Addresses of enrollment: what is one's own, what one decides on, and the signed links of emails."""

from django.urls import path

from training.views import asking, calendars, feedback, links, mine, team

urlpatterns = [
    path("my/", mine.index, name="mine"),
    path("my/calendar/", calendars.change, name="calendar-change"),
    path("my/<int:pk>/", mine.detail, name="enrollment"),
    path("my/<int:pk>/feedback/", feedback.give, name="enrollment-feedback"),
    *(
        path(f"my/<int:pk>/{verb}/", mine.change, {"verb": verb}, name=f"enrollment-{verb}")
        for verb in ("accept", "refuse", "withdraw", "leave")
    ),
    path("calendar/<token>/training.ics", calendars.feed, name="calendar"),
    path("offers/<token>/", links.offer, name="offer"),
    *(
        path(f"offers/<token>/{verb}/", links.answer, {"verb": verb}, name=f"offer-{verb}")
        for verb in ("accept", "refuse")
    ),
    path("team/", team.index, name="team"),
    path("team/<int:pk>/approve/", team.approve, name="request-approve"),
    path("team/<int:pk>/decline/", team.decline, name="request-decline"),
    path("sessions/<int:pk>/enroll/", asking.session, name="session-enroll"),
    path("<slug:slug>/enroll/", asking.course, name="course-enroll"),
    path("<slug:slug>/interest/", asking.interest, name="course-interest"),
]
