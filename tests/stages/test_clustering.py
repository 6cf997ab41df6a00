"""What is alike and what is not, how groups form, and who keeps which story."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.gazetteer.concepts import concepts
from monitor.model.story import Kept, Member, Told
from monitor.stages.clustering.groups import grouped
from monitor.stages.clustering.identity import identify
from monitor.stages.clustering.likeness import Rarity, likeness, packed_rarity, probability, rarity, rarity_of
from monitor.stages.clustering.likeness import vectors as weighed
from monitor.stages.clustering.links import Links, links_of, packed_links
from monitor.stages.clustering.merging import Merging
from monitor.stages.clustering.portrait import portrait
from monitor.stages.clustering.reasons import reasons
from monitor.stages.clustering.terms import packed, read, terms_of
from monitor.text.skeleton import skeleton
from monitor.text.slugs import slug_words

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
DAY = timedelta(days=1)
BRIDGE = (
    "Bridge falls near Lodden",
    "A road bridge over the Tamar near Lodden fell into the river; two drivers are missing.",
)
DIVERS = ("Divers search the Tamar", "Divers searched the river Tamar for two drivers who were on the Lodden bridge.")
VOTE = ("Moren wins in Vastria", "Ilka Moren has won a second term as president of Vastria, beating Jon Thessen.")


def told(number: int, text: tuple[str, str], **said: Any) -> Told:
    usual: dict[str, Any] = {"id": number, "at": NOON, "language": "en", "title": text[0], "text": text[1]}
    return Told(**usual | said)


def groups(*articles: Told, pins: dict[int, int] | None = None) -> set[frozenset[int]]:
    window = [read(article) for article in articles]
    ids = [article.id for article in articles]
    found = grouped(window, ids, pins or {}, Links(window, ids, rarity(window)))
    return {frozenset(group) for group in found}


def alike(one: Told, other: Told) -> float:
    first, second = (weighed(read(told), Rarity()) for told in (one, other))
    return likeness(first, second)


def test_two_reports_of_one_event_are_alike_and_another_event_is_not() -> None:
    assert probability(alike(told(1, BRIDGE), told(2, DIVERS))) > 0.5
    assert probability(alike(told(1, BRIDGE), told(2, VOTE))) < 0.1
    assert groups(told(1, BRIDGE), told(2, DIVERS), told(3, VOTE)) == {frozenset({1, 2}), frozenset({3})}


TALKS = {
    "en": ("Pashinyan and Aliyev sign border treaty in Geneva",
           "Armenian prime minister Pashinyan and president Aliyev signed a border treaty on 14 November."),
    "ru": ("Пашинян и Алиев подписали договор о границе в Женеве",
           "Премьер-министр Пашинян и президент Алиев подписали договор о границе 14 ноября."),
    "az": ("Paşinyan və Əliyev Cenevrədə sərhəd müqaviləsini imzalayıb",
           "Baş nazir Paşinyan və prezident Əliyev noyabrın 14-də sərhəd haqqında müqavilə imzalayıblar."),
}  # fmt: skip
TAGS = (("country:AM", 0.5), ("country:AZ", 0.5))


def test_one_event_in_three_languages_is_one_story_by_names_numbers_concepts_and_tags() -> None:
    articles = [told(n, text, language=language, tags=TAGS) for n, (language, text) in enumerate(TALKS.items())]
    fire = ("Пожар на рынке в Гюмри", "Пожар уничтожил рынок в Гюмри, сообщили спасатели, пострадали три человека.")
    assert groups(*articles, told(9, fire, language="ru", tags=TAGS[:1])) == {frozenset({0, 1, 2}), frozenset({9})}


@pytest.mark.parametrize("fresh", [1, 2, 3, 4])
def test_groups_are_the_same_whichever_article_is_the_new_one(fresh: int) -> None:
    articles = [told(1, BRIDGE), told(2, DIVERS), told(3, VOTE), told(4, (VOTE[0], f"{VOTE[1]} Turnout was high."))]
    window = [read(article) for article in articles]
    links = Links(window, [1, 2, 3, 4], rarity(window))
    everything = {frozenset(group) for group in grouped(window, [1, 2, 3, 4], {}, links)}
    assert {frozenset(group) for group in grouped(window, [fresh], {}, links)} <= everything


def test_what_was_put_together_or_apart_by_hand_stays_so() -> None:
    articles = (told(1, BRIDGE), told(2, DIVERS), told(3, VOTE))
    (together,) = (group for group in groups(*articles, pins={1: 7, 3: 7}) if 1 in group)
    assert 3 in together
    assert groups(*articles, pins={1: 7, 2: 8}) == {frozenset({1}), frozenset({2}), frozenset({3})}
    assert groups(*articles, pins={1: 7}) == {frozenset({1, 2}), frozenset({3})}, "new ones still join what is pinned"


def test_a_recurring_format_is_no_story() -> None:
    text = "The Lodden bridge, the vote in Vastria, and the price of oil: all that matters today."
    briefing = told(4, ("Morning briefing: the bridge at Lodden", f"{text} {BRIDGE[1]}"))
    assert groups(told(1, BRIDGE), told(2, DIVERS), briefing) == {frozenset({1, 2}), frozenset({4})}
    causes = ("tankers waited at Ceyhan", "a refinery in Bashkiria burned", "OPEC ministers met in Vienna")
    daily = [
        told(n, (f"Oil prices on {20 + n} November", f"Oil rose as {why}."), at=NOON + n * DAY, source="wire")
        for n, why in enumerate(causes)
    ]
    assert groups(*daily) == {frozenset({0}), frozenset({1}), frozenset({2})}


NOTICE = (
    "We use cookies to show advertisements that suit our readers, and our partners keep identifiers on your device for "
    "a year unless you refuse."
)


def test_what_an_outlet_writes_on_every_page_makes_articles_little_alike() -> None:
    crash = ("A van hits a tree in Hollen", f"{NOTICE} The driver, a baker of 40, was flown to a hospital in Lodden.")
    theft = ("Copper stolen from a depot", f"{NOTICE} Thieves took cable worth thousands from the railway on Sunday.")
    apart = alike(told(1, crash, source="gazette"), told(2, theft, source="herald"))
    assert alike(told(1, crash), told(2, theft)) < apart / 2
    assert alike(told(1, crash), told(2, crash)) > 1, "a report that is repeated whole is no notice"
    update = (crash[0], crash[1].replace("hospital in Lodden", "clinic, where he is said to be out of danger"))
    assert alike(told(1, crash), told(2, update)) > 1, "nor is one that goes on under its headline"


def test_what_two_outlets_took_from_one_agency_makes_their_articles_alike() -> None:
    wire = "The dredger Maria Holm ran aground off Sandoy late on Tuesday and spilled forty tonnes of heating oil."
    one = told(
        1,
        ("Beaches closed for a week from Skopun to Sandur as the tides bring in what a ship lost", f"{wire} Look out."),
        source="gazette",
    )
    other = told(
        2,
        (
            "Owners of salmon farms move their cages northwards and demand that the state pay for it",
            f"{wire} Prices rose.",
        ),
        source="herald",
    )
    within = told(
        3,
        (
            "Owners of salmon farms move their cages northwards and demand that the state pay for it",
            f"{wire} Prices rose.",
        ),
        source="gazette",
    )
    assert alike(one, other) > alike(one, within)


def test_the_same_text_some_days_later_is_less_alike() -> None:
    week = [told(1, BRIDGE), told(2, DIVERS, at=NOON + 10 * DAY)]
    assert groups(*week) == {frozenset({1}), frozenset({2})}


@given(st.text(max_size=300), st.text(max_size=300), st.sampled_from(["en", "ru", "zh", "th", "", None]))
def test_what_is_kept_of_any_text_reads_back_the_same(title: str, text: str, language: str | None) -> None:
    article = told(1, (title, text), language=language, tags=TAGS)
    said = read(article)
    kept = Kept(article.at, "", 1, language, article.source, pin=None, terms=packed(said), links=b"")
    assert terms_of(kept) == said
    assert len(packed(said)) < 1000


def test_links_read_back_the_same_and_those_with_what_was_read_anew_are_let_go() -> None:
    window = [read(told(1, BRIDGE)), read(told(2, DIVERS)), read(told(3, VOTE))]
    links = Links(window, [1, 2, 3], Rarity())
    assert links.of(1)[2] == links.of(2)[1] > 1
    assert links_of(packed_links(links.of(1))) == links.of(1)
    again = Links(window, [2], Rarity(), {1: {2: 9.0, 3: 0.5}})
    assert again.of(1)[2] == links.of(1)[2]
    assert again.of(3)[1] == 0.5
    assert again.to_keep(1, {2: 9.0, 3: 0.5}) == {3: 0.5}


def test_a_large_story_takes_an_article_that_is_like_enough_of_it() -> None:
    text = f"{BRIDGE[1]} {DIVERS[1]}"
    many = [told(n, (f"{DIVERS[0]} again", f"{text} Diver {n} said so."), source=f"gazette-{n}") for n in range(150)]
    assert groups(*many, told(500, VOTE)) == {frozenset(range(150)), frozenset({500})}


def test_counts_of_terms_read_back_the_same() -> None:
    rare = rarity([read(told(1, BRIDGE)), read(told(2, DIVERS))])
    assert rare.counts
    assert rarity_of(rare.articles, packed_rarity(rare)) == rare


class Known:
    """Likenesses of which only one of a pair may know, as in a large window."""

    doubt = 0.0

    def __init__(self, alike: dict[int, dict[int, float]]) -> None:
        self._alike = alike

    def of(self, article: int) -> dict[int, float]:
        return self._alike.get(article, {})

    def stems(self, article: int) -> int:
        return 60 if article % 2 else 10

    def level(self, article: int) -> float:
        return 0.2 if article % 2 else 0.3


LIKENESS = st.floats(min_value=-1, max_value=5, allow_nan=False)


@given(st.dictionaries(st.integers(0, 12), st.dictionaries(st.integers(0, 12), LIKENESS), max_size=13))
def test_every_article_is_in_one_group_whoever_knows_of_whom(alike: dict[int, dict[int, float]]) -> None:
    found = Merging(range(13), Known(alike), {0: 7, 5: 7, 6: 8}).merged()
    assert sorted(article for group in found for article in group) == list(range(13))
    assert any({0, 5} <= set(group) for group in found)
    assert not any({0, 6} <= set(group) for group in found)


def test_why_an_article_is_in_its_story_names_the_other_and_what_both_say() -> None:
    one, other = reasons((told(1, BRIDGE), told(2, DIVERS)), Rarity())
    assert (one.like, other.like) == (2, 1)
    assert one.probability > 0.5
    assert "tamar" in " ".join(one.shared).casefold()
    (alone,) = reasons((told(1, BRIDGE),), Rarity())
    assert (alone.like, alone.shared) == (None, ())


def test_a_story_goes_on_where_most_of_its_articles_are() -> None:
    outcome = identify([[1, 2, 3], [4]], {1: 7, 2: 7, 4: 7}, {}, {})
    assert dict(outcome.stories) == {1: 7, 2: 7, 3: 7, 4: -2}
    assert outcome.merged == ()


def test_a_story_that_has_no_article_left_goes_into_the_one_that_took_most() -> None:
    outcome = identify([[1, 2, 3]], {1: 7, 2: 7, 3: 9}, {}, {})
    assert dict(outcome.stories) == {1: 7, 2: 7, 3: 7}
    assert outcome.merged == ((9, 7),)


def test_a_story_with_older_articles_elsewhere_is_never_merged() -> None:
    assert identify([[1, 2, 3]], {1: 7, 2: 7, 3: 9}, {}, {9: 4}).merged == ()


def test_a_pin_decides_against_the_majority() -> None:
    assert dict(identify([[1, 2, 3]], {1: 7, 2: 7, 3: 9}, {3: 9}, {}).stories) == {1: 9, 2: 9, 3: 9}


def member(number: int, **said: Any) -> Member:
    usual: dict[str, Any] = {
        "id": number, "at": NOON + number * DAY, "title": f"T{number}", "language": "en", "owner": f"o{number}",
        "tier": 2,
        "words": 200, "duplicate": False, "countries": ("AZ",), "organisations": (), "salience": 0.5,
    }  # fmt: skip
    return Member(**usual | said)


def test_owners_count_and_not_articles_and_copies_count_little() -> None:
    chain = portrait([member(n, owner="chain") for n in range(1, 6)])
    two = portrait([member(1), member(2)])
    copied = portrait([member(1), member(2, duplicate=True)])
    assert chain.weight < copied.weight < two.weight
    assert (chain.sources, copied.sources, copied.independent) == (1, 2, 1)


def test_the_lead_is_the_first_original_of_the_best_tier_that_says_enough() -> None:
    assert portrait([member(1), member(2, tier=1), member(3, tier=1)]).lead == 2
    assert portrait([member(1), member(2, tier=1, words=12)]).lead == 1
    assert portrait([member(1, duplicate=True, tier=1), member(2)]).lead == 2


def test_the_lead_is_in_the_language_that_the_desk_reads_where_there_is_one() -> None:
    told = [member(1, language="az"), member(2, language="az"), member(3), member(4, language="ru")]
    assert portrait(told).lead == 1
    assert portrait(told, language="en").lead == 3
    assert portrait(told, language="ka").lead == 1, "else in the story's most usual one"
    agency = member(5, language="az", tier=1)
    assert portrait([*told, agency]).lead == 5
    assert portrait([*told, agency], language="en").lead == 3, "before who is of record"
    assert portrait([agency, member(6, words=12)], language="en").lead == 5, "but not a word or two"


def test_more_likeness_is_asked_for_where_little_was_read() -> None:
    links = [Links([read(told(1, BRIDGE))], (), Rarity(articles=articles)) for articles in (0, 30, 300, 3000)]
    assert links[0].doubt > links[1].doubt > links[2].doubt == links[3].doubt == 0


def test_a_day_halves_the_standing() -> None:
    assert portrait([member(2)]).standing - portrait([member(1)]).standing == pytest.approx(1)


def test_words_mean_the_same_concept_in_any_language_and_none_stands_twice() -> None:
    assert {concepts().of(word) for word in ("volcano", "вулкана", "yanardağ", "vulkans")} == {"volcano"}
    assert concepts().of("lodden") is None


def test_names_meet_across_scripts() -> None:
    assert len({skeleton(name) for name in ("Тбилиси", "Tbilisi", "თბილისი")}) == 1
    assert skeleton("Баку") != skeleton("Bakewell")


@given(st.text(max_size=40))
def test_any_word_has_a_skeleton_and_any_address_a_slug(text: str) -> None:
    assert len(skeleton(text)) <= 5
    slug_words(f"https://gazette.example/{text}")
