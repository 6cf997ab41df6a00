"""Every key of feeds.yaml: the one table that the checker and docs/configuration.md are made from."""

from __future__ import annotations

from dataclasses import fields

from monitor.config import values
from monitor.config.sections import Key, Many, Nested, Section
from monitor.model.names import Off, OwnAlias, OwnOrganisation
from monitor.model.settings import AlertPlan, DigestPlan, Mail, Settings
from monitor.model.source import ArticleSelectors, Feed, ListingSelectors, Source
from monitor.model.watchlist import Condition, Watchlist

SETTINGS = Section(
    "settings",
    Settings,
    (
        Key("contact", values.CONTACT, "Who publishers can write to; it goes into the User-Agent. Set it."),
        Key("timezone", values.TIMEZONE, "The desk's time zone: digests and times shown."),
        Key("language", values.LANGUAGE, "The desk's language: digests and labels."),
        Key("archive_url", values.BASE_URL, "Where the reading room stands, for links in mail."),
        Key("map", values.FLAG, "Whether the reading room draws a map of the countries: on or off."),
        Key(
            "every",
            values.POSITIVE,
            "How often a feed is asked that publishes 40 entries a day; others by their rhythm.",
        ),
        Key("min", values.POSITIVE, "The adaptive cadence never asks a feed more often than this.", field="every_min"),
        Key("max", values.POSITIVE, "... and never less often than this.", field="every_max"),
        Key("newest", values.whole(0, 10_000), "Pages fetched of a feed that is new; older entries are recorded."),
        Key("tries", values.whole(1, 20), "How often a page is tried before the feed's own words must do."),
        Key("delay", values.DURATION, "Between two requests to one host."),
        Key("per_host", values.whole(1, 16), "Connections to one host at a time."),
        Key("concurrency", values.whole(1, 256), "Connections in all."),
        Key("timeout", values.POSITIVE, "For one whole conversation, from the first byte to the last."),
        Key("deadline", values.POSITIVE, "For a whole run; what is left then comes next time."),
        Key("max_bytes", values.SIZE, "Of one document, decompressed."),
        Key("cpu_seconds", values.whole(1, 600), "Of processor time for one document."),
        Key("workers", values.whole(1, 64), "Processes that parse, extract and tag."),
        Key("keep_text", values.RETENTION, "How long texts are kept (`monitor prune`); what is known of them stays."),
        Key(
            "pages",
            values.DURATION,
            "For how long raw pages are kept, for `monitor reprocess`; 0: none is.",
        ),
        Key("respect_robots", values.FLAG, "Whether robots.txt is obeyed for article pages."),
        Key("retry_after", values.one_of("host", "feed"), "Who is left alone when a Retry-After asks for it."),
        Key("refresh", values.POSITIVE, "Once in so long a feed is asked in full: some servers say 304 for ever."),
        Key("private_networks", Many(values.NETWORK), "Private networks (CIDR) that may be fetched; none by default."),
        Key("proxy", values.PROXY, "Explicit only; the environment's proxy is ignored."),
    ),
)

ARTICLE = Section(
    "article",
    ArticleSelectors,
    (
        Key("title", values.SELECTOR, "The headline."),
        Key("summary", values.SELECTOR, "The standfirst."),
        Key("body", values.SELECTOR, "The paragraphs of the text."),
        Key("authors", values.SELECTOR, "Who wrote it."),
        Key("published", values.SELECTOR, "When it was published."),
        Key("image", values.SELECTOR, "The picture."),
        Key("valid_until", values.DATE, "In a list: the last day of this layout.", default="it is the present one"),
    ),
)

LISTING_KEYS = tuple(field.name for field in fields(ListingSelectors))

FEED = Section(
    "feeds",
    Feed,
    (
        Key("url", values.URL, "The address.", required=True),
        Key("kind", values.one_of("auto", "rss", "sitemap", "listing"), "`rss` is RSS, Atom, RDF or JSON Feed."),
        Key(
            "every",
            values.POSITIVE,
            "How often it is asked if it publishes 40 entries a day; its rhythm scales it.",
            default="the settings' `every`",
        ),
        Key("link", values.SELECTOR, "Listing only, and needed there: the links to articles.", default=""),
        Key(
            "card",
            values.SELECTOR,
            "Listing only: the element around one article.",
            default="the largest with no other article's link in it",
        ),
        Key("title", values.SELECTOR, "Listing only, in the card: the headline.", default=""),
        Key("summary", values.SELECTOR, "Listing only, in the card: the standfirst.", default=""),
        Key("published", values.SELECTOR, "Listing only, in the card: when.", default=""),
    ),
)

