"""What the job site knows of a person, for them to take along, and how it goes with them."""

from chitech.core.accounts.hooks import PersonalData, Section
from chitech.core.accounts.models import User
from jobs.models import SavedPosting, SavedSearch


def sections(user: User) -> list[Section]:
    """Saved searches and saved openings."""
    searches = SavedSearch.objects.visible_to(user).order_by("pk")
    openings = SavedPosting.objects.visible_to(user).select_related("posting").order_by("pk")
    return [
        Section(
            "saved_searches",
            [
                {
                    "name": each.name,
                    "filters": each.criteria,
                    "frequency": each.frequency,
                    "saved": each.since,
                    "paused": each.paused,
                }
                for each in searches
            ],
        ),
        Section(
            "saved_openings",
            [
                {"opening": each.posting_id, "name": each.posting.business_title, "saved": each.since}
                for each in openings
            ],
        ),
    ]


def erase(user: User) -> None:
    """All of it goes. None of it has a history. Searches of the same bare address are the person's, too."""
    SavedSearch.objects.visible_to(user).delete()
    SavedSearch.objects.of_address(user.email).delete()
    SavedPosting.objects.visible_to(user).delete()


PART = PersonalData("jobs", sections=sections, erase=erase)
