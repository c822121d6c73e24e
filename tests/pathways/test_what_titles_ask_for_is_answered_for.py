"""Every required degree and every demand for years has its proofs, an owner who is reminded, and a review day."""

from datetime import timedelta

import pytest
from django.utils import timezone

from chitech.core.accounts.models import User
from chitech.core.outbox.models import Message
from pathways import actions, advice, change_sets, register
from pathways.errors import Incomplete
from pathways.models import Revision, Skill
from tests.conftest import SignIn
from tests.factories import RevisionFactory, SkillFactory, TitleFactory
from tests.pathways.test_one_revision_is_in_force_on_a_day import in_review

pytestmark = pytest.mark.django_db
PROOFS = {
    "degree_basis": "law", "degree_reason": "The licence law.", "degree_equivalent": "Four years.",
    "degree_kind": "bachelor", "demands_review_on": timezone.localdate() + timedelta(days=365),
}  # fmt: skip


def test_a_required_degree_without_proofs_is_not_approved(hr: User, publisher: User) -> None:
    for missing in [*PROOFS, "demands_owner"]:
        revision = in_review(TitleFactory.create(), hr)
        proofs = {"demands_owner": publisher, **PROOFS}
        empty = None if missing in {"demands_owner", "demands_review_on"} else ""
        Revision.objects.filter(pk=revision.pk).update(degree_rule="required", **proofs | {missing: empty})
        with pytest.raises(Incomplete):
            actions.approve(revision=revision, by=publisher, in_force_from=timezone.localdate())
    Revision.objects.filter(pk=revision.pk).update(**{"demands_owner": publisher, **PROOFS})
    actions.approve(revision=revision, by=publisher, in_force_from=timezone.localdate())


def test_years_need_proofs_too(hr: User, publisher: User) -> None:
    revision = in_review(TitleFactory.create(), hr)
    Revision.objects.filter(pk=revision.pk).update(experience_months=36)
    with pytest.raises(Incomplete) as refusal:
        actions.approve(revision=revision, by=publisher, in_force_from=timezone.localdate())
    assert len(refusal.value.missing) == 4


def test_the_register_lists_overdue_first(sign_in: SignIn, hr: User) -> None:
    for days, name in ((30, "Later"), (-3, "Overdue"), (5, "Soon")):
        RevisionFactory.create(
            name=name, demands_review_on=timezone.localdate() + timedelta(days=days), demands_owner=hr
        )
    RevisionFactory.create(name="Asks nothing", experience_months=0)
    page = sign_in(hr).get("/pathways/manage/register/")
    assert [entry.revision.name for entry in page.context["entries"]] == ["Overdue", "Soon", "Later"]
    assert page.context["overdue"] == 1


def test_owners_are_reminded_once(hr: User) -> None:
    revision = RevisionFactory.create(demands_review_on=timezone.localdate(), demands_owner=hr)
    assert [register.remind(timezone.localdate()), register.remind(timezone.localdate())] == [1, 0]
    assert Message.objects.filter(user=hr, kind="pathways.demand_due").count() == 1
    actions.confirm_demands(revision=revision, by=hr, review_on=timezone.localdate() + timedelta(days=200))
    assert register.remind(timezone.localdate() + timedelta(days=200)) == 1


def test_many_grades_are_one_decision(hr: User, publisher: User) -> None:
    skill = SkillFactory.create()
    for _each in range(3):
        RevisionFactory.create(pay_grade="G 08", experience_months=0, skills=[(skill, 2, True)])
    made = change_sets.of_grades(by=hr, name="Raise", reason="Agreed for 2027.", grades=["G 08"], percent=2)  # type: ignore[arg-type]
    change_sets.submit(change_set=made, by=hr)
    start = timezone.localdate() + timedelta(days=30)
    change_sets.approve(change_set=made, by=publisher, in_force_from=start)
    then = Revision.objects.in_force_on(start)
    assert {each.pay_max_cents for each in then} == {114_756_00}  # 112,500 and 2 percent, in whole dollars a month
    assert then.count() == 3


def test_a_change_set_is_all_or_nothing(hr: User, publisher: User) -> None:
    skill = SkillFactory.create()
    RevisionFactory.create(pay_grade="G 08", experience_months=0, skills=[(skill, 2, True)])
    RevisionFactory.create(pay_grade="G 08", experience_months=24, skills=[(skill, 2, True)])  # lacks its proofs
    made = change_sets.of_grades(by=hr, name="Raise", reason="Agreed.", grades=["G 08"], percent=2)  # type: ignore[arg-type]
    change_sets.submit(change_set=made, by=hr)
    with pytest.raises(Incomplete):
        change_sets.approve(change_set=made, by=publisher, in_force_from=timezone.localdate() + timedelta(days=30))
    assert not Revision.objects.approved().filter(number=2).exists()


def test_a_skill_gets_its_new_name_when_it_is_approved(hr: User, publisher: User) -> None:
    skill = SkillFactory.create(name="Help desk")
    made = change_sets.of_skill_name(by=hr, skill=skill, new_name="Helping people", reason="Plainer.")
    change_sets.submit(change_set=made, by=hr)
    assert Skill.objects.get(pk=skill.pk).name == "Help desk"
    change_sets.approve(change_set=made, by=publisher, in_force_from=timezone.localdate())
    assert Skill.objects.get(pk=skill.pk).name == "Helping people"


def test_advice_points_and_never_blocks() -> None:
    RevisionFactory.create(name="Original", duties="Mend the wires in the street\nTest each line with care\n" * 3)
    draft = RevisionFactory.create(
        name="Senior Analyst II", draft=True,
        summary="The incumbent will leverage cross-functional synergies in order to facilitate organizational "
        "transformation initiatives with competitive determination across interdepartmental environments.",
        duties="Mend the wires in the street\nTest each line with care\n" * 3,
        skills=[(SkillFactory.create(), 2, True) for _each in range(13)],
    )  # fmt: skip
    said = " ".join(each.text for each in advice.on(draft))
    for part in (
        "does not say what the person does",
        "reads like grade",
        "“leverage”",
        "hear a man",
        "Original",
        "13 skills",
    ):
        assert part in said
    plain = RevisionFactory.create(name="Line technician", draft=True, duties="Fix phones", summary="You fix phones.")
    assert advice.on(plain) == []
