"""Recurring formats: the daily briefing, the weather, exchange rates. They tell of no one event, and are no story."""

from __future__ import annotations

import re

# Beginnings of titles by which such a piece is known, in the languages of our sources.
_PHRASES = (
    r"(?:daily|morning|evening|weekly|news|press) (?:briefing|digest|roundup|round-up|brief|review|bulletin|wrap)"
    r"|(?:today|this day|this week) in history|on this day|photos? of the day|tv guide|exchange rates"
    r"|weather forecast|обзор (?:прессы|сми)|главное за (?:день|неделю|ночь|сутки)|итоги (?:дня|недели)"
    r"|прогноз погоды|курсы? валют|(?:утренний|вечерний) (?:обзор|дайджест)|головне за (?:день|добу|тиждень)"
    r"|курс валют|прогноз погоди|günün (?:xəbərləri|özeti|manşetleri|əsas xəbərləri)|hava (?:proqnozu|durumu)"
    r"|valyuta məzənnələri|döviz kurları|altın fiyatları|burç yorumları|basın özeti|mətbuat icmalı"
    r"|der tag im überblick|nachrichten am (?:morgen|abend)|revue de presse|l'essentiel de l'actualité|taux de change"
    r"|resumen de prensa|titulares del día|przegląd prasy|prognoza pogody|kursy walut|rassegna stampa"
    r"|previsioni meteo|օրվա լուրեր|եղանակի տեսություն"
)
# Words that may as well begin a sentence: "Weather service warns". Only a date may follow, or a colon, or nothing.
_WORDS = (
    r"weather|horoscopes?|crossword|lottery|дайджест|погода|гороскоп|календарь|presseschau|wetter(?:bericht)?|horoskop"
    r"|météo|horoscope|el tiempo|horóscopo|oroscopo|məzənnə|ulduz falı|փոխարժեք|եղանակը"
)
_FORMAT = re.compile(
    rf"^\W*(?:(?:{_PHRASES})\b|(?:{_WORDS})(?=\s*(?:$|[:|–—-]|(?:\w+ ){{0,3}}\d)))", re.IGNORECASE
)  # fmt: skip
# What changes in the title of a format from day to day: numbers, months, days of the week.
_CHANGES = re.compile(
    r"\d+|\b(?:january|february|march|april|may|june|july|august|september|october|november|december|monday|tuesday"
    r"|wednesday|thursday|friday|saturday|sunday|январ[ья]|феврал[ья]|марта?|апрел[ья]|ма[йя]|ию[нл][ья]|августа?"
    r"|сентябр[ья]|октябр[ья]|ноябр[ья]|декабр[ья]|понедельник|вторник|сред[ау]|четверг|пятниц[ау]|суббот[ау]"
    r"|воскресенье|yanvar|fevral|mart|aprel|may|iyun|iyul|avqust|sentyabr|oktyabr|noyabr|dekabr|ocak|şubat|nisan|mayıs"
    r"|haziran|temmuz|ağustos|eylül|ekim|kasım|aralık|januar|februar|märz|mai|juni|juli|oktober|dezember|montag|dienstag"
    r"|mittwoch|donnerstag|freitag|samstag|sonntag)\b",
    re.IGNORECASE,
)
_NO_LETTER = re.compile(r"[\W_]+")


def is_format(title: str) -> bool:
    """Say whether a title is that of a recurring format.

    >>> is_format("Daily briefing: what happened on 23 November"), is_format("Курсы валют на 24 ноября")
    (True, True)
    >>> is_format("Weather service warns of floods"), is_format("Weather for Tuesday 24 November")
    (False, True)
    """
    return _FORMAT.match(title) is not None


def pattern(title: str) -> str:
    """Return a title without what changes from day to day in a recurring one.

    >>> pattern("Oil prices on Monday, 23 November") == pattern("Oil prices on Tuesday, 24 November")
    True
    """
    return _NO_LETTER.sub(" ", _CHANGES.sub("", title)).strip().casefold()
