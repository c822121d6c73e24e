"""The city's own sign-on, against a real OpenID provider on loopback: only what the city said opens anything."""

import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import oidc_provider_mock
import pytest
import requests
from allauth.socialaccount.models import SocialAccount, SocialApp
from cryptography.hazmat.primitives.asymmetric import rsa
from django.core.checks import run_checks
from django.test import Client
from lxml import html

from chitech.core.accounts.models import Department, Employment, RoleGrant, User
from chitech.core.accounts.roles import Role
from chitech.core.signin import city
from tests.core.signin.conftest import PASSWORD, MakeMember
from tests.factories import DepartmentFactory, UserFactory, give

pytestmark = pytest.mark.django_db
CLAIMS = {
    "name": "Carla City",
    "email": "carla@city.example",
    "email_verified": True,
    "employee_id": "40017",
    "department": "Water Management",
    "groups": ["talent-hr", "everyone"],
}


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    """A provider that really speaks OpenID Connect; the address is its issuer."""
    with oidc_provider_mock.run_server_in_thread() as server:
        yield f"http://localhost:{server.server_port}"


@pytest.fixture(autouse=True)
def sign_on(provider: str, settings: Any) -> None:
    settings.OIDC_ISSUER = provider
    settings.SOCIALACCOUNT_REQUESTS_TIMEOUT = 60  # the provider is a thread of this process, and may have to wait
    settings.OIDC_CLIENT_ID = "talent"
    settings.OIDC_CLIENT_SECRET = "known to both"
    settings.OIDC_GROUP_ROLES = {"*": "staff", "talent-hr": "hr_editor@department", "talent-read": "auditor"}


@pytest.fixture
def water(db: None) -> Department:
    return DepartmentFactory.create(name="Water Management", slug="water-management")


def leave(browser: Client, *, process: str = "login", next_url: str = "/why/") -> str:
    """Press the button; the address of the provider that the browser is sent to."""
    return _led_to(browser.post("/accounts/city/login/", {"process": process, "next": next_url}))


def _led_to(answer: Any) -> str:
    """Where the page leads, by itself and by its link."""
    tree = html.fromstring(answer.text)
    url = str(tree.cssselect("a[data-leave]")[0].get("href"))
    assert tree.cssselect("meta[http-equiv=refresh]")[0].get("content") == f"0;url={url}"
    return url


def at_the_provider(url: str, **claims: Any) -> str:
    """Somebody signs in over there. Where the provider sends them back to."""
    told = {**CLAIMS, **claims}
    sub = told.pop("sub", "carla")
    base = "{0.scheme}://{0.netloc}".format(urlsplit(url))
    told = {name: value for name, value in told.items() if value is not None}
    assert requests.put(f"{base}/users/{sub}", json=told, timeout=60).status_code == 204
    answer = requests.post(url, data={"sub": sub}, allow_redirects=False, timeout=60)
    return answer.headers["Location"]


def come_back(browser: Client, url: str) -> Any:
    parts = urlsplit(url)
    return browser.get(f"{parts.path}?{parts.query}")


def through(browser: Client, **claims: Any) -> Any:
    return come_back(browser, at_the_provider(leave(browser), **claims))


def is_in(browser: Client) -> bool:
    return "_auth_user_id" in browser.session


def roles(user: User) -> set[tuple[str, int | None]]:
    grants = RoleGrant.objects.filter(user=user, origin="sign_on", taken_at=None)
    return set(grants.values_list("role", "department_id"))


def test_one_press_makes_the_account_with_its_roles(client: Client, water: Department) -> None:
    post = Employment.objects.create(
        employee_id="40017", name="Carla City", department=water, starts_on="2020-01-01", email="c@x.example"
    )
    answer = through(client)
    assert (answer.status_code, answer["Location"]) == (302, "/why/")
    user = User.objects.get(email="carla@city.example")
    assert (user.name, user.has_usable_password()) == ("Carla City", False)
    assert roles(user) == {("staff", None), ("hr_editor", water.pk)}
    post.refresh_from_db()
    assert post.user == user
    assert set(SocialAccount.objects.get().extra_data) == {"sub", "employee_id", "department", "groups", "second_step"}


