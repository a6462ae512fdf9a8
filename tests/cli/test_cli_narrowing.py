import json

import pytest


@pytest.fixture
def notes(tmp_path, assistant):
    folder = tmp_path / "notes"
    (folder / "work").mkdir(parents=True)
    (folder / "work" / "2026-03-02.md").write_text("---\ntags: [harbour]\n---\nThe lighthouse keeper called.\n")
    (folder / "2026-01-05.md").write_text("---\ntags: [home]\n---\nA lighthouse in the bath.\n")
    assert assistant("--notes", folder, "index").returncode == 0
    return folder


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (["lighthouse", "--tag", "harbour"], ["work/2026-03-02.md"]),
        (["lighthouse tag:home"], ["2026-01-05.md"]),
        (["lighthouse", "--path", "work/", "--path", "2026-01*"], ["2026-01-05.md", "work/2026-03-02.md"]),
        (["--since", "2026-02", "--until", "2026-03-02"], ["work/2026-03-02.md"]),
        (["--tag", "home"], ["2026-01-05.md"]),
        (["lighthuose in:2026-03"], ["work/2026-03-02.md"]),
        (["lighthouse -bath"], ["work/2026-03-02.md"]),
    ],
)
def test_options_and_words_narrow_a_search(assistant, notes, given, expected):
    done = assistant("--notes", notes, "search", *given)
    assert (done.returncode, sorted(line.split(":")[0] for line in done.stdout.splitlines())) == (0, expected)


def test_nothing_found_says_that_it_may_be_the_filter(assistant, notes):
    done = assistant("--notes", notes, "search", "lighthouse", "--tag", "nowhere")
    assert (done.returncode, done.stdout) == (3, "")
    assert "nothing found (tag:nowhere: 0 passages)" in done.stderr


def test_a_date_that_is_none_is_wrong_usage(assistant, notes):
    for command in ("search", "ask"):
        done = assistant("--notes", notes, command, "lighthouse", "--since", "soon")
        assert done.returncode == 2
        assert '"soon" is no date' in done.stderr
        assert "--since 2026-01-31" in done.stderr


def test_a_search_for_nothing_is_wrong_usage(assistant, notes):
    assert assistant("--notes", notes, "search").returncode == 2


def test_every_stage_is_explained_in_words(assistant, notes):
    text = 'lighthuose "keeper called" -bath tag:harbour since:2026'
    done = assistant("--notes", notes, "search", text, "--explain", "--mode", "lexical")
    explained = done.stderr.splitlines()
    assert explained[:4] == [
        "query: lighthuose keeper called",
        'filters: tag:harbour; since:2026-01-01; "keeper called"; -bath: 1 passages left',
        "words: lighthuose -> lighthouse at weight 0.50, keeper, called",
        "lists: lexical 1 candidates at weight 1.00",
    ]
    assert explained[4].startswith("1. work/2026-03-02.md:1 1.000 = lexical #1 score ")
    assert explained[5].startswith("time: parse ")
    assert "filter " in explained[5]


def test_every_stage_is_explained_in_json(assistant, notes):
    options = ("--tag", "harbour", "--json", "--explain")
    report = json.loads(assistant("--notes", notes, "search", "lighthuose March 2026", *options).stdout)
    explanation = report["explanation"]
    assert explanation["query"]["tags"] == ["harbour"]
    assert explanation["query"]["days"] == [{"words": "March 2026", "first": "2026-03-01", "last": "2026-03-31"}]
    assert explanation["allowed"] == 1
    assert explanation["words"][0] == {"word": "lighthuose", "weight": 0.5, "taken_for": ["lighthouse"]}
    assert [entry["list"] for entry in explanation["lists"]] == ["lexical"]
    assert report["hits"][0]["boosts"]["date"] == 2.0
    assert (
        json.loads(assistant("--notes", notes, "search", "x", "--tag", "home", "--json").stdout)["explanation"] is None
    )
