"""Addresses of enrollment: what is one's own, what one decides on, and the signed links of emails."""

from django.urls import path

from training.views import (
    asking,
    budgets,
    calendars,
    certificates,
    completing,
    feedback,
    links,
    mine,
    team,
    team_skills,
)

urlpatterns = [
    path("my/", mine.index, name="mine"),
    path("my/calendar/", calendars.change, name="calendar-change"),
    path("my/<int:pk>/", mine.detail, name="enrollment"),
    path("my/<int:pk>/feedback/", feedback.give, name="enrollment-feedback"),
    *(
        path(f"my/<int:pk>/{verb}/", mine.change, {"verb": verb}, name=f"enrollment-{verb}")
        for verb in ("accept", "refuse", "withdraw", "leave")
    ),
    path("my/<int:pk>/certificate/", certificates.show, name="certificate-show"),
    path("certificates/<token>/", certificates.page, name="certificate"),
    path("certificates/<token>/certificate.pdf", certificates.pdf, name="certificate-pdf"),
    path("certificates/<token>/badge.json", certificates.badge, name="certificate-badge"),
    path("completing/", completing.index, name="completing"),
    path("completing/<int:pk>/", completing.detail, name="completion"),
    path("completing/<int:pk>/result/", completing.result, name="completion-result"),
    path("completing/<int:pk>/complete/", completing.complete, name="completion-complete"),
    path("completing/<int:pk>/revoke/", completing.revoke, name="completion-revoke"),
    path("budgets/", budgets.index, name="budgets"),
    path("budgets/<int:pk>/remove/", budgets.remove, name="budget-remove"),
    path("calendar/<token>/training.ics", calendars.feed, name="calendar"),
    path("offers/<token>/", links.offer, name="offer"),
    *(
        path(f"offers/<token>/{verb}/", links.answer, {"verb": verb}, name=f"offer-{verb}")
        for verb in ("accept", "refuse")
    ),
    path("team/", team.index, name="team"),
    path("team/skills/", team_skills.index, name="team-skills"),
    path("team/skills.<str:kind>", team_skills.export, name="team-skills-export"),
    path("team/<int:pk>/approve/", team.approve, name="request-approve"),
    path("team/<int:pk>/decline/", team.decline, name="request-decline"),
    path("sessions/<int:pk>/enroll/", asking.session, name="session-enroll"),
    path("<slug:slug>/enroll/", asking.course, name="course-enroll"),
    path("<slug:slug>/interest/", asking.interest, name="course-interest"),
]
