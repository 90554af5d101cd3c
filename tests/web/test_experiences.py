"""Experiences on the pages: told in a reply or with a topic, edited, followed up, summed up for who may read them."""

import re
from datetime import date, timedelta

import pytest

from forum import clock
from forum.accounts.models import MODERATORS
from forum.db import db
from forum.experiences.models import Cost, Experience, Outcome, Provider, Step, Withheld
from forum.taxonomy.actions import create_tag
from forum.topics.models import Kind, Post, Topic, TopicTag
from tests.browsing import Browser, Page
from tests.counting import statements
from tests.factories import Factory

POST = ("do", "post")
SENTENCE = "Ces chiffres ne portent que sur les personnes qui ont raconté leur cas ici."


@pytest.fixture
def topic(factory: Factory) -> int:
    return factory.topic(factory.forum("Contrats"), factory.user("alice"), "Mes accès retenus")


def tell_some(
    factory: Factory, topic: int, *outcomes: Outcome, days: int | None = None, groups: tuple[int, ...] = ()
) -> list[int]:
    """Each told by somebody else, in these groups."""
    return [
        factory.tells(factory.reply(topic, factory.user(groups=groups), f"Cas {n}."), each, days=days)
        for n, each in enumerate(outcomes)
    ]


def words(page: Page) -> str:
    return re.sub(r"[\u202f\u00a0]", " ", page.words())


def record_on(page: Page) -> str:
    (record,) = page.find("div", class_="told")
    return re.sub(r"[\u202f\u00a0]", " ", " ".join("".join(record.itertext()).split()))


def page_url(topic: int) -> str:
    return f"/t/{topic}/mes-acces-retenus"


def page_of(topic: int, browser: Browser) -> str:
    return words(browser.get(page_url(topic)))


FILLED_IN = {
    "provider": "agency",
    "outcome": "solved",
    "withheld": ["site", "domains"],
    "step": ["letter", "notice"],
    "on_notice": "2026-03-02",
    "on_summary": "2026-04-10",
    "took": "5",
    "took_unit": "weeks",
    "cost": "under-500",
}


def test_telling_in_a_reply(factory: Factory, topic: int) -> None:
    browser = factory.browser(factory.user("bruno"))
    here = f"/t/{topic}/experience"
    assert here in browser.get(f"/t/{topic}/mes-acces-retenus").links()
    refused = browser.get(here).form(here).submit(button=POST, body="Il a cédé.", step=["letter"])
    assert refused.status == 422
    assert "Dites quel genre de prestataire c’était." in words(refused)
    assert "Dites comment cela s’est terminé" in words(refused)
    again = refused.form(here)
    assert (again.fields["body"], again.fields["step"]) == ("Il a cédé.", "letter")
    page = again.submit(button=POST, **FILLED_IN)
    assert record_on(page) == (
        "Expérience vécueA abouti PrestataireAgenceRetenuSite · Noms de domaine et adresses mail"
        "DémarchesMise en demeure, 2 mars 2026Référé ou ordonnance sur requête, 10 avril 2026Courrier amiable"
        "Durée5 semainesCoûtMoins de 500 €"
    )
    assert factory.get(Topic, topic).told == 1


def test_what_was_told_is_stored_and_comes_back_in_its_form(factory: Factory, topic: int) -> None:
    browser = factory.browser(factory.user("bruno"))
    browser.get(f"/t/{topic}/experience").form("/experience").submit(button=POST, body="Il a cédé.", **FILLED_IN)
    post = factory.get(Topic, topic).last_post_id
    row = factory.get(Experience, post)
    assert row.steps == [["letter", None], ["notice", "2026-03-02"], ["summary", "2026-04-10"]]
    assert (row.days, row.cost, row.withheld) == (35, "under-500", "site,domains")
    edited = browser.get(f"/p/{post}/edit").form("/edit")
    assert {name: edited.fields[name] for name in FILLED_IN} == {**FILLED_IN, "step": ["letter", "notice", "summary"]}


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"took": "beaucoup"}, "Écrivez un nombre entier"),
        ({"took": "0"}, "Écrivez une durée de 1 jour à 20 ans"),
        ({"took": "999", "took_unit": "months"}, "Écrivez une durée de 1 jour à 20 ans"),
        ({"on_letter": "hier"}, "Écrivez la date ainsi"),
        ({"on_letter": "2999-01-01"}, "Une démarche a une date passée"),
        ({"provider": "le voisin"}, "Choisissez dans la liste."),
        ({"outcome": "gagné"}, "Dites comment cela s’est terminé"),
        ({"cost": "trop"}, "Choisissez dans la liste."),
        ({"body": ""}, "Votre message est vide"),
    ],
)
def test_what_is_not_taken_is_kept_typed(factory: Factory, topic: int, said: dict[str, str], sentence: str) -> None:
    browser = factory.browser(factory.user())
    here = f"/t/{topic}/experience"
    filled = {"body": "Mon texte.", "provider": "host", "outcome": "no", "withheld": ["shop"], **said}
    page = browser.get(here).form(here).submit(button=POST, **filled)
    assert page.status == 422
    assert sentence in words(page)
    assert page.form(here).fields["withheld"] == "shop"
    assert factory.get(Topic, topic).told == 0
    assert factory.get(Topic, topic).reply_count == 0


