"""Sessions of one person that are at the same time."""

from django.db.models import Exists, F, OuterRef

from chitech.core.accounts.models import User
from training.models import Enrollment, EnrollmentMeeting, Meeting, Session


def overlapping(user: User, session: Session) -> list[Enrollment]:
    """What of a person's own is at the time of one of the session's meetings, with its course and session."""
    meetings = Meeting.objects.filter(
        session=session, starts__lt=OuterRef("meeting__ends"), ends__gt=OuterRef("meeting__starts")
    )
    rows = EnrollmentMeeting.objects.filter(Exists(meetings), user=user).exclude(enrollment__session=session)
    return list(
        Enrollment.objects.filter(pk__in=rows.values("enrollment"))
        .select_related("course", "session")
        .order_by(F("session__starts").asc(nulls_last=True))
    )
