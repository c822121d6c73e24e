"""Of two who publish, edit or close one posting at the same moment, one does it and one is told. Real connections."""

from collections.abc import Callable
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection

from chitech.core.accounts.models import User
from jobs import actions
from jobs.errors import NotAllowed, RefusedError, StaleEdit
from jobs.models import Posting
from pathways.asked import AskedSkill
from tests.factories import PostingFactory, SkillFactory

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE = 4


def at_once(act: Callable[[Posting, int], Any], posting: Posting) -> list[Any]:
    """Run `act` in several threads that all read the posting before the first one writes."""
    ready, answers = Barrier(PEOPLE), []

    def run(number: int) -> None:
        try:
            mine = Posting.objects.get(pk=posting.pk)
            ready.wait(timeout=60)
            answers.append(act(mine, number))
        except RefusedError as refusal:
            answers.append(refusal)
        finally:
            connection.close()

    threads = [Thread(target=run, args=(number,)) for number in range(PEOPLE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    assert len(answers) == PEOPLE
    return answers


def winners(answers: list[Any]) -> list[Posting]:
    return [answer for answer in answers if isinstance(answer, Posting)]


def test_one_publishes(hr: User) -> None:
    posting = PostingFactory.create(draft=True)
    answers = at_once(lambda mine, _n: actions.publish(posting=mine, by=hr), posting)
    assert len(winners(answers)) == 1
    assert sum(isinstance(answer, NotAllowed) for answer in answers) == PEOPLE - 1
    posting.refresh_from_db()
    assert posting.version == 2


def test_one_edit_is_saved_with_its_skills(hr: User) -> None:
    posting = PostingFactory.create(draft=True)
    skills = SkillFactory.create_batch(PEOPLE)

    def save(mine: Posting, number: int) -> Posting:
        return actions.update(
            posting=mine, by=hr, version=mine.version, values={"location": f"Pier {number}"},
            skills=[AskedSkill(skills[number], 1)],
        )  # fmt: skip

    answers = at_once(save, posting)
    (saved,) = winners(answers)
    assert sum(isinstance(answer, StaleEdit) for answer in answers) == PEOPLE - 1
    posting.refresh_from_db()
    assert (posting.location, posting.version) == (saved.location, 2)
    (row,) = posting.skill_list.all()
    assert row.skill == skills[int(saved.location.removeprefix("Pier "))]


def test_what_is_published_is_what_was_read(hr: User) -> None:
    """An edit and a publish at once: whichever comes second is stale, so no unseen text is published."""
    posting = PostingFactory.create(draft=True)

    def act(mine: Posting, number: int) -> Posting:
        if number % 2:
            return actions.publish(posting=mine, by=hr)
        return actions.update(posting=mine, by=hr, version=mine.version, values={"benefits": ""})

    (done,) = winners(at_once(act, posting))
    posting.refresh_from_db()
    assert (posting.state, posting.version) == (done.state, 2)
    assert (posting.state == "published") is (posting.benefits != "")


def test_closing_and_cancelling_do_not_both_happen(hr: User) -> None:
    posting = PostingFactory.create()

    def end(mine: Posting, number: int) -> Posting:
        act = actions.close if number % 2 else actions.cancel
        return act(posting=mine, by=hr, reason=f"Reason {number}")

    (ended,) = winners(at_once(end, posting))
    posting.refresh_from_db()
    assert (posting.state, posting.end_reason) == (ended.state, ended.end_reason)
    assert (posting.closed_at is None) is not (posting.cancelled_at is None)
