"""Pictures named in HTML, CSS and JSON are found."""

from __future__ import annotations

from migrator.files.markup import Mention, in_html, in_mixed


def paths(html: str) -> list[str]:
    return [mention.path for mention in in_html(html)]


def test_pictures_in_escaped_descriptions_are_found() -> None:
    stored = "&lt;p&gt;&lt;img alt=&quot;x&quot; src=&quot;image/catalog/a.jpg&quot;&gt;&lt;/p&gt;"
    assert list(in_html(stored)) == [Mention("catalog/a.jpg", certain=True)]


def test_names_with_spaces_escapes_and_entities_are_decoded() -> None:
    assert paths('<img src="/image/catalog/My%20Photo (1).JPG">') == ["catalog/My Photo (1).JPG"]
    assert paths("<img src='../image/catalog/salt &amp; pepper.jpg?v=2'>") == ["catalog/salt & pepper.jpg"]
    assert paths("&lt;img src=&quot;image/catalog/a &amp;amp; b.jpg&quot;&gt;") == ["catalog/a & b.jpg"]


def test_a_picture_of_another_site_is_not_certain() -> None:
    assert list(in_html('<img src="https://example.org/image/catalog/a.jpg">')) == [
        Mention("catalog/a.jpg", certain=False)
    ]


def test_sources_sets_links_and_styles_are_read() -> None:
    html = (
        '<img srcset="image/catalog/a.jpg 1x, image/catalog/b.jpg 2x">'
        '<a href="image/catalog/manual.pdf">x</a><img data-src=image/catalog/c.jpg>'
        '<div style="background: url(image/catalog/d.jpg)"></div><div style="background:url(&#39;/image/catalog/e f.jpg&#39;)"></div>'
    )
    assert paths(html) == [
        "catalog/a.jpg",
        "catalog/b.jpg",
        "catalog/manual.pdf",
        "catalog/c.jpg",
        "catalog/d.jpg",
        "catalog/e f.jpg",
    ]


def test_other_addresses_and_embedded_pictures_are_none() -> None:
    assert paths('<img src="data:image/png;base64,AAAA"><a href="index.php?route=product/image">x</a>') == []


def test_settings_name_files_bare_in_html_and_in_json() -> None:
    assert [m.path for m in in_mixed("catalog/logo.png")] == ["catalog/logo.png"]
    assert [
        m.path
        for m in in_mixed('{"a":["catalog\\/x.png",{"b":"&lt;img src=&quot;image\\/catalog\\/y.png&quot;&gt;"}]}')
    ] == [
        "catalog/x.png",
        "catalog/y.png",
    ]
    assert list(in_mixed("catalog/controller/event/run")) == []
    assert list(in_mixed('{"broken')) == []
