"""Our `migrate` renders no more models than an operation changes tables; code in a migration sees all as it is."""

import pgtrigger
from django.db import models
from django.db.migrations.operations import AddConstraint, AddField, AddIndex, CreateModel, RemoveConstraint
from django.db.migrations.state import ModelState, ProjectState
from pgtrigger.migrations import AddTrigger

from chitech.core.audit.management.commands.migrate import little_is_drawn

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
    with little_is_drawn():
        for operation in (AddConstraint("River", ONCE), AddIndex("River", BY_NAME), AddTrigger("river", GUARD)):
            operation.state_forwards("maps", state)
    assert state.apps.get_model("maps", "River") is river
    assert state.apps.get_model("maps", "Bridge") is bridge
    kept = state.models["maps", "river"].options
    for option, name in (("constraints", "river_once"), ("indexes", "river_by_name"), ("triggers", "keep")):
        assert [each.name for each in getattr(river._meta, option)] == [name]
        assert [each.name for each in kept[option]] == [name]
    with little_is_drawn():
        RemoveConstraint("River", "river_once").state_forwards("maps", state)
    assert river._meta.constraints == []


def test_a_column_is_drawn_and_has_what_was_told_before() -> None:
    state = _rivers()
    river = state.apps.get_model("maps", "River")
    with little_is_drawn():
        AddConstraint("River", ONCE).state_forwards("maps", state)
        AddField("River", "length", models.IntegerField(default=0)).state_forwards("maps", state)
    drawn = state.apps.get_model("maps", "River")
    assert drawn is not river
    assert [each.name for each in drawn._meta.constraints] == ["river_once"]


def test_a_new_model_and_a_new_relation_draw_no_other() -> None:
    state = _rivers()
    river, bridge = state.apps.get_model("maps", "River"), state.apps.get_model("maps", "Bridge")
    number, into = models.AutoField(primary_key=True), models.ForeignKey("maps.River", models.CASCADE)
    with little_is_drawn():
        CreateModel("Boat", [("id", number), ("river", into)]).state_forwards("maps", state)
        AddField("Bridge", "boat", models.ForeignKey("maps.Boat", models.CASCADE)).state_forwards("maps", state)
    assert state.apps.get_model("maps", "River") is river
    assert state.apps.get_model("maps", "Bridge") is not bridge
    boat = state.apps.get_model("maps", "Boat")
    assert boat._meta.get_field("river").remote_field.model is river
    assert state.apps.get_model("maps", "Bridge")._meta.get_field("boat").remote_field.model is boat


def test_code_in_a_migration_sees_every_relation() -> None:
    """RunPython forgets what was rendered before, if it is told that the rendering is behind.

    Each operation goes on from a copy of the state, whose classes look for their relations in the state before.
    """
    state = _rivers().clone()
    number, into = models.AutoField(primary_key=True), models.ForeignKey("maps.River", models.CASCADE)
    with little_is_drawn():
        CreateModel("Boat", [("id", number), ("river", into)]).state_forwards("maps", state)
        state.clear_delayed_apps_cache()
    found = {each.related_model.__name__ for each in state.apps.get_model("maps", "River")._meta.related_objects}
    assert found == {"Bridge", "Boat"}


def test_outside_django_does_as_ever() -> None:
    state = _rivers()
    river = state.apps.get_model("maps", "River")
    AddConstraint("River", ONCE).state_forwards("maps", state)
    assert state.apps.get_model("maps", "River") is not river
