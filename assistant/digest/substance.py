"""How much a line of a note can say: less when it is short, code, or nothing but links."""

import re
from functools import lru_cache

from assistant.guards.injection import looks_like_instruction
from assistant.language.scripts import CJK

#: A sentence of this size says enough; a greeting, a heading, a bare yes is smaller.
SUBSTANCE = 30
#: A sentence that gives orders to whoever reads it aloud is seldom what a question is about.
ORDER_TRUST = 0.5
#: A line of links and addresses says where to read on; a line of code, what a machine does.
LINK_TRUST = 0.5
CODE_TRUST = 0.6
#: The share of letters outside of links from which a line says something itself.
OWN_WORDS = 0.25

_CJK = re.compile(f"[{CJK}]")
# Pictures, comments, tags, links within the page, definitions of link references and of keys without a value.
_HOLLOW = re.compile(
    r"!\[\[[^\]\n]*\]\]|!\[[^\]\n]*\]\([^)\n]*\)|<!--.*?-->|</?[A-Za-z][^<>\n]*>|\[[^\[\]\n]*\]\(#[^)\n]*\)"
    r"|^[^\[\]\n]*\]\(#[^)\n]*\)$|^\[?\d+[.)]$|^\[[^\]\n]+\]:\s*\S+$"
    r"|^[\w \-]{1,40}:\s*(?:\[\s*\]|\{\s*\}|\"\"|''|null|~|\{\{[^{}\n]*\}\})$",
    re.DOTALL,
)
_LINK = re.compile(r"\[\[[^\]\n]*\]\]|\[[^\[\]\n]*\]\([^)\n]*\)|<?\b(?:https?|ftp|mailto|file):[^\s>]+>?")
_WORD = re.compile(r"\w")
_CODE = re.compile(r"[{};]\s*(?:\n|$)|^\s*(?:\}|//|/\*|#include\b)")


def size(text: str) -> int:
    """The characters of a text, each Chinese, Japanese or Korean one counted three times."""
    return len(text) if text.isascii() else len(text) + 2 * len(_CJK.findall(text))


def says_nothing(text: str) -> bool:
    """Whether nothing is left of a line without its pictures, comments, tags, links within the page and empty keys."""
    return not _WORD.search(_HOLLOW.sub(" ", text))


@lru_cache(maxsize=1 << 12)
def gives_orders(text: str) -> bool:
    """Whether a sentence tells whoever reads it aloud what to do."""
    return looks_like_instruction(text)


def substance(text: str) -> float:
    """How far a sentence's place in a ranking is to be trusted, 0..1."""
    if says_nothing(text):
        return 0.0
    trust = min(1.0, 0.5 + 0.5 * size(text) / SUBSTANCE)
    if len(_WORD.findall(_LINK.sub(" ", _HOLLOW.sub(" ", text)))) < len(_WORD.findall(text)) * OWN_WORDS:
        trust *= LINK_TRUST
    if _CODE.search(text):
        trust *= CODE_TRUST
    return trust
