"""Addresses of HR's pages of the crosswalk. Verbs are leaves that only a POST can ask for."""

from django.urls import include, path

from chitech.core.imports.urls import screens
from pathways.views import crosswalk, crosswalk_questions

app_name = "crosswalk"
urlpatterns = [
    path("", crosswalk.index, name="index"),
    path("<int:pk>/", crosswalk.one, name="one"),
    path("<int:pk>/reopen/", crosswalk.reopen, name="reopen"),
    path("years/", crosswalk.years, name="years"),
    path("worksheet.xlsx", crosswalk.workbook, name="workbook"),
    path("questions/", crosswalk_questions.index, name="questions"),
    path("questions/<int:pk>/answer/", crosswalk_questions.answer, name="answer"),
    path("budgets/", include(screens("pathways.budget"), namespace="budgets")),
    path("worksheets/", include(screens("pathways.crosswalk"), namespace="worksheets")),
]
