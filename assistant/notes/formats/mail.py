"""Mail: the head and what is said of one, with the texts that are attached; a mailbox as one mail after another."""

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from assistant.notes.formats.html import Html

_FROM = re.compile(rb"(?:\A|(?<=\n\n)|(?<=\n\r\n))From [^\n]*\d\d:\d\d[^\n]*\n")
_QUOTED_FROM = re.compile(rb"^>(>*From )", re.MULTILINE)
#: Mails within mails that are looked into.
DEEPEST = 5


def eml(raw: bytes) -> list[str]:
    """The head and what is said, then each attached text."""
    if not raw.strip():
        raise ValueError("it is empty")
    return _parts(_message(raw), 0)


def mbox(raw: bytes) -> list[str]:
    """The mails of a mailbox, each with the texts attached to it."""
    starts = [found.span() for found in _FROM.finditer(raw)]
    if not starts:
        raise ValueError("it is no mailbox, or broken")
    ends = [*(start for start, _ in starts[1:]), len(raw)]
    mails = (_QUOTED_FROM.sub(rb"\1", raw[start:end]) for (_, start), end in zip(starts, ends, strict=True))
    return ["\n\n".join(_parts(_message(mail), 0)) for mail in mails]


def _message(raw: bytes) -> EmailMessage:
    reader: Any = message_from_bytes
    message: EmailMessage = reader(raw, policy=policy.default)
    return message


def _parts(message: EmailMessage, depth: int) -> list[str]:
    body = message.get_body(("plain", "html"))
    head = [f"# {subject}"] if (subject := _head(message, "Subject")) else []
    head += [f"{name}: {value}" for name in ("From", "To", "Cc", "Date") if (value := _head(message, name))]
    attached = [part for part in message.iter_attachments() if isinstance(part, EmailMessage)]
    names = [name for part in attached if (name := part.get_filename())]
    head += [f"Attached: {', '.join(names)}"] if names else []
    found = ["\n\n".join([*head, _said(body) if isinstance(body, EmailMessage) else ""])]
    for part in attached:
        found += _attached(part, depth)
    return found


def _head(message: EmailMessage, name: str) -> str:
    try:
        return " ".join(str(message[name] or "").split())
    except (ValueError, IndexError, AttributeError):  # what the library can't take apart
        return ""


def _attached(part: EmailMessage, depth: int) -> Iterator[str]:
    if part.get_content_type() == "message/rfc822" and depth < DEEPEST:
        inner = part.get_payload()
        for message in inner if isinstance(inner, list) else ():
            if isinstance(message, EmailMessage):
                yield "\n\n".join(_parts(message, depth + 1))
    elif part.get_content_maintype() == "text":
        yield _said(part)


def _said(part: EmailMessage) -> str:
    """The text of a part, in whatever encoding it claims to be."""
    try:
        text = str(part.get_content())
    except (LookupError, ValueError, AssertionError):
        raw: Any = part.get_payload(decode=True)
        text = raw.decode("utf-8", "replace") if isinstance(raw, bytes) else ""
    return Html().text(text) if part.get_content_subtype() == "html" else text
