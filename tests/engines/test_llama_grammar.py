"""Whatever the model would rather say, the text obeys the grammar; a bad grammar never reaches the model."""

import re
from contextlib import suppress
from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.engines.llama_chat import LlamaChat
from assistant.engines.llama_grammar import Grammar
from assistant.engines.ports import Message

pytestmark = pytest.mark.models


def written(chat: LlamaChat, grammar: str, prompt: str = "Tell me about the sea", max_tokens: int = 120) -> str:
    prompt = chat.render([Message("user", prompt)])
    return "".join(piece.text for piece in chat.generate(prompt, grammar=grammar, max_tokens=max_tokens))


@dataclass(frozen=True)
class Twin:
    """The same language as GBNF and as a regular expression."""

    gbnf: str
    regex: str


def literal(text: str) -> Twin:
    return Twin('"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"', re.escape(text))


def sequence(parts: list[Twin]) -> Twin:
    return Twin(" ".join(part.gbnf for part in parts), "".join(part.regex for part in parts))


def choice(parts: list[Twin]) -> Twin:
    return Twin(f"({' | '.join(part.gbnf for part in parts)})", f"(?:{'|'.join(part.regex for part in parts)})")


def repeated(part: Twin, low: int, more: int) -> Twin:
    times = f"{{{low},{low + more}}}"
    return Twin(f"({part.gbnf}){times}", f"(?:{part.regex}){times}")


ATOMS = st.one_of(
    st.text('ab é日"\\\n', min_size=1, max_size=4).map(literal),
    st.sampled_from(["[a-z]", "[0-9]", "[^a-z]", "[ée日]", "[^\\n ]"]).map(lambda text: Twin(text, text)),
)
TWINS = st.recursive(
    ATOMS,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(sequence),
        st.lists(inner, min_size=1, max_size=3).map(choice),
        st.builds(repeated, inner, st.integers(0, 2), st.integers(0, 2)),
    ),
    max_leaves=5,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(TWINS)
def test_a_finished_text_is_in_the_language(shared_chat: LlamaChat, twin: Twin) -> None:
    text = written(shared_chat, f"root ::= {twin.gbnf}", max_tokens=160)
    assert re.fullmatch(twin.regex, text)


@pytest.mark.parametrize(
    ("grammar", "regex"),
    [
        (r"""root ::= ("[" [1-9] "] ")+ [^\n]+ "\n" """, r"(\[[1-9]\] )+[^\n]+\n"),
        (r"""root ::= "yes" | "no" """, r"yes|no"),
        (r"""root ::= item ("," item)* "."
             item ::= [a-z]{2,6} """, r"[a-z]{2,6}(,[a-z]{2,6})*\."),
    ],
)  # fmt: skip
def test_grammars_as_answers_use_them(shared_chat: LlamaChat, grammar: str, regex: str) -> None:
    whole = re.compile(regex)
    text = written(shared_chat, grammar)
    assert whole.fullmatch(text) or len(text) > 120


def test_the_end_of_the_grammar_is_the_end_of_the_text(shared_chat: LlamaChat, monkeypatch: pytest.MonkeyPatch) -> None:
    steps: list[int] = []
    decode = shared_chat._context.decode
    monkeypatch.setattr(shared_chat._context, "decode", lambda tokens: (steps.append(1), decode(tokens)))
    pieces = list(shared_chat.generate("Hello", grammar='root ::= "é" [1-3]', max_tokens=20))
    assert len(steps) == len(pieces)


def test_an_empty_language_says_nothing(shared_chat: LlamaChat) -> None:
    assert written(shared_chat, 'root ::= ""').strip() == ""


def test_control_tokens_are_no_text(shared_chat: LlamaChat) -> None:
    start = shared_chat._model.tokenize("<|im_start|>", parse_special=True)[0]
    assert Grammar(shared_chat._model, "root ::= [^\\n]+").allows(start)
    text = written(shared_chat, 'root ::= "<|im_start|>" [a-z]+ "!"', max_tokens=40)
    assert text.startswith("<|im_start|>")


@pytest.mark.parametrize(
    ("grammar", "complaint"),
    [
        ("", "empty"),
        (" \n", "empty"),
        ("root ::= x", "'x'"),
        ("root ::= (", r"expecting '\)'"),
        ('start ::= "a"', "'root'"),
        ('root ::= root "a" | "b"', "left recursion"),
        ('root ::= "a"\0 "b"', "NUL"),
        ('root ::= "a"{3,2}', r"\{3,2\}"),
        ("root ::= . !<[3]>", "token rule"),
        ('root ::= "a"{99999}', "repetitions"),
        ('root ::= "a"{99999999999999999999999}', "not compile"),
        ('root ::= "\\q"', "escape"),
    ],
)
def test_a_bad_grammar_is_refused_with_the_reason(
    shared_chat: LlamaChat, grammar: str, complaint: str, capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(ValueError, match=complaint):
        shared_chat.generate("Hello", grammar=grammar)
    assert capfd.readouterr() == ("", "")


@given(st.text('root:= "[]^-(){}|*+?.,0123456789\\\n#<>!', max_size=60))
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_grammar_text_can_crash_the_compiler(shared_chat: LlamaChat, tail: str) -> None:
    with suppress(ValueError):
        Grammar(shared_chat._model, f"root ::= {tail}").close()


def test_a_quoted_repetition_is_text(shared_chat: LlamaChat) -> None:
    assert written(shared_chat, 'root ::= "a{3,2}" [{] "3,2}"') == "a{3,2}{3,2}"