def test_what_is_asked_for_is_fixed(client: Client) -> None:
    client.get("/accounts/city/login/")
    asked = parse_qs(urlsplit(leave(client)).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert len(asked["nonce"][0]) >= 32
    assert set(asked["scope"][0].split()) == {"openid", "profile", "email"}
    more = client.post("/accounts/city/login/?scope=admin&auth_params=prompt%3Dnone%26nonce%3Dmine")
    asked = parse_qs(urlsplit(_led_to(more)).query)
    assert set(asked["scope"][0].split()) == {"openid", "profile", "email"}
    assert "prompt" not in asked
    assert asked["nonce"] != ["mine"]


def test_a_role_goes_when_its_group_is_gone_and_one_given_by_hand_stays(client: Client, water: Department) -> None:
    through(client)
    user = User.objects.get(email="carla@city.example")
    give(user, Role.HR_PUBLISHER)
    through(Client(), groups=["talent-read"])
    assert roles(user) == {("staff", None), ("auditor", None)}
    taken = RoleGrant.objects.get(user=user, role="hr_editor")
    assert taken.taken_by == User.objects.system()
    assert "no longer" in taken.taken_reason
    assert RoleGrant.objects.get(user=user, role="hr_publisher").taken_at is None


def test_a_department_that_we_do_not_know_gives_no_wider_role(client: Client) -> None:
    through(client, department="Bridges")
    assert roles(User.objects.get(email="carla@city.example")) == {("staff", None)}


def test_the_last_administrator_stays_one(client: Client, settings: Any) -> None:
    settings.OIDC_GROUP_ROLES = {"talent-hr": "administrator"}
    through(client)
    through(Client(), groups=[])
    assert roles(User.objects.get(email="carla@city.example")) == {("administrator", None)}


def test_a_second_step_over_there_counts_if_the_provider_says_so(water: Department) -> None:
    with_one, without = Client(), Client()
    through(without)
    assert without.get("/jobs/")["Location"] == "/accounts/2fa/"
    through(with_one, amr=["pwd", "mfa"])
    assert with_one.get("/jobs/").status_code == 200


def test_an_address_that_belongs_to_an_account_is_not_taken_over(client: Client, member: MakeMember) -> None:
    owner = member("Carla@City.example")
    answer = through(client)
    assert answer["Location"] == "/accounts/city/address-taken/"
    page = client.get(answer["Location"])
    assert page.status_code == 409
    assert "You have an account here already" in page.text
    assert not is_in(client)
    assert not SocialAccount.objects.exists()
    assert not roles(owner)


def test_nor_is_one_that_an_administrator_made_and_nobody_confirmed(client: Client) -> None:
    owner = UserFactory.create(email="carla@city.example")
    assert through(client)["Location"] == "/accounts/city/address-taken/"
    assert not SocialAccount.objects.filter(user=owner).exists()


def test_its_owner_signs_in_and_connects_the_two(client: Client, member: MakeMember) -> None:
    owner = member("carla@city.example")
    client.post("/accounts/login/", {"login": owner.email, "password": PASSWORD})
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    come_back(client, at_the_provider(leave(client, process="connect")))
    assert SocialAccount.objects.get().user == owner
    assert ("staff", None) in roles(owner)
    other = Client()
    through(other)
    assert other.session["_auth_user_id"] == str(owner.pk)


@pytest.mark.parametrize("said", [False, "false", None])
def test_an_address_that_the_provider_does_not_vouch_for_makes_no_account(client: Client, said: Any) -> None:
    answer = through(client, email_verified=said)
    assert answer["Location"] == "/accounts/city/address-unconfirmed/"
    assert not is_in(client)
    assert not User.objects.filter(email="carla@city.example").exists()


def test_a_domain_that_the_environment_vouches_for_does(client: Client, settings: Any) -> None:
    settings.OIDC_VERIFIED_DOMAINS = ["city.example"]
    through(client, email_verified=None)
    assert is_in(client)
    other = Client()
    through(other, sub="eve", email="eve@elsewhere.example", email_verified=None)
    assert not is_in(other)


def test_an_answer_to_another_browser_opens_nothing(client: Client) -> None:
    back = at_the_provider(leave(client))
    answer = come_back(Client(), back)
    assert answer.status_code == 401
    assert "did not work" in answer.text
    come_back(client, back)
    assert is_in(client)
    again = Client()
    assert come_back(again, back).status_code == 401


def test_a_provider_that_calls_itself_by_another_name_is_refused(client: Client, settings: Any, provider: str) -> None:
    settings.OIDC_ISSUER = f"{provider}/.well-known/openid-configuration"  # answers, but its issuer is `provider`
    answer = client.post("/accounts/city/login/")
    assert answer.status_code == 401
    assert "Location" not in answer


def test_a_provider_that_is_down_is_said_in_words(client: Client, settings: Any) -> None:
    settings.OIDC_ISSUER = "http://localhost:9"
    answer = client.post("/accounts/city/login/")
    assert answer.status_code == 401
    assert "did not work" in answer.text


def test_it_is_offered_where_it_is_configured_and_nowhere_else(client: Client, settings: Any) -> None:
    assert "City staff: sign in with your city account" in client.get("/accounts/login/").text
    SocialApp.objects.create(provider="city", provider_id="city", name="Mine", client_id="mine", secret="x")
    settings.OIDC_ISSUER = ""
    assert "City staff" not in client.get("/accounts/login/").text
    assert client.post("/accounts/city/login/").status_code == 404
    assert client.get("/accounts/city/login/callback/?code=x&state=y").status_code == 404


def test_what_is_missing_stops_the_start(settings: Any) -> None:
    assert not run_checks()
    settings.OIDC_CLIENT_SECRET = ""
    settings.OIDC_GROUP_ROLES = {"a": "king", "b": "staff@elsewhere"}
    settings.OIDC_ISSUER = "http://sign-on.city.example"
    found = {error.id for error in run_checks()}
    assert found == {"signin.E001", "signin.E002", "signin.E004"}


# --- the token itself, with keys of our own ---------------------------------------------------------------------------

KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
OTHER_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
CONFIGURATION = {"issuer": "https://city.example", "jwks_uri": "https://city.example/keys"}


def _keys(_url: str) -> dict[str, Any]:
    own = jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key(), as_dict=True)
    return {"keys": [{**own, "kid": "one", "use": "sig", "alg": "RS256"}]}


