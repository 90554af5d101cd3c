"""Hostile input, everywhere: each parameter and each field takes whatever is thrown at it, and no answer is a 500."""

from io import BytesIO

import pytest
from flask import Flask

from tests.factories import Factory
from tests.web.access_table import CASES
from tests.web.peopled import Site, peopled
from tests.web.probing import filled, forms_of, rules_with_variables, sound

# What stands in an address, as it is sent over the wire.
IN_ADDRESSES = (
    "%00", "a%00b", "%ED%A0%80", "%FF%FE", "%C3%28", "%E2%80%AE", "%0D%0ASet-Cookie:x=1", "..%2F..%2Fetc%2Fpasswd",
    "%2e%2e%2f%2e%2e", "..%5C..%5Cx", "%F0%9F%92%A9", "-1", "0", "1.0", "1e9", "+1", "0x10", "%D9%A1",
    "9223372036854775808", "2147483648", "999999999", "1" + "0" * 30, "a" * 5000, "%7B%7B7*7%7D%7D", "%25s%25n",
    "'%22%3E%3Cscript%3Ealert(1)%3C/script%3E", "1%27%20OR%201=1--", "%", "%zz", "null", "[]", "*",
)  # fmt: skip
# What stands in a field, before it is encoded: the first two are tried in each, the others in turn.
ALWAYS_IN_FIELDS = ("a\0b", "9" * 30)
IN_FIELDS = (
    "\0", "\ufffe\uffff", "\u202egnp.exe", "\r\nBcc: x@example.org", "é" * 100_000, "-1", "1e9", "٣", "[" * 3000,
    "\x1b[31m", "{{7*7}} ${7*7}", "%(name)s %s", "'; DROP TABLE users;--", "<script>alert(1)</script>", "2147483648",
)  # fmt: skip
QUERIES = ("page", "sort", "state", "lang", "next", "quote", "verb", "topic", "post", "q", "standing", "member", "v",
           "preset", "parent", "reason", "forum")  # fmt: skip
PAGES = ("0", "-1", "1000000", "1000001", "1e9", "abc", "", "1.5", " 1", "٢", "9" * 40, "%00", "%ED")
LISTS = ("/f/contrats", "/t/{topic}/{slug}", "/lists/active", "/tag/rgpd", "/members", "/p/{post}/history")
STAFF_LISTS = tuple(f"/moderation{each}" for each in ("", "/held", "/log"))
ADMIN_LISTS = tuple(f"/admin/{each}" for each in ("people", "log", "tags"))


@pytest.fixture
def site(factory: Factory) -> Site:
    return peopled(factory, replies=0)


@pytest.fixture
def sqlite_site(sqlite_app: Flask) -> Site:
    """For what never reaches the database."""
    return peopled(Factory(sqlite_app), replies=0)


def test_no_address_breaks_the_site(site: Site) -> None:
    admin = site.browser("admin")
    token = admin.token()
    for value in IN_ADDRESSES:
        for rule in rules_with_variables("GET"):
            sound(admin, "GET", filled(rule, value))
    for value in ("%00", "%ED%A0%80", "9223372036854775808", "999999999"):
        for rule in rules_with_variables("POST"):
            sound(admin, "POST", filled(rule, value), data={"csrf_token": token, "body": "x"})


def test_no_query_breaks_the_site(site: Site) -> None:
    admin = site.browser("admin")
    addresses = sorted({site.address(case.address).partition("?")[0] for case in CASES if case.method == "GET"})
    for number, address in enumerate(addresses):
        for value in IN_ADDRESSES[number % 5 :: 5]:
            sound(admin, "GET", address + "?" + "&".join(f"{name}={value}&{name}[]={value}" for name in QUERIES))


def test_absurd_page_numbers_are_missing_pages(site: Site) -> None:
    admin = site.browser("admin")
    for template in (*LISTS, *STAFF_LISTS, *ADMIN_LISTS):
        for raw in PAGES:
            page = sound(admin, "GET", f"{site.address(template)}?page={raw}")
            uncounted = template == "/lists/active" and raw == "1000000"  # a list without a total may be empty
            assert page.status in {400, 404} or uncounted, (template, raw)


@pytest.mark.parametrize("role", ["visitor", "admin"])
def test_no_field_breaks_the_site(site: Site, role: str) -> None:
    """Each field of each form that this person finds, with hostile values in turn."""
    browser, turn = site.browser(role), 0
    for form in forms_of(site, browser):
        for name in [each for each in form.fields if each != "csrf_token"]:
            turn += 1
            for value in (*ALWAYS_IN_FIELDS, IN_FIELDS[turn % len(IN_FIELDS)]):
                sound(browser, "POST", form.action, data={**form.fields, name: value})


def test_repeated_missing_and_unknown_fields(site: Site) -> None:
    admin = site.browser("admin")
    for form in forms_of(site, admin):
        token = form.fields["csrf_token"]
        for data in (
            {"csrf_token": [token, token], **{f"{name}[]": "1" for name in form.fields}},
            {**{name: ["1", "2", "\0"] for name in form.fields}, "csrf_token": token},
            {**form.fields, "is_admin": "1", "id": "1", "post_count": "9", "author_id": "1", "state": "visible"},
        ):
            sound(admin, "POST", form.action, data=data)


