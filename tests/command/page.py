#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Looks at pages that `vforkscope html` has made: each argument is FILE=STEPS, the least number of steps. A page is
whole, small, needs nothing but itself, and each of its questions has one right answer."""
import html.parser
import os
import re
import sys


class Page(html.parser.HTMLParser):
    VOID = {"meta", "br", "input"}
    LOOSE = {"td", "tr", "th"}

    def __init__(self):
        super().__init__()
        self.open, self.sections = [], []

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        assert not {"src", "href"} & set(attrs), attrs
        if tag == "section":
            self.sections.append({"options": [], "find": None, "words": []})
        if "data-ok" in attrs:
            self.sections[-1]["options"].append(attrs["data-ok"])
        if "data-find" in attrs:
            self.sections[-1]["find"] = attrs["data-find"]
        if "data-word" in attrs:
            self.sections[-1]["words"].append(attrs["data-word"])
        if tag not in self.VOID | self.LOOSE:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if tag not in self.LOOSE:
            assert self.open.pop() == tag, tag


for argument in sys.argv[1:]:
    name, steps = argument.split("=")
    text = open(name, encoding="utf-8").read()
    page = Page()
    page.feed(text)
    assert not page.open, page.open
    assert len(page.sections) >= int(steps), len(page.sections)
    assert os.path.getsize(name) < 300 << 10
    assert not re.search("https?:", text)
    for section in page.sections:
        assert not section["options"] or section["options"].count("1") == 1, section
        assert section["find"] is None or section["find"] in section["words"], section
