"""The law on pages: what a topic shows of it, the pages of references, who may know of what."""

from datetime import UTC, datetime
from typing import Any

import pytest

from forum import clock
from forum.accounts.models import MODERATORS, User
from forum.db import db
from forum.taxonomy.models import Forum
from forum.topics import actions as topics
from forum.topics.citing import choose_law
from forum.topics.models import Post, Topic
from tests.counting import statements
from tests.factories import PRIVATE, Factory, text

OLD = datetime(2014, 5, 1, 12, tzinfo=UTC)
LATE = datetime(2024, 5, 1, 12, tzinfo=UTC)
CITING = "Le dommage relève de l’article 1382 du code civil, le référé de l’art. 808 du CPC et de 323-1 du code pénal."


def _topic(factory: Factory, body: str = CITING, at: datetime = OLD, **forum: Any) -> tuple[int, str]:
    """The id and address of a topic that says `body`."""
    author = factory.user(groups=(MODERATORS,))
    place = factory.forum(f"Forum {factory.user()}", **forum)

    def make() -> tuple[int, str]:
        with clock.set_to(at):
            opened = topics.open_topic(
                db.session.get_one(User, author),
                db.session.get_one(Forum, place),
                topics.TopicDraft("Un sujet de droit"),
                text(body),
            )
        topic = db.session.get_one(Topic, opened.topic_id)
        return topic.id, f"/t/{topic.id}/{topic.slug}"

    return factory.write(make)


def test_a_topic_tells_where_the_law_went(factory: Factory) -> None:
    _, address = _topic(factory)
    page = factory.browser().get(address)
    words = page.words()
    assert "1382 (devenu l’article 1240)" in words
    assert "808 (devenu l’article 834)" in words
    assert "2 textes cités ont changé de numéro depuis" in words
    assert "devenu l’article 1240 (ordonnance n° 2016-131 du 10 février 2016)" in words
    assert "devenu l’article 834 (décret n° 2019-1333 du 11 décembre 2019)" in words
    assert "inchangé" not in words
    assert page.text.count("law-notice") == 1


def test_a_notice_stands_in_the_place_of_the_state_and_a_decision_bears_the_day_its_writer_gave(
    factory: Factory,
) -> None:
    _, address = _topic(factory, "L’article 1382 du code civil ; Cass. crim., 20 mai 2015, n° 14-81.336.")
    listed = factory.browser().get(address).words()
    assert "en vigueur" not in listed
    assert "Cour de cassation, pourvoi n° 14-81.336. Décision du 20 mai 2015." in listed
    assert "Decision of 20 May 2015." in factory.browser().get(f"{address}?lang=en").words()


def test_the_page_of_a_decision_bears_the_day_that_visible_posts_give(factory: Factory) -> None:
    _topic(factory, "CE, 6 juin 2018, n° 412589 ; CE, 7 mars 2019, n° 412590.")
    page = factory.browser().get("/droit/ce/412589")
    assert "Décision du 6 juin 2018." in page.words()
    assert "https://www.conseil-etat.fr/fr/arianeweb/CE/decision/2018-06-06/412589" in page.links()
    assert "Décisions voisines citées ici" in page.words()
    assert "Articles voisins" not in page.words()
    assert "Neighbouring decisions cited here" in factory.browser().get("/droit/ce/412589?lang=en").words()


def test_the_day_that_hidden_posts_alone_give_is_not_said(factory: Factory) -> None:
    _topic(factory, "CE n° 412589, CE, 6 juin 2018, n° 412589.", grants=PRIVATE)
    _topic(factory, "L’arrêt CE n° 412589.")
    page = factory.browser().get("/droit/ce/412589")
    assert page.status == 200
    assert "Décision du" not in page.words()