BODIES = (
    ("application/json", b'{"body": "x", "csrf_token": "y"}'),
    ("application/json", b"[" * 20_000),
    ("text/plain", b"body=x"),
    ("application/xml", b"<!DOCTYPE x [<!ENTITY a 'a'>]><x>&a;</x>"),
    ("application/x-www-form-urlencoded", b"body=%ED%A0%80&title=%FF%FE&%00=%00"),
    ("application/x-www-form-urlencoded; charset=utf-16", b"body=x"),
    ("application/x-www-form-urlencoded", b"a=1&" * 5000),
    ("multipart/form-data", b"no boundary"),
    ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data; name=body\r\n\r\nnever ended"),
    ("multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data; name="\xff"\r\n\r\n\xff\r\n--x--\r\n'),
    ("multipart/form-data; boundary=" + "y" * 3000, b"--y--"),
    ("\xff", b"body=x"),
)


def test_odd_bodies_are_refused(sqlite_site: Site) -> None:
    member = sqlite_site.browser("member")
    for address in ("/t/{topic}/reply", "/f/contrats/new", "/preview", "/attachments", "/login", "/settings/display"):
        for kind, body in BODIES:
            page = sound(member, "POST", sqlite_site.address(address), data=body, content_type=kind)
            assert page.status >= 400, (address, kind)


def test_files_with_hostile_names_break_nothing(site: Site) -> None:
    member = site.browser("member")
    token = member.token()
    names = ("../../etc/passwd", "a\0.png", "x" * 5000 + ".png", "con.txt", "a\r\nX: y.txt", "\u202egnp.exe", "..")
    for name in names:
        for data in (b"root", b"\x89PNG", b"GIF89a", b"\0\0", b"%PDF-"):
            sound(member, "POST", "/attachments", data={"csrf_token": token, "files": (BytesIO(data), name)})


def test_the_method_is_the_one_of_the_request(sqlite_site: Site) -> None:
    author, post = sqlite_site.browser("author"), sqlite_site.address("/p/{own_post}")
    for header in ("X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"):
        assert author.get(f"{post}/delete?_method=POST&method=POST", headers={header: "POST"}).status == 200
    assert author.get(post).status == 200
    admin = sqlite_site.browser("admin")
    for method in ("PUT", "PATCH", "DELETE", "TRACE", "PROPFIND", "CONNECT"):
        for address in ("/", "/t/{topic}/{slug}", "/login", "/admin/settings", "/static/css/main.css"):
            assert sound(admin, method, sqlite_site.address(address)).status in {400, 403, 405}


def test_odd_headers(sqlite_site: Site) -> None:
    admin = sqlite_site.browser("admin")
    values = ("x" * 20_000, "\xff\xfe", "a=b; " * 500, "http://[", "null", "//", "%", "\x7f")
    for name in ("Cookie", "Referer", "User-Agent", "Accept-Language", "If-None-Match", "If-Modified-Since", "Range",
                 "Accept-Encoding", "X-Forwarded-For", "Origin", "Sec-Fetch-Site", "Content-Length"):  # fmt: skip
        for value in values:
            sound(admin, "GET", "/", headers={name: value})
            sound(admin, "GET", sqlite_site.address("/attachments/{key}"), headers={name: value})
            if name != "Content-Length":
                sound(admin, "POST", "/read", headers={name: value}, data={"csrf_token": "x"})
    for name in ("sid", "form", "notice"):
        for value in ("x" * 43, "é" * 43, "a.b.c", "=", "x" * 4000):
            visitor = sqlite_site.browser("visitor")
            visitor.client.set_cookie(name, value)
            assert sound(visitor, "GET", "/").status == 200


TRAVERSALS = (
    "../config.py", "..%2fconfig.py", "%2e%2e/%2e%2e/etc/passwd", "....//....//etc/passwd", "/etc/passwd", "css", ".",
    "%2fetc/passwd", "..\\..\\x", "css/../../forum/config.py", "css/%00.css", "..;/x", "css/main.css%00.png",
)  # fmt: skip
LEFTOVERS = ("/console", "/.git/config", "/.env", "/wsgi.py", "/var/forum.db", "/static/js/main.js.map", "/metrics")


def test_no_path_leads_out_of_its_folder(sqlite_site: Site) -> None:
    visitor = sqlite_site.browser("visitor")
    for base in ("/static/", "/attachments/", "/avatars/", "/pages/"):
        for path in TRAVERSALS:
            assert sound(visitor, "GET", base + path).status in {400, 404}, base + path
    for path in LEFTOVERS:
        assert sound(visitor, "GET", path).status == 404
    assert "Forums" in sound(visitor, "GET", "/?__debugger__=yes&cmd=resource&f=debugger.js").words()
