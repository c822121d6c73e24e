"""What upper floors, and rooms to come, know of people for training. They register in `AppConfig.ready`.

    hooks.programs.append(programs_of_people)
    hooks.plans.append(people_with_a_skill_of_the_course_in_their_plan)

Each answer is for all ids at once.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping

# People's numbers -> person -> slugs of programs that they take part in now.
type ProgramsOf = Callable[[Collection[int]], Mapping[int, Collection[str]]]
# A course's number and people's numbers -> those who have a skill that it teaches in their career plan.
type WithSkillInPlan = Callable[[int, Collection[int]], Collection[int]]

programs: list[ProgramsOf] = []
plans: list[WithSkillInPlan] = []


def programs_of(people: Collection[int]) -> dict[int, set[str]]:
    """The programs of each of these people who takes part in any."""
    found: dict[int, set[str]] = defaultdict(set)
    for provider in programs if people else ():
        for person, slugs in provider(people).items():
            found[person] |= set(slugs)
    return found


def with_skill_in_plan(course: int, people: Collection[int]) -> set[int]:
    """Those of these people who have a skill that the course teaches in their career plan."""
    found: set[int] = set()
    for provider in plans if people else ():
        found |= set(provider(course, people))
    return found & set(people)
