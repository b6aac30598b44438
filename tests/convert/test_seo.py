"""Friendly addresses are carried over, stay unambiguous, and the old ones lead to the new."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import Any

import pytest

from steps.convert.category_tree import category_paths
from steps.convert.keywords import contested
from steps.convert.redirect_map import Redirect, RedirectMap
from steps.convert.redirects import ApacheRules, NginxMap, ServerFile, Table
from steps.convert.seo import SeoPlan, is_anchor
from steps.convert.target import Target

NEW = Target()
FIRST = Target(line="4.0", separator="|", has_vouchers=True, has_articles=False, keyword_length=12)
PARENTS = {20: 0, 27: 20, 31: 27, 40: 0, 41: 40}


def row(number: int, query: str, keyword: str, *, store: int = 0, language: int = 1) -> dict[str, Any]:
    return {"seo_url_id": number, "store_id": store, "language_id": language, "query": query, "keyword": keyword}


ROWS = [
    row(1, "category_id=20", "desktops"),
    row(2, "category_id=27", "mac"),
    row(3, "category_id=31", "imacs"),
    row(4, "category_id=41", "mice"),
    row(5, "product_id=42", "imac"),
    row(6, "manufacturer_id=8", "apple"),
    row(7, "information_id=4", "about_us"),
    row(8, "account/return", "returns"),
]


def make(
    rows: Iterable[dict[str, Any]] = ROWS,
    target: Target = NEW,
    *,
    stores: tuple[int, ...] = (0,),
    languages: dict[int, str] | None = None,
    products: set[int] | None = None,
) -> SeoPlan:
    rows = list(rows)

    def exists(store: int, keyword: str) -> bool:
        return any(
            known["store_id"] == store
            and (
                known["keyword"].lower() == keyword.lower() or known["keyword"].lower().endswith(f"/{keyword.lower()}")
            )
            for known in rows
        )

    return SeoPlan(
        target,
        stores=stores,
        languages=languages or {1: "en-gb"},
        paths=category_paths(PARENTS),
        anchors=sorted(
            (known for known in rows if is_anchor(known["query"])), key=lambda known: int(known["seo_url_id"])
        ),
        exists=exists,
        contested=contested(rows),
        entities={} if products is None else {"product_id": products},
    )


def converted(plan: SeoPlan, source: dict[str, Any]) -> tuple[str, str, str, int]:
    result = plan.convert(source)
    assert result.value is not None
    assert {name: result.value[name] for name in ("seo_url_id", "store_id", "language_id")} == {
        name: source[name] for name in ("seo_url_id", "store_id", "language_id")
    }
    return result.value["key"], result.value["value"], result.value["keyword"], result.value["sort_order"]


def test_paths_treat_lost_parents_as_roots_and_break_circles() -> None:
    parents = {1: 0, 2: 1, 3: 99, 5: 6, 6: 7, 7: 5, 8: 6, 9: 9}
    assert category_paths(parents) == {
        1: (1,), 2: (1, 2), 3: (3,), 5: (5,), 7: (5, 7), 6: (5, 7, 6), 8: (5, 7, 6, 8), 9: (9,),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (ROWS[0], ("path", "20", "desktops", 0)),
        (ROWS[1], ("path", "20_27", "desktops/mac", 0)),
        (ROWS[2], ("path", "20_27_31", "desktops/mac/imacs", 0)),
        (ROWS[3], ("path", "40_41", "mice", 0)),
        (ROWS[4], ("product_id", "42", "imac", 1)),
        (ROWS[5], ("manufacturer_id", "8", "apple", 0)),
        (ROWS[6], ("information_id", "4", "about_us", 0)),
        (ROWS[7], ("route", "account/returns", "returns", -1)),
        (row(9, "product/manufacturer/info", "maker"), ("route", "product/manufacturer.info", "maker", -1)),
        (row(10, "blog_id=3", "news"), ("blog_id", "3", "news", 0)),
    ],
)
def test_each_kind_of_row(source: dict[str, Any], expected: tuple[str, str, str, int]) -> None:
    assert converted(make(), source) == expected


def test_a_gap_in_the_keywords_begins_the_chain_anew() -> None:
    rows = [row(1, "category_id=20", "desktops"), row(3, "category_id=31", "imacs")]
    assert converted(make(rows), rows[1]) == ("path", "20_27_31", "imacs", 0)


def test_the_oldest_of_several_keywords_makes_the_prefix() -> None:
    rows = [row(9, "category_id=20", "pc"), row(1, "category_id=20", "desktops"), row(2, "category_id=27", "mac")]
    assert converted(make(rows), rows[2])[2] == "desktops/mac"
    assert converted(make(rows), rows[0])[2] == "pc"


def test_chains_follow_their_language_and_store() -> None:
    rows = [
        row(1, "category_id=20", "desktops"),
        row(2, "category_id=20", "rechner", language=3),
        row(3, "category_id=27", "macs", language=3),
        row(4, "category_id=27", "mac2", store=2),
    ]
    plan = make(rows, stores=(0, 2), languages={1: "en-gb", 3: "de-de"})
    assert converted(plan, rows[2])[2] == "rechner/macs"
    assert converted(plan, rows[3])[2] == "mac2"


def test_a_chain_too_long_for_the_column_is_left_out() -> None:
    result = make(target=FIRST).convert(ROWS[2])
    assert result.value is not None
    assert result.value["keyword"] == "imacs"
    assert [note.kind for note in result.notes] == ["short_keyword"]
    assert make(target=FIRST).convert(ROWS[1]).value == {
        "seo_url_id": 2, "store_id": 0, "language_id": 1, "key": "path", "value": "20_27", "keyword": "desktops/mac",
        "sort_order": 0,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("source", "kinds"),
    [
        (row(1, "product_id=42", ""), []),
        (row(1, "common/home", ""), []),
        (row(1, "category_id=99", "x"), ["dropped_keyword"]),
        (row(1, "product_id=43", "x"), ["dropped_keyword"]),
        (row(1, "product_id=42", "x", store=5), ["dropped_keyword"]),
        (row(1, "product_id=42", "x", language=5), ["dropped_keyword"]),
        (row(1, "account/voucher", "x"), ["gone_route"]),
    ],
)
def test_rows_that_lead_nowhere_are_left_out(source: dict[str, Any], kinds: list[str]) -> None:
    result = make(products={42}).convert(source)
    assert result.value is None
    assert [note.kind for note in result.notes] == kinds


@pytest.mark.parametrize(
    ("keyword", "target", "kinds"),
    [
        ("größe", NEW, []),
        ("größe", FIRST, ["keyword_characters"]),
        ("a b", NEW, ["keyword_characters"]),
        ("x" * 64, NEW, []),
        ("x" * 65, NEW, ["keyword_characters"]),
        ("мышь", NEW, []),
    ],
)
def test_keywords_that_forms_refuse_are_told(keyword: str, target: Target, kinds: list[str]) -> None:
    source = row(1, "product_id=42", keyword)
    result = make([source], target).convert(source)
    assert result.value is not None
    assert result.value["keyword"] == keyword
    assert [note.kind for note in result.notes] == kinds


def test_slashes_and_double_meanings_are_removed_from_keywords() -> None:
    rows = [
        row(1, "product_id=1", "a/b"),
        row(2, "product_id=2", "a-b"),
        row(3, "product_id=3", "same"),
        row(4, "information_id=3", "Same"),
        row(5, "product_id=3", "same", language=3),
    ]
    plan = make(rows, languages={1: "en-gb", 3: "de-de"})
    assert [converted(plan, source)[2] for source in rows] == ["a-b-2", "a-b", "same", "Same-4", "same"]
    assert [[note.kind for note in plan.convert(source).notes] for source in rows] == [
        ["changed_keyword"], [], [], ["changed_keyword"], [],
    ]  # fmt: skip


ADDED = [
    ("language", "en-gb", "en-gb", -2),
    ("language", "de-de", "de-de", -2),
    ("route", "product/product", "product", -1),
    ("route", "product/category", "catalog", -1),
    ("route", "product/manufacturer", "brands", -1),
    ("route", "product/manufacturer.info", "brand", -2),
    ("route", "information/information", "information", -1),
    ("route", "information/information.info", "info", 0),
    ("route", "cms/blog", "blog", -1),
    ("route", "cms/blog.info", "article", -1),
]


@pytest.mark.parametrize(("target", "count"), [(NEW, 10), (FIRST, 8)])
def test_every_store_and_language_gets_the_rows_opencart_4_needs(target: Target, count: int) -> None:
    plan = make(target=target, stores=(0, 2), languages={1: "en-gb", 3: "de-de"})
    rows = list(plan.added(100))
    assert [added["seo_url_id"] for added in rows] == list(range(100, 100 + 4 * count))
    for store in (0, 2):
        for language in (1, 3):
            found = {
                (added["key"], added["value"], added["keyword"], added["sort_order"])
                for added in rows
                if (added["store_id"], added["language_id"]) == (store, language)
            }
            assert found == {
                (key, value.replace(".", target.separator), keyword, order)
                for key, value, keyword, order in ADDED[:count]
            }
    assert plan.added_notes == []


def test_an_added_row_yields_to_a_keyword_of_the_shop() -> None:
    rows = [row(1, "product_id=1", "Product"), row(2, "product_id=2", "product-2"), row(3, "category_id=20", "x/brand")]
    plan = make(rows, stores=(0, 2))
    keywords = {(added["store_id"], added["value"]): added["keyword"] for added in plan.added(1)}
    assert keywords[0, "product/product"] == "product-3"
    assert keywords[0, "product/manufacturer.info"] == "brand-2"
    assert keywords[2, "product/product"] == "product"
    assert [note.key for note in plan.added_notes] == ["0 route product/product", "0 route product/manufacturer.info"]
    assert converted(plan, rows[0])[2] == "Product"


def test_a_route_that_the_shop_has_named_is_not_added_again() -> None:
    rows = [row(1, "product/manufacturer", "makers"), row(2, "information/information", "information")]
    plan = make(rows, languages={1: "en-gb", 3: "de-de"})
    found = [
        (added["language_id"], added["keyword"])
        for added in plan.added(1)
        if added["value"] in ("product/manufacturer", "information/information")
    ]
    assert found == [(3, "brands"), (3, "information")]
    assert plan.added_notes == []


def redirects(
    rows: list[dict[str, Any]], categories: Iterable[int] = (), plan: SeoPlan | None = None
) -> dict[str, str]:
    found = RedirectMap(plan or make(), {0: 1}).of_thing(rows, categories)
    return {redirect.old: redirect.new for redirect in found}


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (ROWS[0], {"/desktops": "/en-gb/catalog/desktops"}),
        (
            ROWS[2],
            {
                "/imacs": "/en-gb/catalog/desktops/mac/imacs",
                "/desktops/mac/imacs": "/en-gb/catalog/desktops/mac/imacs",
            },
        ),
        (ROWS[3], {"/mice": "/en-gb/catalog/mice"}),
        (ROWS[4], {"/imac": "/en-gb/product/imac"}),
        (ROWS[5], {"/apple": "/en-gb/brand/apple"}),
        (ROWS[6], {"/about_us": "/en-gb/information/about_us"}),
        (ROWS[7], {"/returns": "/en-gb/returns"}),
        (row(9, "common/home", "home"), {"/home": "/en-gb"}),
        (row(9, "product_id=42", "a&amp;b c"), {"/a&b c": "/en-gb/product/a%26b%20c"}),
        (row(9, "product_id=42", "größe"), {"/größe": "/en-gb/product/gr%C3%B6%C3%9Fe"}),
        (row(9, "product_id=42", "a/b"), {}),
        (row(9, "blog_id=1", "news"), {}),
        (row(9, "category_id=99", "gone"), {}),
    ],
)
def test_old_paths_lead_to_new_ones(source: dict[str, Any], expected: dict[str, str]) -> None:
    assert redirects([source]) == expected


def test_a_product_is_found_below_each_of_its_categories() -> None:
    assert redirects([ROWS[4]], [27, 41]) == {
        "/imac": "/en-gb/product/imac",
        "/desktops/mac/imac": "/en-gb/product/desktops/mac/imac",
    }


def test_opencart_3_had_no_path_below_a_category_without_keyword() -> None:
    rows = [row(1, "category_id=40", "mice", language=3), row(2, "product_id=42", "imac", language=3)]
    plan = make(rows, languages={1: "en-gb", 3: "de-de"})
    assert redirects([rows[1]], [40], plan) == {
        "/imac": "/de-de/product/imac",
        "/mice/imac": "/de-de/product/mice/imac",
    }
    assert redirects([rows[1]], [41], plan) == {"/imac": "/de-de/product/imac"}


def test_a_path_shared_by_languages_leads_to_the_default_one() -> None:
    rows = [
        row(1, "product_id=42", "imac", language=3),
        row(2, "product_id=42", "IMAC"),
        row(3, "product_id=42", "rechner", language=3),
    ]
    plan = make(rows, languages={1: "en-gb", 3: "de-de"})
    assert redirects(rows, plan=plan) == {"/IMAC": "/en-gb/product/IMAC", "/rechner": "/de-de/product/rechner"}


AWKWARD = [
    Redirect(0, "/imac", "/en-gb/product/imac"),
    Redirect(0, '/a"b\\c.d $1', "/en-gb/product/a%22b"),
    Redirect(0, "/bad\n", "/en-gb/product/bad"),
]


def written(kind: type[Table | ServerFile], found: list[Redirect], **options: str) -> tuple[int, str]:
    stream = io.StringIO(newline="")
    file = kind(stream, **options)
    for redirect in found:
        file.write(redirect)
    file.close()
    return file.count, stream.getvalue()


def test_nginx_map() -> None:
    count, text = written(NginxMap, AWKWARD, folder="/shop")
    assert count == 2
    assert [line for line in text.splitlines() if not line.startswith("#")] == [
        "map $uri $opencart_redirect {",
        '    "/shop/imac" "/shop/en-gb/product/imac";',
        '    "/shop/a\\"b\\\\c.d $1" "/shop/en-gb/product/a%22b";',
        "}",
    ]


def test_apache_rules() -> None:
    count, text = written(ApacheRules, AWKWARD, folder="/shop")
    assert count == 2
    assert text.splitlines()[1:] == [
        "RewriteEngine On",
        'RewriteRule "^/?imac/?$" "/shop/en-gb/product/imac" [R=301,L,NE,QSA]',
        'RewriteRule "^/?a\\"b\\\\\\\\c\\\\.d \\\\$1/?$" "/shop/en-gb/product/a\\\\%22b" [R=301,L,NE,QSA]',
    ]


def test_csv() -> None:
    count, text = written(Table, AWKWARD[:2])
    assert count == 2
    assert list(csv.reader(io.StringIO(text, newline=""))) == [
        ["store_id", "old", "new"],
        ["0", "/imac", "/en-gb/product/imac"],
        ["0", '/a"b\\c.d $1', "/en-gb/product/a%22b"],
    ]