def _token(key: Any = KEY, algorithm: str = "RS256", kid: str = "one", **changed: Any) -> str:
    now = int(time.time())
    claims = {
        "iss": "https://city.example",
        "sub": "carla",
        "aud": "talent",
        "nonce": "n",
        "iat": now,
        "exp": now + 300,
    }
    claims |= changed
    return jwt.encode({k: v for k, v in claims.items() if v is not None}, key, algorithm, headers={"kid": kid})


def _check(token: Any, nonce: str = "n") -> dict[str, Any]:
    return city.checked_token(token, configuration=CONFIGURATION, nonce=nonce, fetch=_keys)


def test_a_good_token_is_believed() -> None:
    assert _check(_token())["sub"] == "carla"


@pytest.mark.parametrize(
    ("what", "token"),
    [
        ("another issuer", {"iss": "https://evil.example"}),
        ("another client", {"aud": "somebody"}),
        ("several clients, not made for us", {"aud": ["talent", "somebody"], "azp": "somebody"}),
        ("expired", {"exp": int(time.time()) - 120, "iat": int(time.time()) - 400}),
        ("without an end", {"exp": None}),
        ("another nonce", {"nonce": "of yesterday"}),
        ("no nonce", {"nonce": None}),
        ("no subject", {"sub": None}),
        ("signed by another", {"key": OTHER_KEY}),
        ("a key that nobody knows", {"kid": "two"}),
        ("not signed", {"key": None, "algorithm": "none"}),
        ("signed with a shared secret", {"key": "known to both, and thirty-two long", "algorithm": "HS256"}),
    ],
)
def test_a_bad_token_is_not(what: str, token: dict[str, Any]) -> None:
    with pytest.raises(city.NotTheCityError):
        _check(_token(**token))


def test_no_token_and_no_nonce_of_ours_are_refused() -> None:
    for token, nonce in [(None, "n"), (_token(nonce=""), ""), ("nonsense", "n")]:
        with pytest.raises(city.NotTheCityError):
            _check(token, nonce)


def test_userinfo_of_somebody_else_is_refused() -> None:
    with pytest.raises(city.NotTheCityError):
        city.checked_userinfo({"sub": "eve"}, claims={"sub": "carla"})


@pytest.mark.parametrize("fault", [{"nonce": "x" * 32}, {"exp": 1}, {"iss": "http://localhost:1"}, {"aud": "other"}])
def test_a_wrong_token_from_the_provider_itself_opens_nothing(
    client: Client, provider: str, monkeypatch: pytest.MonkeyPatch, fault: dict[str, Any]
) -> None:
    """The provider's real answer, with its token changed and signed anew by a key that counts as the provider's."""
    real = city.checked_token

    def changed(token: Any, *, configuration: dict[str, Any], nonce: str, fetch: Any) -> dict[str, Any]:
        claims = jwt.decode(token, options={"verify_signature": False})
        resigned = jwt.encode({**claims, **fault}, KEY, "RS256", headers={"kid": "one"})
        return real(resigned, configuration=configuration, nonce=nonce, fetch=_keys)

    monkeypatch.setattr(city, "checked_token", changed)
    answer = through(client)
    assert answer.status_code == 401
    assert not is_in(client)
