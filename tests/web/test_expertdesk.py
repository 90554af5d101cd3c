"""The desk where staff decide who is recognised as an expert."""

from dataclasses import replace
from datetime import timedelta
from threading import Thread

import pytest

from forum import clock
from forum.accounts.models import User
from forum.db import db
from forum.errors import Conflict
from forum.experts.models import Expert
from forum.moderation import experts as staff
from tests.experts.asking import EVE, accept, ask
from tests.factories import Factory
from tests.mailbox import Mailbox


@pytest.fixture
def world(factory: Factory) -> dict[str, int]:
    return {"alice": factory.user("alice"), "eve": factory.user("eve"), "ada": factory.admin()}


def test_what_was_checked_is_chosen_not_taken_from_the_top(factory: Factory, world: dict[str, int]) -> None:
    ask(factory, world["eve"], replace(EVE, profession="consultant"))
    ada, case = factory.browser(world["ada"]), f"/moderation/experts/{world['eve']}"
    form = ada.get(case).form(f"{case}/accept")
    assert "Dites ce que vous avez vérifié." in form.submit().words()
    assert "n’inscrit que des avocats" in form.submit(verified="bar").words()
    assert form.submit(verified="company").status == 200


def test_a_refusal_says_why_and_is_mailed(factory: Factory, world: dict[str, int]) -> None:
    ask(factory, world["eve"])
    case, ada = f"/moderation/experts/{world['eve']}", factory.browser(world["ada"])
    assert ada.get(case).form(f"{case}/refuse").submit(reason=" ").status == 422
    ada.get(case).form(f"{case}/refuse").submit(reason="Numéro illisible")
    assert "Numéro illisible" in factory.browser(world["eve"]).get("/settings/expert").words()
    assert factory.browser().get("/u/eve.vcf").status == 404


def test_nobody_decides_about_themselves(factory: Factory, world: dict[str, int]) -> None:
    ask(factory, world["ada"])
    case, ada = f"/moderation/experts/{world['ada']}", factory.browser(world["ada"])
    assert "On ne décide pas de sa propre demande" in ada.get(case).words()
    assert ada.post(f"{case}/accept", {"verified": "bar", "until": "2027-01-01"}).status == 403


def test_two_of_the_staff_decide_once(factory: Factory, world: dict[str, int]) -> None:
    ask(factory, world["eve"])
    other, outcomes = factory.moderator(), []

    def decide(by: int) -> None:
        def act() -> None:
            expert = db.session.get_one(Expert, world["eve"])
            staff.refuse(db.session.get_one(User, by), expert, "Non", proof_days=30)

        try:
            factory.write(act)
            outcomes.append("done")
        except Conflict:
            outcomes.append("late")

    threads = [Thread(target=decide, args=(by,)) for by in (world["ada"], other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["done", "late"]


def test_an_extension_is_told_as_one(factory: Factory, world: dict[str, int]) -> None:
    ask(factory, world["eve"])
    accept(factory, world["eve"], world["ada"], days=20)
    factory.drain()
    letters, case = Mailbox(factory.app), f"/moderation/experts/{world['eve']}"
    letters.collect()
    until = (clock.now() + timedelta(days=400)).date()
    done = (
        factory.browser(world["ada"]).get(case).form(f"{case}/accept").submit(verified="bar", until=until.isoformat())
    )
    assert "L’expertise est prolongée jusqu’au" in done.words()
    assert str(until.year) in done.words()
    mail = letters.only()
    assert mail.subject == "Votre reconnaissance est prolongée"
    assert "a prolongé la reconnaissance de votre expertise jusqu’au" in mail.text
    told = factory.browser(world["eve"]).get("/notifications").words()
    assert "La reconnaissance de votre expertise est prolongée" in told
