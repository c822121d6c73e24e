"""A DATABASE_URL or REDIS_URL that is set wins, and nothing of that kind is started, made or stopped."""

from .conftest import Clone

SHOW = "import os; print(os.environ['DATABASE_URL'], os.environ['REDIS_URL'])"
DATABASE = "postgresql://someone@db.example/portal"
REDIS = "redis://cache.example/0"


def test_no_postgres_where_there_is_one(fresh_clone: Clone) -> None:
    assert fresh_clone.python(SHOW, DATABASE_URL=DATABASE).startswith(f"{DATABASE} unix:///")
    assert [path.name for path in fresh_clone.state.root.glob("postgres*")] == []


def test_no_redis_where_there_is_one(fresh_clone: Clone) -> None:
    address, redis = fresh_clone.python(SHOW, REDIS_URL=REDIS).split()

    assert address.startswith("postgresql://chitech@%2F")
    assert redis == REDIS
    assert [path.name for path in fresh_clone.state.root.glob("redis*")] == []


def test_with_both_and_a_key_not_even_the_folder_is_made(fresh_clone: Clone) -> None:
    assert fresh_clone.python(SHOW, DATABASE_URL=DATABASE, REDIS_URL=REDIS, SECRET_KEY="given") == f"{DATABASE} {REDIS}"
    assert not fresh_clone.state.root.exists()


def test_an_empty_variable_is_one_that_is_not_set(fresh_clone: Clone) -> None:
    assert fresh_clone.python(SHOW, DATABASE_URL="", REDIS_URL=REDIS).startswith("postgresql://chitech@")
