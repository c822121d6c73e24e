"""What the crosswalk knows of a person: what they asked HR about their title."""

from chitech.core.accounts.hooks import PersonalData, Section
from chitech.core.accounts.models import User
from chitech.core.audit import actions as audit
from pathways.models import TitleChangeQuestion

_RULE = "docs/adr/0057: what a person asked goes with the account"


def sections(user: User) -> list[Section]:
    """Questions with their answers."""
    questions = TitleChangeQuestion.objects.of(user).select_related("budget_title").order_by("asked_at")
    rows = [
        {
            "title": str(each.budget_title),
            "asked": each.asked_at,
            "question": each.text,
            "answered": each.answered_at,
            "answer": each.answer,
        }
        for each in questions
    ]
    return [Section("questions_about_my_title", rows)]


def erase(user: User) -> None:
    """Questions go, and their words go from the history."""
    keys = list(TitleChangeQuestion.objects.of(user).values_list("pk", flat=True))
    if not keys:
        return
    TitleChangeQuestion.objects.filter(pk__in=keys).delete()
    audit.erase(
        model=TitleChangeQuestion,
        keys=keys,
        columns={"text": "", "answer": ""},
        by=user,
        about="questions of a deleted account about its title",
        reason="The account was deleted.",
        rule=_RULE,
    )


PART = PersonalData("crosswalk", sections=sections, erase=erase)
