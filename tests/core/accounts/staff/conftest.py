from pathlib import Path

import pytest

from tests.core.accounts.staff.lists import Payroll


@pytest.fixture
def payroll(tmp_path: Path, db: None) -> Payroll:
    """The payroll, which sends its list of staff."""
    return Payroll(tmp_path)
