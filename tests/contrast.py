# SPDX-License-Identifier: GPL-2.0-or-later
"""Prints what people may not be able to read in pages of HTML: text whose colour has less contrast with its ground than
level AA of the Web Content Accessibility Guidelines 2.1 asks for (4.5, success criterion 1.4.3), and what is told by a
colour alone (1.4.1): SIGN=REGEX says what the text of an element with the class SIGN has in it. What is in the page is
looked at, and each rule of its style by itself, since scripts may use it.

usage: tests/contrast.py FILE... [CLASS=REGEX...]
"""

import html.parser
import re
import sys

VOID = {"meta", "br", "input", "link", "hr", "img"}
LOOSE = {"td", "th", "tr", "li", "p"}
NEEDED = 4.5


def rgb(colour):
    digits = colour.lstrip("#")
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    return [int(digits[i:i + 2], 16) / 255 for i in (0, 2, 4)]


def luminance(colour):
    parts = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in rgb(colour)]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(a, b):
    high, low = sorted((luminance(a), luminance(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


assert round(contrast("#000", "#ffffff"), 6) == 21


def palettes_of(text):
    """What var(--NAME) stands for: the first :root, and what each later one, for the dark say, makes of it."""
    roots = [dict(re.findall(r"--([a-z-]+):(#[0-9a-f]+)", body)) for body in re.findall(r":root\{([^{}]*)\}", text)]
    return [{**roots[0], **root} for root in roots] or [{}]


def style_of(text, palette):
    """A list of (what it is for, {"color": ..., "background": ...})."""
    rules = []
    style = re.sub(r"var\(--([a-z-]+)\)", lambda name: palette[name[1]], "".join(
        re.findall(r"(?s)<style>(.*?)</style>", re.sub(r":root\{[^{}]*\}", "", text))))
    for selectors, body in re.findall(r"([^{}]+)\{([^{}]*)\}", style):
        colours = dict(re.findall(r"(?:^|;)\s*(color|background)\s*:\s*(#[0-9a-f]{3,6})", body))
        others = set(re.findall(r"(?:color|background)\s*:\s*([^;#][^;]*)", body))
        assert not others, others  # colours are told as numbers here
        rules += [(selector.strip(), colours) for selector in selectors.split(",") if colours]
    return rules


class Page(html.parser.HTMLParser):
    def __init__(self, name, text, signs, palette):
        super().__init__()
        self.rules, self.signs, self.faults, self.texts = style_of(text, palette), signs, set(), 0
        self.name, self.open, self.told = name, [("", {"color": "#000", "background": "#fff"}, [])], []
        body = {**self.open[0][1], **dict(self.rules).get("body", {})}
        for selector, colours in self.rules:
            self.judge(selector, {**body, **colours})
        self.feed(text)
        self.close_until(0)

    def judge(self, what, colours):
        ratio = contrast(colours["color"], colours["background"])
        if ratio < NEEDED:
            self.faults.add(f"{self.name}: {what}: {colours['color']} on {colours['background']}: {ratio:.2f}")

    def close_until(self, depth):
        while len(self.open) > depth + 1:
            _, _, classes = self.open.pop()
            words = self.told.pop()
            for sign in classes:
                if sign in self.signs and not re.search(self.signs[sign], "".join(words)):
                    self.faults.add(f"{self.name}: {sign}: by a colour alone: {''.join(words).strip()[:60]}")

    def handle_starttag(self, tag, attrs):
        classes = (dict(attrs).get("class") or "").split()
        if tag in LOOSE:  # ends the one before
            for depth in range(len(self.open) - 1, 0, -1):
                if self.open[depth][0] in (tag, "tr") and (self.open[depth][0] == tag or tag in ("td", "th")):
                    if self.open[depth][0] == tag:
                        self.close_until(depth - 1)
                    break
                if self.open[depth][0] in ("table", "ul", "section", "div"):
                    break
        colours = dict(self.open[-1][1])
        for selector, own in self.rules:
            if selector == tag or (selector[:1] == "." and selector[1:] in classes):
                colours.update(own)
        if tag not in VOID:
            self.open.append((tag, colours, classes))
            self.told.append([])

    def handle_endtag(self, tag):
        for depth in range(len(self.open) - 1, 0, -1):
            if self.open[depth][0] == tag:
                self.close_until(depth - 1)
                return

    def handle_data(self, data):
        tag, colours, classes = self.open[-1]
        if data.strip() and tag not in ("style", "script", "title"):
            self.texts += 1
            for words in self.told:
                words.append(data)
            self.judge(".".join([tag, *classes]), colours)


signs = dict(argument.split("=", 1) for argument in sys.argv[1:] if "=" in argument)
for name in (argument for argument in sys.argv[1:] if "=" not in argument):
    with open(name, encoding="utf-8") as file:
        text = file.read()
    faults = set()
    for palette in palettes_of(text):
        page = Page(name, text, signs, palette)
        assert page.texts, name
        faults |= page.faults
    print("\n".join(sorted(faults)), end="\n" if faults else "")