def test_ticks_that_are_no_choice_are_left_out(factory: Factory, topic: int) -> None:
    browser = factory.browser(factory.user())
    here = f"/t/{topic}/experience"
    filled = {"body": "Mon texte.", "provider": "host", "outcome": "no"}
    browser.get(here).form(here).submit(button=POST, **filled, withheld=["tout", "shop"], step=["magie"])
    row = factory.get(Experience, factory.get(Topic, topic).last_post_id)
    assert (row.withheld, row.steps) == ("shop", [])


def test_the_same_form_sent_twice_tells_once(factory: Factory, topic: int) -> None:
    form = factory.browser(factory.user()).get(f"/t/{topic}/experience").form("/experience")
    for _ in range(2):
        form.submit(button=POST, body="Mon texte.", provider="host", outcome="no")
    assert factory.get(Topic, topic).told == 1
    assert factory.get(Topic, topic).reply_count == 1


def test_a_draft_keeps_the_record(factory: Factory, topic: int) -> None:
    browser = factory.browser(factory.user())
    here = f"/t/{topic}/experience"
    filled = {"provider": "host", "outcome": "no", "withheld": ["shop", "site"], "on_trial": "2026-01-05"}
    kept = browser.get(here).form(here).submit(button=("do", "draft"), body="Un début.", **filled)
    assert "Brouillon enregistré" in kept.text
    form = browser.get(here).form(here)
    assert form.fields["body"] == "Un début."
    assert {name: form.fields[name] for name in filled} == {**filled, "withheld": ["site", "shop"]}
    assert here in browser.get("/drafts").links()
    browser.post("/drafts", {"path": here, "body": "Un début.", "record": "[[1"})
    assert browser.get(here).status == 200


def test_a_topic_of_that_kind_carries_the_record(factory: Factory) -> None:
    factory.forum("Contrats")
    browser = factory.browser(factory.user())
    here = "/f/contrats/new?form=experience"
    assert here in browser.get("/f/contrats/new").links()
    form = browser.get(here).form(here)
    page = form.submit(
        button=POST, title="Mes accès sont revenus", facts="Il a cédé.", learnt="Tout écrire.",
        provider="agency", outcome="partly",
    )  # fmt: skip
    topic = int(page.path.split("/")[2])
    row = factory.get(Topic, topic)
    assert (row.kind, row.told) == (Kind.EXPERIENCE, 1)
    body = factory.get(Post, factory.first_post(topic)).body
    assert body == "## Ce qui s’est passé\n\nIl a cédé.\n\n## Ce qu’il faut en retenir\n\nTout écrire."
    assert "A abouti en partie" in words(page)


def test_the_free_form_asks_for_the_record_once_the_kind_is_chosen(factory: Factory) -> None:
    factory.forum("Contrats")
    browser = factory.browser(factory.user())
    form = browser.get("/f/contrats/new").form("/f/contrats/new")
    assert "provider" not in form.fields
    refused = form.submit(button=POST, title="Mes accès sont revenus", body="Il a cédé.", kind="experience")
    assert refused.status == 422
    again = refused.form("/f/contrats/new")
    assert again.fields["body"] == "Il a cédé."
    page = again.submit(button=POST, provider="agency", outcome="solved")
    assert factory.get(Topic, int(page.path.split("/")[2])).told == 1


