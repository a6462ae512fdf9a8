"""Text from notes, made safe to show on a terminal: it can neither steer it nor hide or reorder what is read.

The sequences are those of ECMA-48 and xterm; the bidirectional controls those of "Trojan Source" (CVE-2021-42574).
"""

import re

_SEQUENCE = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"  # CSI: colors, cursor movement
    r"|(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x9c\n]*(?:\x07|\x1b\\|\x9c)"  # OSC, DCS, SOS, PM, APC
    r"|\x1b[ -/]*[0-~]"  # two characters and more: reset, character sets
)
_CONTROL = r"\x00-\x08\x0b-\x1f\x7f-\x9f"
_BIDI = r"\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_SURROGATE = r"\ud800-\udfff"
_INVISIBLE = r"\u2060-\u2064\u206a-\u206f\ufeff\ufff9-\ufffb"
_TAGS = r"\U000e0000-\U000e007f"
_UNSEEN = re.compile(
    r"(\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{2,6}\U000e007f)"  # a flag of a region is kept
    rf"|[{_CONTROL}{_BIDI}{_SURROGATE}{_INVISIBLE}{_TAGS}]"
)
_VARIANT = r"\ufe00-\ufe0f\U000e0100-\U000e01ef"
_REPEATED_VARIANTS = re.compile(rf"(?<=[{_VARIANT}])[{_VARIANT}]+")
# Joiners belong to emoji and to the scripts from Arabic to those of India and South East Asia; elsewhere they hide.
_JOINED = rf"\u0600-\u1cff\u2190-\u2bff\ua840-\uabff\U00010a00-\U00011fff\U0001e900-\U0001faff{_VARIANT}"
_STRAY_JOINER = re.compile(rf"(?<![{_JOINED}])[\u200b-\u200d]")

UNSAFE = re.compile(rf"[{_CONTROL}{_BIDI}{_SURROGATE}]")
"""A character that must not reach a terminal as it is; new lines and tabs are not among them."""


def clean(text: str) -> str:
    """The text without escape sequences, control, bidirectional and hidden characters.

    New lines, tabs and the ordinary text of every script stay as they are. Cleaning twice changes nothing more.
    """
    if text.isascii() and text.isprintable():
        return text
    text = _SEQUENCE.sub("", text)
    text = _UNSEEN.sub(lambda found: found[1] or "", text)
    text = _REPEATED_VARIANTS.sub("", text)
    return _STRAY_JOINER.sub("", text)


def one_line(text: str) -> str:
    """The cleaned text on one line, each run of white space a single space."""
    return " ".join(clean(text).split())
