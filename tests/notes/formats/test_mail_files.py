"""Mail as the standard library writes it, and as it comes: in other encodings, as HTML alone, in a mailbox."""

import mailbox
from email.message import EmailMessage
from email.mime.text import MIMEText
from pathlib import Path

import pytest
from reading import said

HEAD = "From: Ann <ann@example.org>\nTo: bo@example.org\nDate: Tue, 12 May 2026 10:00:00 +0000\nSubject: Keel\n"


def mail(text: str = "The keel is dry.", subject: str = "Keel") -> EmailMessage:
    made = EmailMessage()
    made["Subject"], made["From"], made["To"] = subject, "Ann <ann@example.org>", "bo@example.org"
    made["Date"] = "Tue, 12 May 2026 10:00:00 +0000"
    made.set_content(text)
    return made


def both() -> EmailMessage:
    made = mail()
    made.add_alternative("<p>The <b>HTML</b> says the same.</p>", subtype="html")
    return made


def html_alone() -> bytes:
    page = "<html><head><style>p {}</style></head><body><h2>Hull</h2><p>The keel is <i>dry</i>.</p></body></html>"
    return f"{HEAD}MIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n\n{page}".encode()


def attached() -> EmailMessage:
    made = mail()
    made.add_attachment("Sand it again.", filename="todo.txt")
    made.add_attachment(b"%PDF-", maintype="application", subtype="pdf", filename="plan.pdf")
    return made


def forwarded() -> EmailMessage:
    made = mail("See below.", "Fwd: Keel")
    made.add_attachment(mail("It was wet."))
    return made


def encoded(encoding: str, body: bytes, charset: str = "utf-8") -> bytes:
    head = f"MIME-Version: 1.0\nContent-Type: text/plain; charset={charset}\nContent-Transfer-Encoding: {encoding}\n\n"
    return HEAD.encode() + head.encode() + body


def in_latin() -> bytes:
    return MIMEText("Die Ölkanne ist leer.", "plain", "iso-8859-1").as_bytes()


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (mail().as_bytes(), {"Keel": 1, "From: Ann <ann@example.org>": 1, "The keel is dry.": 1}),
        (both().as_bytes(), {"The keel is dry.": 1, "The HTML says the same.": None}),
        (html_alone(), {"Hull": 1, "The keel is dry.": 1}),
        (attached().as_bytes(), {"Attached: todo.txt, plan.pdf": 1, "Sand it again.": 2}),
        (forwarded().as_bytes(), {"See below.": 1, "It was wet.": 2}),
        (encoded("quoted-printable", b"Die =C3=96lkanne ist =\nleer."), {"Die Ölkanne ist leer.": 1}),
        (encoded("base64", b"6Ii555qE6b6Z6aqo5piv5bmy55qE44CC"), {"船的龙骨是干的。": 1}),
        (in_latin(), {"Die Ölkanne ist leer.": 1}),
        (encoded("8bit", "Сухо.".encode(), "x-no-such-charset"), {"Сухо.": 1}),
        (b"Subject: =?utf-8?B?2KfZhNiz2YHZitmG2Kk=?=\n\n" + "السفينة جافة.".encode(), {"السفينة": 1}),
        (encoded("7bit", b"Hello Bo,\n\nit is dry.\n\n-- \nAnn\n"), {"it is dry.": 1}),
    ],
)
def test_what_a_mail_says(raw: bytes, expected: dict[str, int | None]):
    told = said("a.eml", raw)
    assert {text: told.get(text) for text in expected} == expected


def test_a_mailbox_has_a_place_for_each_mail(tmp_path: Path):
    box = mailbox.mbox(tmp_path / "a.mbox")
    for text in ("The keel is dry.", "From here on it rains.\n\nFrom Lund it went on.", "It was launched."):
        box.add(mail(text))
    box.add(attached())
    box.close()
    told = said("a.mbox", (tmp_path / "a.mbox").read_bytes())
    wanted = (
        "The keel is dry.",
        "From here on it rains.",
        "From Lund it went on.",
        "It was launched.",
        "Sand it again.",
    )
    assert [told[text] for text in wanted] == [4, 2, 2, 3, 4]  # the last says again what the first does


def test_what_is_no_mailbox_is_said():
    with pytest.raises(ValueError, match="no mailbox"):
        said("a.mbox", b"Just a text.\n")