SOURCE = Section(
    "sources",
    Source,
    (
        Key("id", values.IDENTIFIER, "Its name in commands and in the archive; never reused.", required=True),
        Key("name", values.WORDS, "Its name for people.", required=True),
        Key("feeds", Nested(FEED, many=True), "Where it publishes; at least one.", required=True, default=""),
        Key("homepage", values.URL, "Its front page.", default="the root of the first feed's address"),
        Key("country", values.COUNTRY, "Where it is published."),
        Key("languages", Many(values.LANGUAGE), "What it writes in, the most usual first."),
        Key("timezone", values.TIMEZONE, "Of its dates that do not say one."),
        Key(
            "type",
            values.one_of("agency", "newspaper", "broadcaster", "magazine", "institution", "think-tank"),
            "What it is.",
        ),
        Key("tier", values.whole(1, 3), "1 of record, 2 as most, 3 peripheral."),
        Key(
            "owner",
            values.OWNER,
            "Sources of one owner are not independent confirmation.",
            default="the homepage's registrable domain",
        ),
        Key("rights", values.one_of("default", "licensed"), "`licensed`: text is kept although pages reserve it."),
        Key("rights_note", values.WORDS, "On what grounds; `licensed` needs it."),
        Key("keep_text", values.RETENTION, "How long its texts are kept.", default="the settings' `keep_text`"),
        Key(
            "article",
            Nested(ARTICLE, many=True, lone=True),
            "Where things stand on its pages, in CSS selectors; a list where its layout has changed.",
            default="",
        ),
        Key("enabled", values.FLAG, "`false` switches it off, also one from a pack.", default="true"),
    ),
)

DEEPEST = 4  # conditions inside conditions


def _conditions(depth: int = 1) -> tuple[Key, ...]:
    plain = (
        Key("countries", Many(values.COUNTRY), "Any of these countries ..."),
        Key("organisations", Many(values.ORGANISATION), "... and any of these organisations (by id) ..."),
        Key("text", values.QUERY, "... and these words ..."),
        Key("languages", Many(values.LANGUAGE), "... in any of these languages ..."),
        Key("sources", Many(values.IDENTIFIER), "... by any of these sources ..."),
        Key("tiers", Many(values.whole(1, 3)), "... of any of these tiers ..."),
        Key(
            "mentions",
            values.one_of("focus", "any"),
            "`focus`: what the article is about; `any`: mentioned at all.",
            field="any_mention",
            default="focus" if depth == 1 else "as outside",
        ),
    )
    if depth == DEEPEST:
        return plain
    inside = Nested(
        CONDITION if depth == 1 else Section("condition", Condition, _conditions(depth + 1)), many=True, lone=True
    )
    return (
        *plain,
        Key("all", inside, "... and all of these conditions, each with keys as above ...", default=""),
        Key("any", inside, "... and at least one of these ...", default=""),
        Key("not", inside, "... and none of these.", field="none", default=""),
    )


CONDITION = Section("condition", Condition, _conditions(2))

WATCHLIST = Section(
    "watchlists",
    Watchlist,
    (
        Key("id", values.IDENTIFIER, "Its name in commands and digests.", required=True),
        Key("name", values.WORDS, "Its name for people.", default="the id"),
        *_conditions(),
        Key(
            "min_sources",
            values.whole(1, 20),
            "How many independent sources must tell a story before digests and alerts do.",
        ),
    ),
)

DIGEST = Section(
    "digests",
    DigestPlan,
    (
        Key("name", values.IDENTIFIER, "Its name in commands.", required=True),
        Key("title", values.WORDS, "The subject of the mail.", default="the name"),
        Key("watchlists", Many(values.IDENTIFIER), "Its sections, in this order ...", required=True),
        Key("countries", Many(values.COUNTRY), "... then one for each of these countries ..."),
        Key("organisations", Many(values.ORGANISATION), "... then one for each of these organisations."),
        Key("at", values.CLOCK, "When it is sent, in the settings' time zone. Quote it."),
        Key("days", Many(values.DAY), "On which days.", default="every day"),
        Key("to", Many(values.RECIPIENT), "To whom; what a reference leads to may name several, with commas."),
        Key("language", values.FRAME, "Of its own words and dates.", default="the settings' `language`"),
        Key("top", values.whole(0, 10), "Stories that stand at the top."),
        Key("reply_to", values.ADDRESS, "Where answers go.", default="the sender"),
    ),
)

MAIL = Section(
    "mail",
    Mail,
    (
        Key("host", values.WORDS, "The mail server."),
        Key("port", values.whole(1, 65_535), "Its port."),
        Key("from", values.ADDRESS, "The sender.", field="sender", required=True),
        Key("user", values.USER, "The name to log in with."),
        Key("password", values.SECRET, "Never in this file itself."),
        Key(
            "security",
            values.one_of("auto", "starttls", "tls", "none"),
            "`auto`: TLS at port 465, else STARTTLS; without either only to this machine. Certificates are verified.",
        ),
        Key("timeout", values.POSITIVE, "For each step of the conversation."),
        Key("sendmail", values.WORDS, "A program that takes mail instead, such as /usr/sbin/sendmail."),
        Key("unsubscribe", values.HTTPS, "Where one click unsubscribes (RFC 8058)."),
        Key("unsubscribe_to", values.ADDRESS, "Where a mail unsubscribes.", default="the sender"),
    ),
)