def test_the_record_is_edited_with_the_post(factory: Factory, topic: int) -> None:
    author = factory.user()
    post = factory.tells(factory.reply(topic, author), Outcome.PENDING, days=35)
    edit = f"/p/{post}/edit"
    for editor in (author, factory.moderator()):
        browser = factory.browser(editor)
        browser.get(edit).form(edit).submit(button=POST, outcome="solved", follow_up="Rendu <b>hier</b>.")
        assert factory.get(Experience, post).outcome == "solved"
        assert "Rendu &lt;b&gt;hier&lt;/b&gt;." in browser.get(f"/p/{post}").text
        refused = browser.get(edit).form(edit).submit(button=POST, provider="")
        assert refused.status == 422
    factory.browser(author).get(edit).form(edit).submit(button=POST, drop="y")
    assert not factory.get(Post, post).tells
    assert factory.get(Topic, topic).told == 0


def test_a_topic_that_becomes_one(factory: Factory) -> None:
    """Its author fills in the record; staff who only sort it need not."""
    forum, author = factory.forum("Contrats"), factory.user()
    first, second = (factory.topic(forum, author, f"Un sujet {n}", kind=Kind.DISCUSSION) for n in range(2))
    edits = [f"/p/{factory.first_post(each)}/edit" for each in (first, second)]
    browser = factory.browser(author)
    refused = browser.get(edits[0]).form(edits[0]).submit(button=POST, kind="experience")
    assert refused.status == 422
    refused.form(edits[0]).submit(button=POST, provider="host", outcome="no")
    assert (factory.get(Topic, first).kind, factory.get(Topic, first).told) == (Kind.EXPERIENCE, 1)
    staff = factory.browser(factory.moderator())
    staff.get(edits[1]).form(edits[1]).submit(button=POST, kind="experience")
    assert (factory.get(Topic, second).kind, factory.get(Topic, second).told) == (Kind.EXPERIENCE, 0)
    browser.get(edits[1]).form(edits[1]).submit(button=POST, body="Encore.")
    assert factory.get(Post, factory.first_post(second)).body == "Encore."


def test_what_became_of_it(factory: Factory, topic: int) -> None:
    author = factory.user()
    post = factory.tells(factory.reply(topic, author), Outcome.PENDING)
    browser = factory.browser(author)
    since = f"/p/{post}/since"
    assert since in browser.get(f"/p/{post}").links()
    assert since not in factory.browser(factory.user()).get(f"/p/{post}").links()
    too_long = browser.get(since).form(since).submit(follow_up="a" * 1001)
    assert too_long.status == 422
    assert too_long.form(since).fields["follow_up"] == "a" * 1001
    page = browser.get(since).form(since).submit(outcome="solved", follow_up="Rendu en mai.")
    assert "Rendu en mai." in words(page)
    assert "A abouti" in words(page)
    assert browser.get(f"/p/{factory.first_post(topic)}/since").status == 403


def test_the_figures(factory: Factory, topic: int) -> None:
    visitor = factory.browser()
    tell_some(factory, topic, *[Outcome.SOLVED] * 2, days=35)
    assert SENTENCE not in page_of(topic, visitor)
    tell_some(factory, topic, *[Outcome.SOLVED] * 5, *[Outcome.PARTLY] * 2, *[Outcome.NO] * 2, Outcome.PENDING)
    shown = page_of(topic, visitor)
    assert "12 expériences vécues7 ont abouti" in shown
    assert "délai médian" not in shown  # two only said how long it took
    assert "7 ont abouti5 autres" in shown
    assert SENTENCE in shown
    tell_some(factory, topic, *[Outcome.NO] * 3, days=35)
    shown = page_of(topic, visitor)
    assert "15 expériences vécues7 ont aboutidélai médian : 5 semaines (sur 3 réponses)" in shown
    assert "Voir le détail" in shown
    assert "12 expériences" not in shown
    widths = re.findall(r'<rect class="of-(\w+)" x="(\d+)" width="(\d+)"', visitor.get(page_url(topic)).text)
    assert widths == [("solved", "0", "7"), ("no", "7", "5"), ("rest", "12", "3")]


def test_no_detail_is_promised_where_no_number_may_be_shown(factory: Factory, topic: int) -> None:
    kinds = zip([Outcome.SOLVED, Outcome.PARTLY, Outcome.NO], ["agency", "freelancer", "host"], strict=True)
    for outcome, provider in kinds:
        post = factory.reply(topic, factory.user())
        factory.tells(post, outcome, provider=Provider(provider))
    shown = page_of(topic, factory.browser())
    assert "3 expériences vécues" in shown
    assert "Voir le détail" not in shown
    assert "Le détail viendra avec d’autres" in shown
    tell_some(factory, topic, *[Outcome.SOLVED] * 4, Outcome.PARTLY, Outcome.NO)
    shown = page_of(topic, factory.browser())
    assert "Voir le détail" in shown
    assert "Le détail viendra avec d’autres" not in shown
    assert "Non précisé" not in shown, "nobody told the cost"


