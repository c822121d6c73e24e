"""Labels, hints, errors and their wiring, as the form renderer draws them."""

from typing import Any

import pytest
from django import forms
from django.template import Context, Template
from lxml import html

from chitech.core.design.forms import DateInput


class OpeningForm(forms.Form):
    name = forms.CharField(label="Name of the job")
    email = forms.EmailField(label="Email", required=False, help_text="For questions.")
    work = forms.ChoiceField(
        label="Where",
        help_text="Hybrid is both.",
        choices=[("a", "On site"), ("b", "Hybrid")],
        widget=forms.RadioSelect,
    )
    days = forms.MultipleChoiceField(
        label="Days", choices=[("mon", "Monday")], widget=forms.CheckboxSelectMultiple, required=False
    )
    opens = forms.DateField(label="Opens", widget=DateInput, required=False)
    notes = forms.CharField(label="Notes", widget=forms.Textarea, required=False)
    unit = forms.ChoiceField(label="Unit", choices=[("y", "a year")], required=False)
    file = forms.FileField(label="File", required=False)
    sure = forms.BooleanField(label="I am sure", required=False)
    secret = forms.CharField(widget=forms.HiddenInput, required=False)


def drawn(form: forms.Form) -> html.HtmlElement:
    return html.fromstring(f"<div>{form}</div>")


@pytest.fixture
def empty() -> html.HtmlElement:
    return drawn(OpeningForm())


@pytest.fixture
def failing() -> html.HtmlElement:
    return drawn(OpeningForm({"email": "<b>nobody</b>", "opens": "31 February", "notes": "Keep <this> & that"}))


def described_by(tree: html.HtmlElement, element: html.HtmlElement) -> str:
    ids = (element.get("aria-describedby") or "").split()
    return " ".join(" ".join(tree.get_element_by_id(each).text_content().split()) for each in ids)


def test_every_control_has_a_label_of_its_own(empty: html.HtmlElement) -> None:
    for control in empty.cssselect("input:not([type=hidden]), select, textarea"):
        (label,) = empty.cssselect(f'label[for="{control.get("id")}"]')
        assert label.text_content().strip()


def test_each_control_wears_its_uswds_class(empty: html.HtmlElement) -> None:
    classes = {control.get("name"): control.get("class") for control in empty.cssselect("input, select, textarea")}
    assert classes == {
        "name": "usa-input",
        "email": "usa-input",
        "work": "usa-radio__input",
        "days": "usa-checkbox__input",
        "opens": "usa-input",
        "notes": "usa-textarea",
        "unit": "usa-select",
        "file": "usa-file-input",
        "sure": "usa-checkbox__input",
        "secret": None,
    }


def test_a_class_of_the_widget_stays() -> None:
    class Short(forms.Form):
        code = forms.CharField(widget=forms.TextInput(attrs={"class": "usa-input--short"}))

    (control,) = drawn(Short()).cssselect("input")
    assert control.get("class") == "usa-input--short usa-input"


def test_what_is_optional_says_so_and_nothing_else_is_marked(empty: html.HtmlElement) -> None:
    marked = {
        name.text_content().split(" (")[0]
        for name in empty.cssselect("label, legend")
        if "(optional)" in name.text_content()
    }
    assert marked == {"Email", "Days", "Opens", "Notes", "Unit", "File"}
    assert "*" not in empty.text_content()


def test_a_form_of_filters_marks_nothing() -> None:
    class Filters(OpeningForm):
        mark_optional = False

    assert "(optional)" not in drawn(Filters()).text_content()


def test_a_hint_is_read_with_its_control(empty: html.HtmlElement) -> None:
    assert described_by(empty, empty.get_element_by_id("id_email")) == "For questions."


def test_a_group_is_a_fieldset_named_by_its_legend(empty: html.HtmlElement) -> None:
    (group,) = [each for each in empty.cssselect("fieldset") if each.cssselect("[name=work]")]
    assert group.cssselect("legend")[0].text_content().strip() == "Where"
    assert described_by(empty, group) == "Hybrid is both."
    for button in group.cssselect("input"):
        assert button.getnext().tag == "label"  # USWDS draws the box on the label right after the input


def test_an_error_is_read_with_its_control(failing: html.HtmlElement) -> None:
    control = failing.get_element_by_id("id_email")
    assert control.get("aria-invalid") == "true"
    assert described_by(failing, control) == "For questions. Error: Enter a valid email address."


def test_an_error_of_a_group_is_read_with_the_group(failing: html.HtmlElement) -> None:
    (group,) = [each for each in failing.cssselect("fieldset") if each.cssselect("[name=work]")]
    assert described_by(failing, group) == "Hybrid is both. Error: Choose one."
    assert not group.cssselect("[aria-invalid]")


def test_an_error_says_what_to_do(failing: html.HtmlElement) -> None:
    text = failing.text_content()
    assert "Fill this in." in text
    assert "Write a day that exists" in text
    assert "This field is required" not in text


def test_a_failed_form_keeps_every_typed_word(failing: html.HtmlElement) -> None:
    assert failing.get_element_by_id("id_email").get("value") == "<b>nobody</b>"
    assert failing.get_element_by_id("id_notes").text.strip() == "Keep <this> & that"


def test_what_is_no_date_comes_back_in_a_box_that_can_show_it(failing: html.HtmlElement) -> None:
    control = failing.get_element_by_id("id_opens")
    assert (control.get("type"), control.get("value")) == ("text", "31 February")
    good = drawn(OpeningForm({"opens": "2026-11-27"})).get_element_by_id("id_opens")
    assert (good.get("type"), good.get("value")) == ("date", "2026-11-27")


def test_the_summary_takes_the_focus_and_leads_to_each_field(failing: html.HtmlElement) -> None:
    (summary,) = failing.cssselect(".error-summary")
    assert summary.get("tabindex") == "-1"
    assert summary.get("autofocus") is not None
    links = {link.get("href"): link.text_content() for link in summary.cssselect("a")}
    assert links["#id_name"] == "Name of the job: Fill this in."
    assert links["#id_work_0"] == "Where: Choose one."
    for target in links:
        failing.get_element_by_id(target.removeprefix("#"))  # raises where a link leads nowhere


def test_a_form_without_faults_has_no_summary(empty: html.HtmlElement) -> None:
    assert not empty.cssselect(".error-summary")


def test_faults_of_the_whole_form_and_of_hidden_fields_are_said_too() -> None:
    class Strict(forms.Form):
        version = forms.IntegerField(widget=forms.HiddenInput)

        def clean(self) -> dict[str, Any]:
            raise forms.ValidationError("Pay ends below its start.")

    form = Strict({})
    summary = Template("{% load design %}{% error_summary form %}").render(Context({"form": form}))
    assert "There are 2 problems" in summary
    assert "Pay ends below its start." in summary
    assert "Version: Fill this in." in summary
    assert "<a" not in summary
