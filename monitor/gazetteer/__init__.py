"""The names of countries and organisations: what the tagger knows, read from the data files beside this module.

names.tsv cities.tsv countries.tsv   generated from the CLDR by generate.py
places.tsv capitals.tsv              generated from GeoNames by generate_places.py
aliases/LANGUAGE.tsv                 written by hand: demonyms, regions, cities, metonyms; `-` drops a generated name
organisations.csv                    organisations with their names, parents and countries
leaders.csv                          heads of state and government, foreign ministers, heads of organisations
decoys.tsv                           what looks like a name and is none
ambiguity.tsv given_names.txt        names that count only under a condition
short.tsv                            what Chinese calls countries by one character
things.tsv                           dishes, animals and things called after peoples and places
disputed.tsv                         disputed regions, with a note
concepts.tsv                         what news is about, in many languages: see concepts.py
venues.tsv                           cities where organisations sit
"""

from __future__ import annotations

from monitor.gazetteer.aliases import Alias, Gazetteer
from monitor.gazetteer.called import called
from monitor.gazetteer.doubts import Doubt, Venue, doubts, given_names, shortened, things, venues
from monitor.gazetteer.own import tags, version, with_names
from monitor.gazetteer.reading import acronyms, default, leaders_of, national_of, parse_aliases

__all__ = [
    "Alias",
    "Doubt",
    "Gazetteer",
    "Venue",
    "acronyms",
    "called",
    "default",
    "doubts",
    "given_names",
    "leaders_of",
    "national_of",
    "parse_aliases",
    "shortened",
    "tags",
    "things",
    "venues",
    "version",
    "with_names",
]
