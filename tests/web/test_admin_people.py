"""People, groups and ranks: as an administrator meets them."""

from datetime import timedelta

import pytest
from flask import Flask

from forum import clock
from forum.accounts.models import ADMINISTRATORS, MODERATORS, Group, Rank, User
from forum.db import db
from tests.browsing import Browser, Form
from tests.factories import Factory
from tests.mailbox import Mailbox
from tests.web.people import OTHER, is_signed_in, sign_in, with_password


@pytest.fixture
def admin(factory: Factory) -> Browser:
    return factory.browser(factory.admin())


def roles_form(admin: Browser, user: int) -> Form:
    """The form of somebody's groups; ticked boxes are told as a list."""
    page = admin.get(f"/admin/people/{user}")
    form = page.form(f"/admin/people/{user}")
    form = next(each for each in page.forms() if each.action == f"/admin/people/{user}")
    ticked = [box.get("value") for box in page.find("input", name="groups") if box.get("checked") is not None]
    form.fields["groups"] = ticked
    return form


def group_ids(factory: Factory, user: int) -> set[int]:
    return factory.read(lambda: {group.id for group in db.session.get_one(User, user).roles})


def test_people_are_found_by_name_and_address(admin: Browser, factory: Factory) -> None:
    factory.user("Nadia Brun", email="n.brun@exemple.fr")
    factory.user("Paul", email="paul@exemple.fr")
    for words, names in (
        ("nadia", {"Nadia Brun"}),
        ("EXEMPLE.fr", {"Nadia Brun", "Paul"}),
        ("%", set()),
        ("zzz", set()),
    ):
        page = admin.get(f"/admin/people?q={words.replace('%', '%25')}")
        assert {name for name in ("Nadia Brun", "Paul") if name in page.words()} == names


@pytest.mark.parametrize(
    ("standing", "name"),
    [
        ("waiting", "wanda"),
        ("unconfirmed", "ursule"),
        ("suspended", "suzy"),
        ("staff", "modeste"),
        ("unclaimed", "seme"),
        ("closed", "cloe"),
    ],
)
def test_people_are_found_by_standing(admin: Browser, factory: Factory, standing: str, name: str) -> None:
    everybody = {"wanda", "ursule", "suzy", "modeste", "seme", "cloe", "banal"}
    factory.user("wanda", approved=False, password="x")
    factory.user("ursule", confirmed_at=None, password="x")
    factory.user("suzy", suspended_until=clock.now() + timedelta(days=2), password="x")
    factory.user("modeste", groups=(MODERATORS,), password="x")
    factory.user("seme", seeded=True)
    factory.user("cloe", active=False, password="x")
    factory.user("banal", password="x")
    page = admin.get(f"/admin/people?standing={standing}")
    names = {cell.text for cell in page.document.iter("a") if (cell.get("href") or "").startswith("/admin/people/")}
    assert names & everybody == {name}


def test_groups_and_rank_are_given_and_taken(admin: Browser, factory: Factory) -> None:
    nadia = factory.user("nadia")
    rank = factory.write(lambda: _rank("Happy* utilisateur initié"))
    roles_form(admin, nadia).submit(groups=[str(MODERATORS)], rank=str(rank))
    assert group_ids(factory, nadia) == {MODERATORS}
    assert "Happy* utilisateur initié" in factory.browser().get("/u/nadia").words()
    roles_form(admin, nadia).submit(groups=[], rank="")
    assert group_ids(factory, nadia) == set()
    assert factory.get(User, nadia).rank_id is None
    words = admin.get("/admin/log").words()
    assert "a fait entrer dans le groupe « Modération »" in words
    for sent in ({"groups": ["1"]}, {"groups": ["x"]}, {"rank": "99"}):
        assert roles_form(admin, nadia).submit(**sent).status == 422


def test_a_rank_that_posts_earn_is_not_given(admin: Browser, factory: Factory) -> None:
    nadia = factory.user("nadia")
    earned = factory.write(lambda: _rank("Membre", 5))
    assert roles_form(admin, nadia).submit(rank=str(earned)).status == 422
    assert factory.get(User, nadia).rank_id is None


