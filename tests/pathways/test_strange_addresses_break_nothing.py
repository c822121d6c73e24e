"""Letters that no database takes are an address without a page, or are left out; nothing breaks."""

import pytest

from chitech.core.accounts.models import User
from tests.conftest import SignIn
from tests.factories import TitleFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "address",
    [
        "titles/%00/", "titles/%00/history/", "frameworks/%00/", "manage/titles/%00/",
    ],
)  # fmt: skip
def test_there_is_no_page_with_a_zero_in_its_address(address: str, sign_in: SignIn, hr: User) -> None:
    assert sign_in(hr).get(f"/pathways/{address}").status_code == 404


@pytest.mark.parametrize(
    "address", ["compare/?a=%00&b=SWE-P3%00", "me/?title=%00", "manage/moves/?title=%00", "titles/SWE-P3/?on=%00"]
)
def test_a_zero_in_a_question_is_left_out(address: str, sign_in: SignIn, hr: User) -> None:
    TitleFactory.create(code="SWE-P3")
    assert sign_in(hr).get(f"/pathways/{address}").status_code == 200


def test_a_title_with_a_zero_is_nobody_s(sign_in: SignIn, staff: User) -> None:
    answer = sign_in(staff).post("/pathways/me/title/", {"title": "\0"}, follow=True)
    assert "Ask your manager or HR to set it." in answer.text
