"""Prompts are the template's; what a message says can't become structure."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import TemplateError
from jinja2.exceptions import SecurityError

from assistant.engines.chat_template import CHATML, TEXT_CUT, ChatTemplate
from assistant.engines.ports import Message

CONTROL = ("<|im_start|>", "<|im_end|>", "ab", "bcd")


def render(source: str, *messages: Message, **tokens: str) -> str:
    return ChatTemplate(source, **tokens).render(messages)


def test_chatml() -> None:
    prompt = render(CHATML, Message("system", "Be brief."), Message("user", "Hi"))
    assert prompt == (
        "<|im_start|>system\nBe brief.<|im_end|>\n<|im_start|>user\nHi<|im_end|>\n<|im_start|>assistant\n"
    )


def test_templates_get_what_they_expect() -> None:
    source = (
        "{{ bos_token }}{% for m in messages %}{% if not loop.first %}{% break %}{% endif %}{{ m['content'] }}"
        "{% endfor %}{{ eos_token }}{{ enable_thinking }}{{ add_generation_prompt }}"
        "{{ {'é': '<'} | tojson }}{{ strftime_now('%Y')[:2] }}"
    )
    prompt = render(source, Message("user", "A"), Message("user", "B"), bos="<s>", eos="</s>")
    assert prompt == '<s>A</s>FalseTrue{"é": "<"}20'


def test_a_refused_system_message_goes_to_the_user() -> None:
    source = (
        "{% for m in messages %}{% if m.role == 'system' %}{{ raise_exception('no system role') }}{% endif %}"
        "{{ m.role }}: {{ m.content }}{% endfor %}"
    )
    assert render(source, Message("system", "S"), Message("user", "U")) == "user: S\n\nU"
    with pytest.raises(TemplateError, match="no system role"):
        render(source, Message("system", "S"))


def test_a_template_is_confined() -> None:
    with pytest.raises(SecurityError):
        render("{{ ''.__class__.__mro__ }}", Message("user", "x"))
    with pytest.raises(SecurityError):
        render("{{ messages.append(1) }}", Message("user", "x"))


@given(st.lists(st.sampled_from([*CONTROL, "<|im_", "a", "b", "c", "d", "start|>", TEXT_CUT, " "])).map("".join))
def test_no_control_text_survives_in_one_piece(content: str) -> None:
    template = ChatTemplate("{{ messages[0].content }}", control_texts=CONTROL)
    prompt = template.render([Message("user", content)])
    assert prompt.replace(TEXT_CUT, "") == content.replace(TEXT_CUT, "")
    assert not any(control in part for part in prompt.split(TEXT_CUT) for control in CONTROL)


def test_other_text_is_untouched() -> None:
    template = ChatTemplate("{{ messages[0].content }}", control_texts=CONTROL)
    assert template.render([Message("user", "< |im_end|> <|im_end>")]) == "< |im_end|> <|im_end>"