def test_what_moved_before_the_post_is_not_said_to_have_moved_since(factory: Factory) -> None:
    _, address = _topic(factory, "L’article 1382 du code civil.", LATE)
    page = factory.browser().get(address)
    assert "<summary>1 texte cité a changé de numéro</summary>" in page.text
    assert "1 text cited has changed its number</summary>" in factory.browser().get(f"{address}?lang=en").text


def test_the_ends_of_a_range_are_told_as_if_cited_alone(factory: Factory) -> None:
    _, address = _topic(factory, "Les articles 1382 à 1386 du code civil.")
    page = factory.browser().get(address)
    assert "<summary>2 textes cités ont changé de numéro depuis</summary>" in page.text
    words = page.words()
    assert "devenu l’article 1240 (ordonnance" in words
    assert "devenu l’article 1244 (ordonnance" in words
    assert "1241" not in words
    for key in ("code-civil/1382", "code-civil/1240", "code-civil/1244"):
        assert "Un sujet de droit" in factory.browser().get(f"/droit/{key}").words(), key


@pytest.mark.parametrize(
    "body",
    ["Les articles 323-1 à 323-8 du code pénal.", "Les articles 1240 à 1244 du code civil, ex-articles 1382 à 1386."],
)
def test_a_range_whose_ends_did_not_move_is_told_nothing_of(factory: Factory, body: str) -> None:
    _, address = _topic(factory, body, LATE)
    assert "law-notice" not in factory.browser().get(address).text


@pytest.mark.parametrize(
    ("body", "said", "said_in_english"),
    [
        ("L’article 1240 du code civil.", "1 texte cité a changé depuis", "1 text cited has changed since"),
        (
            "L’article 1240 du code civil. Et l’article 1382 du code civil.",
            "2 textes cités ont changé depuis",
            "2 texts cited have changed since",
        ),
    ],
)
def test_a_number_given_to_another_text_is_not_said_to_have_changed_its_number(
    factory: Factory, body: str, said: str, said_in_english: str
) -> None:
    _, address = _topic(factory, body)
    assert f"<summary>{said}</summary>" in factory.browser().get(address).text
    assert f"<summary>{said_in_english}</summary>" in factory.browser().get(f"{address}?lang=en").text


def test_a_post_of_today_is_told_nothing_of_834(factory: Factory) -> None:
    _, address = _topic(factory, "Le référé : article 834 du code de procédure civile.", LATE)
    page = factory.browser().get(address)
    assert "/droit/code-de-procedure-civile/834" in page.text
    assert "→" not in page.text
    assert "law-notice" not in page.text


def test_english_readers_get_english_dates(factory: Factory) -> None:
    _, address = _topic(factory)
    words = factory.browser().get(f"{address}?lang=en").words()
    assert "1 October 2016" in words
    assert "C. civ., art. 1382" in words


def test_the_page_of_a_reference(factory: Factory) -> None:
    _topic(factory)
    browser = factory.browser()
    page = browser.get("/droit/code-civil/1382")
    assert "Article 1382 du code civil" in page.words()
    assert "Un sujet de droit" in page.words()
    assert "ordonnance n° 2016-131 du 10 février 2016" in page.words()
    assert "Un sujet de droit" in browser.get("/feeds/droit/code-civil/1382").text
    assert "Code civil" in browser.get("/droit").words()
    assert "art. 1382" in browser.get("/droit/code-civil").words()
    assert "/droit/code-civil/1382" in browser.get("/sitemap-1.xml").text