def test_the_last_administrator_stays(admin: Browser, factory: Factory) -> None:
    ada = factory.read(lambda: db.session.query(User.id).filter_by(name="ada").scalar())
    factory.user("seme", groups=(ADMINISTRATORS,), seeded=True)
    factory.user("cloe", groups=(ADMINISTRATORS,), active=False)
    factory.user("suzy", groups=(ADMINISTRATORS,), suspended_until=clock.now() + timedelta(days=2))
    page = roles_form(admin, ada).submit(groups=[])
    assert page.status == 422
    assert "C’est la seule personne" in page.words()
    page = admin.get(f"/admin/groups/3/members/{ada}/remove").form("/remove").submit()
    assert "C’est la seule personne" in page.words()
    assert group_ids(factory, ada) == {ADMINISTRATORS}
    second = factory.admin("beatrice")
    page = roles_form(admin, ada).submit(groups=[])
    assert group_ids(factory, ada) == set(), page.words()
    assert factory.browser(ada).get("/admin").status == 403
    assert factory.browser(second).get("/admin").status == 200


def test_a_new_member_is_approved_and_told(app: Flask, admin: Browser, factory: Factory) -> None:
    mailbox, nadia = Mailbox(app), factory.user("nadia", approved=False)
    admin.get(f"/admin/people/{nadia}").form("/approve").submit()
    assert factory.get(User, nadia).approved
    assert "nadia@example.org" in mailbox.only().to
    again = admin.post(f"/admin/people/{nadia}/approve")
    assert "déjà approuvé" in again.words()


def test_an_address_is_confirmed_by_hand(admin: Browser, factory: Factory) -> None:
    nadia = factory.user("nadia", confirmed_at=None)
    admin.get(f"/admin/people/{nadia}").form("/confirm").submit()
    assert factory.get(User, nadia).confirmed_at is not None


def test_an_account_is_closed_with_a_reason_and_opened_again(app: Flask, admin: Browser, factory: Factory) -> None:
    mailbox, nadia = Mailbox(app), with_password(factory, "nadia")
    browser = Browser(app)
    sign_in(browser, "nadia")
    address = f"/admin/people/{nadia}/close"
    assert admin.get(address).form(address).submit(reason="").status == 422
    admin.get(address).form(address).submit(reason="Publicité répétée")
    assert not is_signed_in(browser)
    assert sign_in(Browser(app), "nadia").status != 303
    letter = mailbox.only()
    assert "Publicité répétée" in letter.text
    admin.get(f"/admin/people/{nadia}").form("/reopen").submit()
    assert sign_in(Browser(app), "nadia").status == 303


def test_nobody_closes_their_own_account_here(admin: Browser, factory: Factory) -> None:
    ada = factory.read(lambda: db.session.query(User.id).filter_by(name="ada").scalar())
    assert not [link for link in admin.get(f"/admin/people/{ada}").links() if link.endswith("/close")]
    assert admin.post(f"/admin/people/{ada}/close", {"reason": "Fatigue"}).status == 403
    assert factory.get(User, ada).active


def test_an_account_of_the_seed_is_offered_and_taken_over(app: Flask, admin: Browser, factory: Factory) -> None:
    mailbox, marc = Mailbox(app), factory.user("happynumeric", seeded=True, email="happynumeric@seed.invalid")
    factory.user("autre", email="pris@exemple.fr")
    address = f"/admin/people/{marc}/offer"
    for wrong in ("pris@exemple.fr", "pas une adresse", ""):
        assert admin.get(address).form(address).submit(email=wrong).status == 422
    admin.get(address).form(address).submit(email="faux@exemple.fr")
    first = mailbox.only().link("/reset/")
    admin.get(address).form(address).submit(email="marc@exemple.fr")
    letter = mailbox.only()
    assert "marc@exemple.fr" in letter.to
    assert Browser(app).get(first).status != 200 or not Browser(app).get(first).find("input", name="password")
    link = letter.link("/reset/")
    Browser(app).get(link).form(link).submit(password=OTHER)
    assert sign_in(Browser(app), "happynumeric", OTHER).status == 303
    taken = factory.get(User, marc)
    assert (taken.seeded, taken.email) == (False, "marc@exemple.fr")
    assert admin.post(address, {"email": "encore@exemple.fr"}).status == 409