def test_one_word_everywhere(factory: Factory, topic: int) -> None:
    tell_some(factory, topic, *[Outcome.SOLVED] * 3)
    shown = page_of(topic, factory.browser())
    assert "3 expériences vécues" in shown
    assert not re.search(r"témoignage|retour d’expérience", shown, re.IGNORECASE)


def test_hidden_and_waiting_posts_are_not_counted(factory: Factory, topic: int) -> None:
    posts = tell_some(factory, topic, *[Outcome.SOLVED] * 6)
    factory.write(lambda: setattr(db.session.get_one(Post, posts[0]), "state", "deleted"))
    factory.write(lambda: setattr(db.session.get_one(Post, posts[1]), "state", "pending"))
    for reader in (None, factory.moderator()):
        assert "3 expériences vécues" in page_of(topic, factory.browser(reader))


def test_tags_and_law_count_what_visitors_may_read(factory: Factory) -> None:
    public, private = factory.forum("Contrats"), factory.private_forum()
    author, moderator = factory.user(), factory.moderator()
    tag = factory.write(lambda: create_tag("RGPD").id)
    for forum, count in ((public, 3), (private, 3)):
        topic = factory.topic(forum, moderator, "Mes accès retenus", "Article 1240 du code civil.")
        factory.write(lambda topic=topic: db.session.add(TopicTag(topic_id=topic, tag_id=tag)))
        tell_some(factory, topic, *[Outcome.SOLVED] * count, groups=(MODERATORS,))
        assert "3 expériences vécues" in page_of(topic, factory.browser(moderator))
    for reader in (None, author, moderator):
        for address in ("/tag/rgpd", "/droit/code-civil/1240", "/droit/code-civil"):
            shown = words(factory.browser(reader).get(address))
            assert "3 expériences vécues" in shown, address
            assert SENTENCE in shown
    assert SENTENCE not in words(factory.browser().get("/droit/code-civil/1241"))


def test_nobody_makes_figures_alone(factory: Factory, topic: int) -> None:
    eager = factory.user()
    for number in range(4):
        factory.tells(factory.reply(topic, eager, f"Mon cas {number}."), Outcome.SOLVED)
    assert SENTENCE not in page_of(topic, factory.browser())
    tell_some(factory, topic, Outcome.NO, Outcome.NO)
    assert "3 expériences vécues" in page_of(topic, factory.browser())


def test_figures_leave_with_their_topic(factory: Factory, topic: int) -> None:
    tag = factory.write(lambda: create_tag("RGPD").id)
    factory.write(lambda: db.session.add(TopicTag(topic_id=topic, tag_id=tag)))
    tell_some(factory, topic, *[Outcome.SOLVED] * 3)
    assert SENTENCE in words(factory.browser().get("/tag/rgpd"))
    factory.write(lambda: setattr(db.session.get_one(Topic, topic), "state", "deleted"))
    assert SENTENCE not in words(factory.browser().get("/tag/rgpd"))


def test_statements_of_a_topic_with_experiences(factory: Factory, topic: int) -> None:
    """One more than without, on whatever page."""
    browser = factory.browser(factory.user())
    address = f"/t/{topic}/mes-acces-retenus"
    factory.reply(topic, factory.user())

    def cost() -> int:
        browser.get(address)
        with statements(factory.app) as sent:
            browser.get(address)
        return len(sent)

    before = cost()
    tell_some(factory, topic, Outcome.SOLVED)
    assert cost() == before + 1
    tell_some(factory, topic, *[Outcome.SOLVED] * 8)
    assert cost() == before + 1


def test_a_full_record_in_english(factory: Factory, topic: int) -> None:
    post = factory.tells(
        factory.reply(topic, factory.user()), Outcome.NO, provider=Provider.REGISTRAR, withheld=tuple(Withheld),
        steps={step: date(2026, 1, 1) + timedelta(days=n) for n, step in enumerate(Step)}, days=400, cost=Cost.MORE,
    )  # fmt: skip
    shown = record_on(factory.browser().get(f"/t/{topic}/mes-acces-retenus?lang=en"))
    assert not re.search(r"[éèêàç’]", shown), shown
    assert clock.now() - factory.get(Experience, post).told_at < timedelta(minutes=5)