@pytest.mark.parametrize(
    ("typed", "canonical"),
    [
        ("/droit/rgpd/17", "/droit/reglement-ue-2016-679/17"),
        ("/droit/RGPD", "/droit/reglement-ue-2016-679"),
        ("/droit/CPC/808", "/droit/code-de-procedure-civile/808"),
        ("/droit/Code%20Civil/1240", "/droit/code-civil/1240"),
        ("/droit/code-de-la-consommation/l.%20121-1", "/droit/code-de-la-consommation/L121-1"),
        ("/droit/loi-2004-575/1er", "/droit/loi-2004-575/1"),
        ("/droit/lcen/6", "/droit/loi-2004-575/6"),
        ("/feeds/droit/rgpd/17", "/feeds/droit/reglement-ue-2016-679/17"),
        ("/droit/dsa", "/droit/reglement-ue-2022-2065"),
        ("/droit/dsa/14", "/droit/reglement-ue-2022-2065/14"),
        ("/droit/godfrain", "/droit/loi-88-19"),
        ("/droit/hadopi/5", "/droit/loi-2009-669/5"),
        ("/droit/informatique-et-libertes", "/droit/loi-78-17"),
        ("/droit/c-civ/1240", "/droit/code-civil/1240"),
        ("/droit/cpc/834", "/droit/code-de-procedure-civile/834"),
        ("/droit/cpce/L32", "/droit/code-des-postes-et-des-communications-electroniques/L32"),
        ("/droit/cpce/L131-1", "/droit/code-des-procedures-civiles-d-execution/L131-1"),
    ],
)
def test_other_names_lead_to_the_page(factory: Factory, typed: str, canonical: str) -> None:
    assert factory.browser().get(typed).path == canonical


@pytest.mark.parametrize(
    ("asked", "address"),
    [
        ("C. civ.", "/droit/code-civil"),
        ("C. civ. 1240", "/droit/code-civil/1240"),
        ("art. 1240 du code civil", "/droit/code-civil/1240"),
        ("dsa 14", "/droit/reglement-ue-2022-2065/14"),
        ("rgpd/17", "/droit/reglement-ue-2016-679/17"),
    ],
)
def test_the_box_leads_to_the_page(factory: Factory, asked: str, address: str) -> None:
    assert factory.browser().get("/droit", query_string={"q": asked}).path == address


def test_the_box_offers_what_a_number_may_be_and_links_out_to_what_nobody_cites(factory: Factory) -> None:
    browser = factory.browser()
    assert "/droit/code-de-procedure-civile/1240" in browser.get("/droit?q=1240").links()
    page = browser.get("/droit?q=14-81.336")
    assert "Personne ne cite cela ici" in page.words()
    assert "/droit/cass/14-81336" not in page.links()
    _topic(factory, "Cass. crim., 20 mai 2015, n° 14-81.336")
    assert browser.get("/droit?q=14-81.336").path == "/droit/cass/14-81336"
    assert "Aucune référence de ce genre" in browser.get("/droit?q=code+civil+99999").words()


@pytest.mark.parametrize("address", ["/droit/none", "/droit/code-civil/99999", "/droit/cass/15-80017", "/droit/ecli/x"])
def test_what_nobody_cites_and_no_fact_knows(factory: Factory, address: str) -> None:
    assert factory.browser().get(address).status == 404


@pytest.mark.parametrize(
    ("address", "says", "leads_to"),
    [
        ("/droit/code-civil/99999", "Article 99999 du code civil", "/droit/code-civil"),
        ("/droit/rgpd/999x", "RGPD", "/droit/reglement-ue-2016-679"),
        ("/droit/rgpd/999", "RGPD", "/droit/reglement-ue-2016-679"),
        ("/droit/nimporte", "nimporte", "/droit"),
        ("/droit/cons-const/foo", "cons-const/foo", "/droit"),
        ("/droit/loi-2031-99-99", "loi-2031-99-99", "/droit"),
        ("/droit/directive-13", "directive-13", "/droit"),
        ("/droit/" + "x" * 300, "xxx", "/droit"),
    ],
)
def test_the_page_of_what_is_unknown_says_where_to_go(factory: Factory, address: str, says: str, leads_to: str) -> None:
    page = factory.browser().get(address)
    assert page.status == 404
    assert says in page.words()
    assert leads_to in page.links()
    assert page.find("input", name="q")
    assert any(link.startswith("https://") for link in page.links()) is (leads_to != "/droit")


