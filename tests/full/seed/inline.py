"""Text with links, code and emphasis in it. Read by: rst.py, rustdoc.py, check.py."""

import re

# rustdoc makes typographic marks of plain ones; both sides are compared as plain.
PLAIN = str.maketrans({"\u2019": "'", "\u2018": "'", "\u201c": '"', "\u201d": '"', "\u2013": "-", "\u2014": "-", "\u00a0": " "})


def plain(text):
    return re.sub(r"\s+", " ", text.translate(PLAIN)).strip()


class Inline:
    """A paragraph."""

    def __init__(self):
        self.text = ""
        self.marks = []

    def add(self, text, kind=None, href=None):
        self.text += text
        if kind is not None:
            self.marks.append((kind, plain(text), href))

    def tidy(self):
        self.text = plain(self.text)
        return self

    def sentences(self):
        return [sentence for sentence in re.split(r"(?<=[.!?])\s+(?=[A-Z])", self.text) if sentence]