def test_an_account_with_an_owner_is_not_offered(admin: Browser, factory: Factory) -> None:
    nadia = with_password(factory, "nadia")
    assert admin.post(f"/admin/people/{nadia}/offer", {"email": "x@exemple.fr"}).status == 409
    assert factory.get(User, nadia).email == "nadia@example.org"


def test_only_the_fields_of_the_form_are_taken(admin: Browser, factory: Factory) -> None:
    nadia = factory.user("nadia")
    extra = {"password": "x", "email": "x@exemple.fr", "post_count": "9999", "is_admin": "1", "active": ""}
    roles_form(admin, nadia).submit(**extra)
    found = factory.get(User, nadia)
    assert (found.password, found.email, found.post_count, found.active) == (None, "nadia@example.org", 5, True)
    assert group_ids(factory, nadia) == set()


def test_groups_are_made_filled_and_removed(admin: Browser, factory: Factory) -> None:
    nadia = factory.user("Nadia")
    form = admin.get("/admin/groups/new").form("/admin/groups/new")
    form.submit(title="Avocats", description="Inscrits au barreau")
    group = factory.read(lambda: db.session.query(Group.id).filter_by(title="Avocats").scalar())
    assert form.submit(title="avocats").status == 422
    address = f"/admin/groups/{group}"
    assert admin.get(address).form("/members").submit(name="inconnu").status == 422
    admin.get(address).form("/members").submit(name="nadia")
    assert group_ids(factory, nadia) == {group}
    assert "Nadia" in admin.get(address).words()
    admin.get(f"{address}/edit").form("/edit").submit(title="Barreau")
    assert factory.get(Group, group).title == "Barreau"
    admin.get(f"{address}/members/{nadia}/remove").form("/remove").submit()
    assert group_ids(factory, nadia) == set()
    admin.get(f"{address}/delete").form("/delete").submit()
    assert admin.get(address).status == 404


@pytest.mark.parametrize("group", [1, 2, 3, 4])
def test_built_in_groups_keep_their_names(admin: Browser, factory: Factory, group: int) -> None:
    title = factory.get(Group, group).title
    assert admin.post(f"/admin/groups/{group}/edit", {"title": "Autre"}).status == 422
    admin.post(f"/admin/groups/{group}/delete")
    assert factory.get(Group, group).title == title
    if group < 3:
        factory.user("nadia")
        assert admin.post(f"/admin/groups/{group}/members", {"name": "nadia"}).status == 422


def test_ranks_are_made_changed_and_removed(admin: Browser, factory: Factory) -> None:
    factory.user("nadia", posts=12)
    form = admin.get("/admin/ranks/new").form("/admin/ranks/new")
    form.submit(title="Plume", min_posts="10")
    assert "Plume" in factory.browser().get("/u/nadia").words()
    for fields in ({"title": "Plume"}, {"title": "Autre", "min_posts": "10"}, {"title": "", "min_posts": "3"},
                   {"title": "Autre", "min_posts": "-1"}, {"title": "Autre", "min_posts": "dix"}):  # fmt: skip
        assert form.submit(**fields).status == 422
    rank = factory.read(lambda: db.session.query(Rank.id).filter_by(title="Plume").scalar())
    admin.get(f"/admin/ranks/{rank}").form(f"/admin/ranks/{rank}").submit(title="Plume d’or", min_posts="")
    assert factory.get(Rank, rank).min_posts is None
    assert "Plume" not in factory.browser().get("/u/nadia").words()
    admin.get(f"/admin/ranks/{rank}/delete").form("/delete").submit()
    assert factory.read(lambda: db.session.query(Rank).count()) == 0


def _rank(title: str, min_posts: int | None = None) -> int:
    rank = Rank(title=title, min_posts=min_posts)
    db.session.add(rank)
    db.session.flush()
    return rank.id