@pytest.mark.parametrize(
    ("key", "name", "official"),
    [
        ("cass/14-81336", "Cour de cassation, pourvoi n° 14-81.336", "https://www.legifrance.gouv.fr/search/juri?"),
        ("ecli/ECLI:EU:C:2014:317", "ECLI:EU:C:2014:317", "https://eur-lex.europa.eu/legal-content/FR/TXT/?uri=ecli:"),
        ("cons-const/2004-496-dc", "décision n° 2004-496 DC", "https://www.conseil-constitutionnel.fr/decision/2004/"),
        ("ce/353193", "Conseil d’État, n° 353193", ""),  # whose addresses need the day
    ],
)
def test_a_decision_that_nobody_cites_is_named_and_linked(factory: Factory, key: str, name: str, official: str) -> None:
    page = factory.browser().get(f"/droit/{key}")
    assert page.status == 404
    assert name in page.words()
    assert any(link.startswith(official or "https://") for link in page.links()) is bool(official)


@pytest.mark.parametrize(
    "key", ["cass/civ/2015-99-99", "cass/x/2015-01-01", "ca-nulle-part/08-05858", "cons-const/1-2"]
)
def test_what_no_decision_can_be_called_is_told_as_typed(factory: Factory, key: str) -> None:
    page = factory.browser().get(f"/droit/{key}")
    assert page.status == 404
    assert key in page.words()


def test_an_article_past_the_last_has_no_official_page_and_zeros_lead_to_the_number(factory: Factory) -> None:
    visitor = factory.browser()
    assert not [link for link in visitor.get("/droit/rgpd/999").links() if "art_999" in link]
    assert visitor.get("/droit/rgpd/99").status == 200
    assert visitor.get("/droit/rgpd/017").path == "/droit/reglement-ue-2016-679/17"


def test_a_range_stands_at_both_ends(factory: Factory) -> None:
    _topic(factory, "Voir les articles 323-1 à 323-8 du code pénal.")
    browser = factory.browser()
    for key in ("323-1", "323-8", "323-1..323-8"):
        assert "Un sujet de droit" in browser.get(f"/droit/code-penal/{key}").words(), key
    assert "Un sujet de droit" not in browser.get("/droit/code-penal/323-2").words()


def test_a_private_forum_is_unknown_to_the_pages_of_the_law(factory: Factory) -> None:
    _topic(factory, "Cass. crim., 20 mai 2015, n° 15-80.017 et article 1382 du code civil", grants=PRIVATE)
    staff, visitor = factory.browser(factory.admin()), factory.browser()
    assert "Un sujet de droit" in staff.get("/droit/cass/15-80017").words()
    assert visitor.get("/droit/cass/15-80017").status == 404
    assert visitor.get("/feeds/droit/cass/15-80017").status == 404
    for address in ("/droit", "/droit/code-civil", "/droit/code-civil/1382", "/feeds/droit/code-civil/1382"):
        page = visitor.get(address)
        assert "Un sujet de droit" not in page.words(), address
        assert "15-80" not in page.text, address
    assert "1 sujet" not in visitor.get("/droit").words()
    assert "/droit/code-civil" not in visitor.get("/sitemap-1.xml").text
    assert "Un sujet de droit" not in staff.get("/feeds/droit/code-civil/1382").text


def test_a_hidden_post_cites_nothing(factory: Factory) -> None:
    topic_id, _ = _topic(factory)

    def hide() -> None:
        post = db.session.query(Post).filter_by(topic_id=topic_id).one()
        post.state = "deleted"

    factory.write(hide)
    assert "Un sujet de droit" not in factory.browser().get("/droit/code-civil/1382").words()


