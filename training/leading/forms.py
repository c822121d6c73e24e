"""Input of who sets budgets, and of managers who look at skills."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chitech.core.accounts.models import Department, Employment, User
from training.catalogue.forms import CostField
from training.leading.budgets import this_fiscal_year, years_to_choose
from training.models import TrainingBudget

_MOST = 100_000_000


class BudgetForm(forms.Form):
    """A budget of a department, or of the people whom somebody leads."""

    fiscal_year = forms.TypedChoiceField(label=gettext_lazy("Fiscal year"), coerce=int)
    department = forms.ModelChoiceField(
        Department.objects.none(),
        label=gettext_lazy("Department"),
        required=False,
        empty_label=gettext_lazy("None: it is for a team"),
    )
    leader = forms.EmailField(
        label=gettext_lazy("Team of"),
        required=False,
        help_text=gettext_lazy("The email address of the manager, if it is for a team and not for a whole department."),
    )
    amount_cents = CostField(
        label=gettext_lazy("Budget"),
        help_text=gettext_lazy("In dollars, for the whole fiscal year."),
        max_value=_MOST,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        years = TrainingBudget.objects.order_by().values_list("fiscal_year", flat=True).distinct()
        year, department = self.fields["fiscal_year"], self.fields["department"]
        assert isinstance(year, forms.TypedChoiceField)
        assert isinstance(department, forms.ModelChoiceField)
        year.choices = [(each, str(each)) for each in years_to_choose(years)]
        year.initial = this_fiscal_year()
        department.queryset = Department.objects.order_by("name")

    def clean_leader(self) -> User | None:
        """The manager with this address."""
        email = self.cleaned_data["leader"]
        if not email:
            return None
        posts = Employment.objects.current()
        found = User.objects.filter(Q(email__iexact=email), is_active=True, employments__in=posts).distinct().first()
        if found is None or not posts.led_by(found).exists():
            raise forms.ValidationError(
                _("Nobody with this address leads people today. Look the address up in City staff.")
            )
        return found

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        if "leader" in found and "department" in found and bool(found["leader"]) == bool(found["department"]):
            self.add_error("department", _("Choose a department, or name the manager of a team: one of the two."))
        return found