ALERT = Section(
    "alerts",
    AlertPlan,
    (
        Key("name", values.IDENTIFIER, "Its name in commands.", required=True),
        Key("watchlists", Many(values.IDENTIFIER), "What is told at once.", required=True),
        Key(
            "channel",
            values.one_of("mail", "slack", "mattermost", "teams", "telegram", "ntfy", "json"),
            "How; `json` is a plain body for a program of your own.",
        ),
        Key("to", Many(values.RECIPIENT), "`mail`: to whom."),
        Key("url", values.PROXY, "All others: the address of the hook (`ntfy`: of the topic)."),
        Key("token", values.SECRET, "`telegram`: of the bot; `ntfy`, `json`: sent as bearer token."),
        Key("chat", values.WORDS, "`telegram`: the chat's id."),
        Key("quiet", values.HOURS, "Hours in which nothing is sent; what comes meanwhile comes after. Quote it."),
        Key("most", values.whole(1, 600), "Messages an hour; more are held and come together."),
        Key("bundle", values.whole(1, 100), "More stories than this at a time come in one message."),
        Key("language", values.FRAME, "Of its own words and dates.", default="the settings' `language`"),
    ),
)

OWN_ORGANISATION = Section(
    "organisations of your own",
    OwnOrganisation,
    (
        Key("id", values.IDENTIFIER, "Its id in commands and watchlists; a shipped one is replaced.", required=True),
        Key("name", values.ALIAS, "Its name; it is looked for in texts.", required=True),
        Key("names", Many(values.ALIAS), "Further names and acronyms."),
        Key("languages", Many(values.LANGUAGE), "Its names count in texts of these only, with their endings."),
        Key("parent", values.ORGANISATION, "The organisation that it is a part of, by its id."),
        Key("country", values.COUNTRY, "The country that it speaks for, as the Kremlin does for RU."),
    ),
)

OWN_ALIAS = Section(
    "aliases",
    OwnAlias,
    (
        Key("tag", values.TAG, "Whose names these are: a country's code or an organisation's id.", required=True),
        Key("names", Many(values.ALIAS), "The names; they replace what the gazetteer has.", required=True),
        Key("languages", Many(values.LANGUAGE), "They count in texts of these only, with their endings."),
        Key("kind", values.IDENTIFIER, "The rule that the evidence will name: name, adj, city, metonym, leader ..."),
    ),
)

OFF = Section(
    "off",
    Off,
    (
        Key("name", values.ALIAS, "A name that is not to count.", required=True),
        Key("languages", Many(values.LANGUAGE), "Only in texts of these."),
    ),
)

_NAMES = (
    Key("organisations", Nested(OWN_ORGANISATION, many=True), "Organisations that the gazetteer lacks."),
    Key("aliases", Nested(OWN_ALIAS, many=True), "Further names of countries and organisations, or better ones."),
    Key("off", Nested(OFF, many=True), "Names of the gazetteer that are not to count."),
)

NAMES = Section("file of names", None, _NAMES)

GAZETTEER = Section(
    "gazetteer",
    None,
    (*_NAMES, Key("include", Many(values.WORDS), "YAML files that hold the same three keys, by path.")),
)

PACK = Section(
    "pack",
    None,
    (
        Key("about", values.WORDS, "What the pack holds."),
        Key("sources", Nested(SOURCE, many=True), "Its sources."),
    ),
)

FILE = Section(
    "feeds.yaml",
    None,
    (
        Key("settings", Nested(SETTINGS), "How the monitor behaves."),
        Key("include", Many(values.WORDS), "Packs of sources: one that is shipped, by name, or a YAML file, by path."),
        Key("sources", Nested(SOURCE, many=True), "Who is read. The same id as in a pack: the keys given here win."),
        Key("watchlists", Nested(WATCHLIST, many=True), "What is looked for: any of a list, all of the keys."),
        Key("digests", Nested(DIGEST, many=True), "What is mailed when."),
        Key("alerts", Nested(ALERT, many=True), "What is told at once."),
        Key("mail", Nested(MAIL), "How mail leaves."),
        Key("gazetteer", Nested(GAZETTEER), "Names of your own, by which articles are tagged."),
    ),
)

SECTIONS = (
    FILE,
    SETTINGS,
    SOURCE,
    FEED,
    ARTICLE,
    WATCHLIST,
    DIGEST,
    ALERT,
    MAIL,
    GAZETTEER,
    OWN_ORGANISATION,
    OWN_ALIAS,
    OFF,
    PACK,
)