def test_a_chosen_reference_stands_beside_the_tags_and_filters_a_forum(factory: Factory) -> None:
    topic_id, address = _topic(factory, "Rien de cité.")
    factory.write(lambda: choose_law(db.session.get_one(Topic, topic_id), ["code-civil/1240"]))
    browser = factory.browser()
    assert "C. civ., art. 1240" in browser.get(address).words()
    assert "Un sujet de droit" in browser.get("/droit/code-civil/1240").words()
    forum = factory.read(lambda: db.session.get_one(Topic, topic_id).forum_id)
    slug = factory.read(lambda: _slug(forum))
    assert "Un sujet de droit" in browser.get(f"/f/{slug}?law=code-civil/1240").words()
    assert "Un sujet de droit" not in browser.get(f"/f/{slug}?law=code-civil/1241").words()
    assert "Sujets qui citent l’article 1241 du code civil" in browser.get(f"/f/{slug}?law=code-civil/1241").words()
    assert "Topics that cite Article 1241" in browser.get(f"/f/{slug}?law=code-civil/1241&lang=en").words()


def test_staff_see_which_posts_rest_on_moved_law(factory: Factory) -> None:
    _topic(factory)
    words = factory.browser(factory.admin()).get("/moderation/droit").words()
    assert "Un sujet de droit" in words
    assert "C. civ., art. 1382" in words
    assert "après ce changement" not in words
    assert "323-1" not in words


def test_staff_see_whatever_readers_are_told(factory: Factory) -> None:
    _topic(factory, "L’article 1382 du code civil.", LATE)
    _topic(factory, "L’ancien article 1384 du code civil, et 1383, devenu 1241.", LATE)
    _topic(factory, "L’article 834 du code de procédure civile.", LATE)
    words = factory.browser(factory.admin()).get("/moderation/droit").words()
    assert words.count("Un sujet de droit") == 1
    assert "celui qu’il portait jusque-là est devenu l’article 1240" in words
    assert "Ce message a été écrit après ce changement." in words


def test_a_topic_that_cites_costs_no_statement_more(factory: Factory) -> None:
    _, plain = _topic(factory, "Rien de cité.")
    _, citing = _topic(factory)
    browser = factory.browser(factory.user())
    counts = []
    for address in (plain, citing):
        browser.get(address)
        with statements(factory.app) as sent:
            browser.get(address)
        counts.append(len(sent))
    assert counts[0] == counts[1]


def test_the_picker_finds_a_number_in_every_code_that_has_it(factory: Factory) -> None:
    found = factory.browser().get("/droit.json?q=1240").text
    assert '"code-civil/1240"' in found
    assert "code-de-procedure-civile/1240" in found
    assert factory.browser().get("/droit.json?q=").text.strip() == "[]"
    (one,) = factory.browser().get("/droit.json?q=hadopi+6").response.get_json()
    assert one["words"] == "article 6 de la loi Hadopi"


def test_the_picker_is_told_of_a_number_that_no_article_bears(factory: Factory) -> None:
    found = factory.browser().get("/droit.json?q=articles+17+et+999+du+RGPD").response.get_json()
    assert [(each["key"].partition("/")[2], each["absent"]) for each in found] == [("17", False), ("999", True)]


def _slug(forum_id: int) -> str:
    return db.session.get_one(Forum, forum_id).slug


def test_a_preview_lists_what_was_recognised_and_how_to_refuse_it(factory: Factory) -> None:
    topic_id, _address = _topic(factory, "Un premier message.")
    writer = factory.browser(factory.user())
    typed = {"body": "L’article 1240 du code civil, et \\article 9 du code civil."}
    shown = writer.post("/preview", typed).response.get_json()["html"]
    assert "Textes cités" in shown
    assert ">C. civ., art. 1240<" in shown
    assert "Une référence de trop" in shown
    assert "art. 9<" not in shown
    form = writer.get(f"/t/{topic_id}/reply").form(f"/t/{topic_id}/reply")
    assert ">C. civ., art. 1240<" in form.submit(button=("do", "preview"), **typed).text
    plain = writer.post("/preview", {"body": "Rien de tel."}).response.get_json()["html"]
    assert "Textes cités" not in plain
