"""Ève, who asks to be recognised, and staff who do it."""

from datetime import timedelta

from forum import clock
from forum.accounts.models import User
from forum.db import db
from forum.experts import actions
from forum.experts.actions import Identity, Proof, Scope, Ways
from forum.experts.models import Expert
from forum.moderation import experts as staff
from tests.factories import Factory

WAYS = Ways("06 13 03 17 96", "https://exemple.fr/contact", "cabinet@exemple.fr", shows_phone=True, shows_email=False)
EVE = Identity(
    "Ève Martin", "lawyer", feminine=True, bar="barreau de Lyon", organisation="Martin & associés", number="T-77"
)


def ask(factory: Factory, user_id: int, identity: Identity = EVE, ways: Ways = WAYS) -> None:
    proof = Proof("carte.pdf", "application/pdf", b"%PDF-1.7 secret")
    scope = Scope(("Lyon",), ("fr", "en"), (), ("code-civil",))
    factory.write(lambda: actions.apply(db.session.get_one(User, user_id), identity, ways, scope, proof))


def accept(factory: Factory, user_id: int, by: int, days: int = 365) -> None:
    def act() -> None:
        expert, user = db.session.get_one(Expert, user_id), db.session.get_one(User, user_id)
        until = clock.now() + timedelta(days=days)
        staff.accept(db.session.get_one(User, by), expert, user, verified="bar", until=until, proof_days=30)

    factory.write(act)
