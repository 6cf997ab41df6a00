"""Scrapy's settings, for `monitor collect` and for `scrapy crawl` alike. What a desk sets comes with the session."""

from __future__ import annotations

from monitor.crawl.headers import user_agent

BOT_NAME = "press-monitor"
SPIDER_MODULES = ["monitor.crawl.spiders"]
NEWSPIDER_MODULE = "monitor.crawl.spiders"
MONITOR_SESSION = "monitor.workflows.collect.session"  # who gives `scrapy crawl` its requests and takes what comes

TWISTED_REACTOR = "twisted.internet.asyncioreactor.AsyncioSelectorReactor"
DOWNLOAD_HANDLERS = {
    "http": "monitor.crawl.download.Download",
    "https": "monitor.crawl.download.Download",
    "data": None, "file": None, "ftp": None, "s3": None,
}  # fmt: skip
DOWNLOAD_VERIFY_CERTIFICATES = True  # Scrapy's default is not to
DOWNLOAD_WARNSIZE = 0

# The lanes of the spider decide who is asked when; Scrapy's own limits stand out of the way.
CONCURRENT_REQUESTS = 0
CONCURRENT_REQUESTS_PER_DOMAIN = 1000
DOWNLOAD_DELAY = 0
AUTOTHROTTLE_ENABLED = False
SCHEDULER_PRIORITY_QUEUE = "scrapy.pqueues.ScrapyPriorityQueue"
SCHEDULER_MEMORY_QUEUE = "scrapy.squeues.FifoMemoryQueue"
SCRAPER_SLOT_MAX_ACTIVE_SIZE = 1 << 40
CONCURRENT_ITEMS = (
    1  # the spider yields none; Scrapy starts this many tasks for each response (measured: 40 % of a run)
)

# Ports that would listen.
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False  # 2.19 starts, by default, one that runs posted Python

# What the spider does itself, hop by hop: redirects under the gate, one retry, robots.txt for pages, decoding.
REDIRECT_ENABLED = False
METAREFRESH_ENABLED = False
RETRY_ENABLED = False
ROBOTSTXT_OBEY = False
COMPRESSION_ENABLED = False
HTTPPROXY_ENABLED = False  # it reads the environment, which would defeat the gate
COOKIES_ENABLED = False
REFERER_ENABLED = False
DEFAULT_REQUEST_HEADERS: dict[str, str] = {}
USER_AGENT = user_agent(None)
DOWNLOADER_MIDDLEWARES = dict.fromkeys(
    (
        "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware",
        "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware",
        "scrapy.downloadermiddlewares.downloadtimeout.DownloadTimeoutMiddleware",
        "scrapy.downloadermiddlewares.stats.DownloaderStats",
    )
)
SPIDER_MIDDLEWARES = dict.fromkeys(
    (
        "scrapy.spidermiddlewares.httperror.HttpErrorMiddleware",
        "scrapy.spidermiddlewares.urllength.UrlLengthMiddleware",
        "scrapy.spidermiddlewares.depth.DepthMiddleware",
        "scrapy.spidermiddlewares.metacopy.MetaCopyDetectionMiddleware",
    )
)

# Silence: what happened to a request is an outcome, told by whoever takes it in.
LOG_LEVEL = "ERROR"
LOGSTATS_INTERVAL = 0
STATS_DUMP = False
STATS_CLASS = "scrapy.statscollectors.DummyStatsCollector"
MEMUSAGE_ENABLED = False
