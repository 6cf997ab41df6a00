"""Which parameters of a query say how a reader came, or how a page is shown, and not which article it is."""

from __future__ import annotations

import re


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Names that only ever count readers, campaigns and clicks: they are neither fetched nor shown. In lower case.
_TRACKING = _words("""
    xtor xtmc xtcr xtref xtnp cmp cmpid intcmp icid icmp ocid ncid ito nk taid emc smid smtyp smprod sharetype
    reflink ref_src ref_url refsrc s_cid s_kwcid mbid intcid cndid bxid esrc soc_src soc_trk .tsrc guccounter
    guce_referrer guce_referrer_sig feedtype feedname ftcamp fsrc wprss wpisrc wpsrc wpmm itid ftag srnd sref
    leadsource iref eref hpt __source __twitter_impression twitter_impression spref igshid igsh mkt_tok _openstat
    openstat mc_cid mc_eid mc_tc vero_id vero_conv oly_anon_id oly_enc_id rb_clickid ef_id epik dicbo oborigurl tblci
    mrfhud mrfcid maca sara_ref sara_ecid sara_icid wtmc wtrid emvcc gclsrc gbraid wbraid gad_source gad_campaignid
    hsctatracking action_object_map action_type_map action_ref_map hootpostid partnerid trkcampaign trk lipi lici
    li_fat_id spm scm tt_from spmailingid spuserid spjobid spreportid ml_subscriber ml_subscriber_hash dm_i dm_t
    _branch_match_id _bta_c _bta_tid vgo_ee nr_email_referer ck_subscriber_id mkcid mkevt mkrid campid erid roistat
    traffic_source trafficsource zanpid wickedid _kx algo_pvid algo_expid sc_cid cvid mabreward clicksource recommid
    cn-reloaded usqp aoh utm srsltid ico _bhlid cm_mmc tpcc oref n_cid irclickid irgwc hslang linkcode
    fref hc_location hc_ref pnref os_ehash tracking_source wtzmc
""")
_TRACKING_NAME = re.compile(
    r"(?:utm_|at_|ns_|mtm_|matomo_|piwik_|pk_|fb_|wt[_.]|ga_|gaa_|elq|hsa_|hmb_|otm_|bsft_|amp_|itm_|__utm|__hs|_hs|_g[a-z]{1,2}$|tt_"
    r"|stm_|pd_rd_|pf_rd_|\w{1,6}clid$|sf\d{4,}$|syn-[0-9a-f]{6,}$)",
)
# Names that a server may need, but that never number an article: sessions, caches, gifts, the reader's own language.
_IDLE = _words("""
    jsessionid phpsessid sessionid session_id cftoken cfid nocache no_cache cachebuster replytocom doing_wp_cron noamp
    nonamp gl ceid rpc virtualbrandchannel echobox sharetoken share_token unlocked_article_code gift_token pwapi_token
    ym_debug
""")
_IDLE_NAME = re.compile(r"(?:aspsessionid|__cf_)")
# Names that carry a channel in one paper and the article's number in the next: the value decides.
_REFERRERS = _words("ref refer referer referrer reffrom ref_source source src from via origin")
_CHANNEL_NAMES = _REFERRERS | _words(
    "sid cid medium channel campaign camp mod share shared shared_from sharer partner feed xid rss ch track f r"
)
_CHANNELS = _words("""
    rss rdf atom feed feeds feedburner newsfeed syndication syndicated newsletter newsletters mail email mailing
    twitter tw twtr fb facebook telegram tg tgm tlg whatsapp wa viber vk vkontakte odnoklassniki linkedin reddit
    pinterest instagram ig insta threads bluesky bsky mastodon youtube yt tiktok wechat weibo google googlenews gnews
    bing yandex yandexnews yxnews dzen yahoo msn flipboard smartnews newsbreak upday applenews feedly inoreader social
    socialmedia socials sns smm share sharing shared sharebutton jetpack addtoany
    push webpush pushnotification
""")
_PLACES = _words("""
    x nl ok li line pocket apple news zen gn some notification notifications alert alerts widget widgets home homepage
    hp frontpage mainpage main front top topnews headline headlines breaking related recommended recommend recirc
    sidebar footer header menu nav navigation banner teaser mobile desktop app ios android iphone ipad amp web website
    internal direct organic cpc copy clipboard copylink button link print referral partner xml
""")
# Whatever comes behind one of these is the channel's own: `rss_whats_news`, `twitter_breaking`.
_LEADING = re.compile(
    r"(?:rss|newsletter|twitter|facebook|googlenews|google_news|linkedin|whatsapp|telegram)(?![a-z])|rss"
)
_TOKENS = re.compile(r"[a-z]+")
_NUMBERED = re.compile(r"\d{3}")  # `rss-1` and `rss2.0` are channels; `feed12345` may number the article
_MOMENT = re.compile(r"1\d{9}(?:\d{3})?")  # seconds or milliseconds since 1970
# The same article for printers, phones and caches.
_FLAGS = frozenset(
    {"amp", "isamp", "amphtml", "print", "printable", "printview", "print_view", "mobile", "nomobile", "rss"}
)
_ON = frozenset({"", "0", "1", "true", "false", "yes", "no", "y", "n", "on", "off", "amp", "print", "mobile"})
_VIEWS = _words("outputtype output view viewtype format mode template tpl layout variant version type")
_VIEW_VALUES = _words("amp mobile print printable")


def is_tracking(name: str) -> bool:
    """Return whether a parameter of this name only ever tells how a reader came.

    >>> is_tracking("UTM_Source"), is_tracking("fbclid"), is_tracking("id"), is_tracking("ref")
    (True, True, False, False)
    """
    low = name.lower()
    return low in _TRACKING or _TRACKING_NAME.match(low) is not None


def _is_channel(name: str, value: str) -> bool:
    """Say whether all words of a value are channels: `rss`, `fb_share`, `RSS-2.0`; a number alone never is."""
    if _NUMBERED.search(value):
        return False
    if _LEADING.match(value):
        return True
    words = _TOKENS.findall(value)
    known = _CHANNELS | _PLACES if name in _REFERRERS else _CHANNELS
    return bool(words) and all(word in known or word.endswith("rss") for word in words)


def is_idle(name: str, value: str) -> bool:
    """Return whether a parameter leaves the article as it is: tracking, a channel, a way of showing it.

    >>> is_idle("sid", "rss"), is_idle("sid", "46487"), is_idle("outputType", "amp"), is_idle("print", "1")
    (True, False, True, True)
    """
    name, value = name.lower(), value.lower()
    return (
        is_tracking(name)
        or name in _IDLE
        or _IDLE_NAME.match(name) is not None
        or (name in _CHANNEL_NAMES and _is_channel(name, value))
        or (name in _FLAGS and value in _ON)
        or (name in _VIEWS and value in _VIEW_VALUES)
        or (name == "nw" and _MOMENT.fullmatch(value) is not None)  # Yandex: when it was clicked
        or (name == "_r" and value.isdigit() and len(value) == 1)
        or (name == "pagewanted" and value in {"all", "print"})
        or (name == "feature" and value in {"youtu.be", "share", "emb_title"})
    )
