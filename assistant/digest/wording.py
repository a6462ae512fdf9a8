"""How a line of a note looks in a digest, and whether it is a statement by itself."""

import re

#: What a line is worth that is a part of a sentence, or needs a picture or a formula beside it.
PART, ILLUSTRATED = 0.4, 0.5
#: A line with more digits and signs than this share of its characters is a formula or a row of data.
SIGNS = 0.35

_LEAD = re.compile(r"^(?:\s*(?:>|[-*+•]\s+|\d{1,3}[.)]\s+|\[[ xX]\]\s+|#{1,6}\s+|\[\^[^\]\s]+\]:\s*))+")
_REPLACED = (
    (re.compile(r"<sup>([^<>\n]*)</sup>"), r"^\1"),
    (re.compile(r"<sub>([^<>\n]*)</sub>"), r"_\1"),
    (re.compile(r"!\[\[[^\]\n]*\]\]|!\[[^\]\n]*\]\([^)\n]*\)|<!--.*?-->|</?[A-Za-z][^<>\n]*>|\[\^[^\]\s]+\]"), ""),
    (re.compile(r"\[\[[^\]|\n]*\|([^\]\n]+)\]\]"), r"\1"),
    (re.compile(r"\[\[(?:[^\]|\n#]*/)?([^\]|\n#/]*)(?:#[^\]|\n]*)?\]\]"), r"\1"),
    (re.compile(r"\[([^\[\]\n]+)\]\((?:[^()\n]|\([^()\n]*\))*\)"), r"\1"),
    (re.compile(r"(\*\*|__|~~|==)(?=\S)(.+?)(?<=\S)\1"), r"\2"),
    (re.compile(r"(?<![\w*])([*_])(?=[^\s*_])([^*_]+)(?<=\S)\1(?![\w*])"), r"\2"),
    (re.compile(r"`+([^`]+)`+"), r"\1"),
    (re.compile(r"\\([!-/:-@\[-`{-~])"), r"\1"),
    (re.compile(r"\s+"), " "),
)
_ADDRESS = re.compile(r"\b(?:https?|ftp|file)://\S+|\bwww\.\S+")
_LETTER = re.compile(r"[^\W\d_]")
_FORMULA = re.compile(r"\$[^$]+\$|\\[a-z]{2,}|[{};]\s*$|^\s*(?:\$|>>>|#include|import |def |sudo )|\w\(\)|[=<>]{2}")
_FIGURE = re.compile(
    r"如下|下图|上图|如图|图中|下表|\b(?:as follows|figure|shown (?:below|above)|(?:see )?(?:below|above)[.:]"
    r"|siehe (?:oben|unten)|folgende)\b|[:：]$",
    re.IGNORECASE,
)
_STARTS_LOW = re.compile(r"^[a-zà-ÿ]+(?![\w.-]*[A-Z\d_/@])\b")
_GOES_ON = re.compile(
    r"^\W*(?:plus|so|and|but|or|yet|however|also|then|besides|instead|otherwise|sometimes|gives|makes|helps|works|means"
    r"|wants?|though|therefore|thus|hence|for example|such as|außerdem|jedoch|trotzdem|dann|und|aber)\b"
    r"|^\W*(?:并且|而且|因此|所以|但是|不过|然而|此外|另外|同时|例如|比如|这样)",
    re.IGNORECASE,
)
_UNFINISHED = re.compile(r"(?:[,;，；、(（…]|\.\.\.|\b(?:and|or|und|oder|e\.g\.|i\.e\.|z\.B\.))$")


def shown(text: str) -> str:
    """A sentence without its markup, on one line: links by their words; no marks of lists, emphasis, code, notes."""
    text = _LEAD.sub("", text)
    for form, by in _REPLACED:
        text = form.sub(by, text)
    return text.strip()


def goes_on(text: str) -> bool:
    """Whether a shown line takes up what the one before it says: "Plus, ...", "However, ...", "Gives us time ..."."""
    return bool(_GOES_ON.match(text))


def wholeness(text: str) -> float:
    """How far a shown line is a statement that can stand alone, 0..1; 0 for addresses, formulas and broken links."""
    letters = len(_LETTER.findall(text))
    signs = len(text) - letters - text.count(" ")
    if not letters or signs > SIGNS * len(text) or len(_ADDRESS.sub("", text)) < len(text) / 2:
        return 0.0
    if text.count("[") != text.count("]") or text.count("（") != text.count("）"):
        return 0.0
    worth = 1.0
    if _STARTS_LOW.match(text) or _UNFINISHED.search(text) or text.count("(") != text.count(")"):
        worth *= PART
    if _FORMULA.search(text) or _FIGURE.search(text):
        worth *= ILLUSTRATED
    return worth
