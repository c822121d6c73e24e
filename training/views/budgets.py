"""What departments and teams may spend on training: set by who runs training and by HR."""

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from chitech.core.accounts.gates import PersonRequest, only_with
from chitech.core.accounts.roles import Permission
from training.leading import budgets
from training.leading.forms import BudgetForm
from training.models import TrainingBudget

only_setters = only_with(Permission.SET_TRAINING_BUDGETS)


@require_http_methods(["GET", "HEAD", "POST"])
@only_setters
def index(request: PersonRequest) -> HttpResponse:
    """Budgets of a fiscal year with what is used of them, and the form that sets one."""
    if request.method != "POST":
        return _page(request, BudgetForm())
    form = BudgetForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    made = budgets.set_budget(by=request.user, **form.cleaned_data)
    messages.success(request, _("The budget is set."))
    return redirect(f"{request.path}?year={made.fiscal_year}")


def _page(request: PersonRequest, form: BudgetForm, *, status: int = 200, **more: Any) -> HttpResponse:
    there = TrainingBudget.objects.order_by().values_list("fiscal_year", flat=True).distinct()
    years = budgets.years_to_choose(there)
    given = request.GET.get("year", "")
    year = int(given) if given in {str(each) for each in years} else budgets.this_fiscal_year()
    context = {"form": form, "rows": budgets.standings(Q(), year), "year": year, "years": years}
    return render(request, "training/budgets.html", context | more, status=status)


@require_POST
@only_setters
def remove(request: PersonRequest, pk: int) -> HttpResponse:
    """Take a budget away: nothing is said about that year any more."""
    budget = get_object_or_404(TrainingBudget, pk=pk)
    budgets.remove_budget(budget=budget, by=request.user)
    messages.success(request, _("The budget is gone."))
    return redirect("training:budgets")
