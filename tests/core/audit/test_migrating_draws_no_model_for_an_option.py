"""Our `migrate` keeps rendered models where only an option changed, and the options are told all the same."""

import pgtrigger
from django.db import models
from django.db.migrations.operations import AddConstraint, AddField, AddIndex, RemoveConstraint
from django.db.migrations.state import ModelState, ProjectState
from pgtrigger.migrations import AddTrigger

from chitech.core.audit.management.commands.migrate import options_are_not_drawn

ONCE = models.UniqueConstraint(fields=["name"], name="river_once")
BY_NAME = models.Index(fields=["name"], name="river_by_name")
GUARD = pgtrigger.Protect(name="keep", operation=pgtrigger.Delete)


def _rivers() -> ProjectState:
    state = ProjectState()
    state.add_model(
        ModelState("maps", "River", [("id", models.AutoField(primary_key=True)), ("name", models.TextField())])
    )
    into = models.ForeignKey("maps.River", models.CASCADE)
    state.add_model(ModelState("maps", "Bridge", [("id", models.AutoField(primary_key=True)), ("river", into)]))
    assert state.apps is not None
    return state


def test_options_are_told_to_the_class_that_is_there() -> None:
    state = _rivers()
    river, bridge = state.apps.get_model("maps", "River"), state.apps.get_model("maps", "Bridge")
    with options_are_not_drawn():
        for operation in (AddConstraint("River", ONCE), AddIndex("River", BY_NAME), AddTrigger("river", GUARD)):
            operation.state_forwards("maps", state)
    assert state.apps.get_model("maps", "River") is river
    assert state.apps.get_model("maps", "Bridge") is bridge
    kept = state.models["maps", "river"].options
    for option, name in (("constraints", "river_once"), ("indexes", "river_by_name"), ("triggers", "keep")):
        assert [each.name for each in getattr(river._meta, option)] == [name]
        assert [each.name for each in kept[option]] == [name]
    with options_are_not_drawn():
        RemoveConstraint("River", "river_once").state_forwards("maps", state)
    assert river._meta.constraints == []


def test_a_column_is_drawn_and_has_what_was_told_before() -> None:
    state = _rivers()
    river = state.apps.get_model("maps", "River")
    with options_are_not_drawn():
        AddConstraint("River", ONCE).state_forwards("maps", state)
        AddField("River", "length", models.IntegerField(default=0)).state_forwards("maps", state)
    drawn = state.apps.get_model("maps", "River")
    assert drawn is not river
    assert [each.name for each in drawn._meta.constraints] == ["river_once"]


def test_outside_django_does_as_ever() -> None:
    state = _rivers()
    river = state.apps.get_model("maps", "River")
    AddConstraint("River", ONCE).state_forwards("maps", state)
    assert state.apps.get_model("maps", "River") is not river
