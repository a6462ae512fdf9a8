"""Labels by their probabilities: on made-up ones, and on those of the real model."""

import math
from pathlib import Path

import pytest

from assistant.engines.fakes import FakeChat
from assistant.errors import ContextOverflowError, UsageError
from assistant.prompts import load_prompt
from assistant.structured.classify import Classifier

PROMPT = load_prompt(Path(__file__).parents[2] / "prompts/classify/1.md")
#: How likely each label is after no text, and by how much the text changes that.
PRIOR = {"work": -1.0, "family": -8.0, "money": -4.0}
CHANGE = {"work": -0.5, "family": 3.0, "money": 1.0}


def likelihood(prompt: str, text: str) -> float:
    label = text.strip()
    return PRIOR[label] + (0 if "N/A" in prompt else CHANGE[label])


def classifier(**options: bool) -> Classifier:
    return Classifier(FakeChat("", likelihood=likelihood), PROMPT, ["work", " family", "money", "work", ""], **options)


def test_what_a_text_changes_counts_and_not_how_likely_a_label_is_by_itself():
    found = classifier().run("Dinner with grandma")
    assert [label.name for label in found] == ["family", "money", "work"]
    assert sum(label.confidence for label in found) == pytest.approx(1)
    assert found[0].confidence == pytest.approx(math.exp(3) / sum(map(math.exp, CHANGE.values())))
    assert [label.name for label in classifier().fitting(found)] == ["family"]


def test_with_several_labels_each_is_judged_by_itself():
    one = classifier(multi=True)
    found = one.run("Dinner with grandma")
    assert [label.name for label in one.fitting(found)] == ["family", "money"]
    assert found[0].confidence == pytest.approx(1 / (1 + math.exp(-3)))
    assert found[-1].confidence < 0.5


def test_the_model_is_asked_for_the_labels_once_without_and_once_with_the_text():
    chat = FakeChat("", likelihood=likelihood)
    one = Classifier(chat, PROMPT, list(PRIOR))
    one.run("first")
    one.run("second")
    assert ["N/A" in prompt for prompt in chat.prompts].count(True) == 1
    assert len(chat.prompts) == 3
    assert all("The labels: work, family, money." in prompt for prompt in chat.prompts)
    assert all(prompt.endswith("assistant:Label:") for prompt in chat.prompts)


def test_impossible_labels_break_nothing():
    chat = FakeChat("", likelihood=lambda prompt, text: -2000.0 if "N/A" not in prompt and "a" in text else 0.0)
    for multi in (False, True):
        found = Classifier(chat, PROMPT, ["a", "b"], multi=multi).run("x")
        assert [label.name for label in found] == ["b", "a"]
        assert found[1].confidence == pytest.approx(0)


@pytest.mark.parametrize(("labels", "multi"), [([], False), (["a", "a "], False), ([" "], True)])
def test_too_few_labels_are_wrong_usage(labels, multi):
    with pytest.raises(UsageError, match="too few labels"):
        Classifier(FakeChat(""), PROMPT, labels, multi=multi)


def test_a_text_that_is_too_long_is_refused_and_not_cut():
    with pytest.raises(ContextOverflowError, match="too long"):
        Classifier(FakeChat("", context_tokens=200), PROMPT, ["a", "b"]).run("word " * 300)


@pytest.mark.models
def test_the_real_model_tells_sport_from_cooking(real_chat):
    one = Classifier(real_chat, PROMPT, ["sports", "cooking"])
    assert one.run("The striker scored twice in the final.")[0].name == "sports"
    assert one.run("Mix the flour with eggs and bake it for thirty minutes.")[0].name == "cooking"


@pytest.mark.models
def test_likelihoods_are_those_of_whole_completions(real_chat):
    prompt = "The capital of France is"
    one, other, again = real_chat.likelihoods(prompt, [" Paris", " Paris, the city of light", " Paris"])
    assert other < one < 0
    assert again == pytest.approx(one, abs=1e-3)
    # The prompt's last token is computed by itself this time, which rounds otherwise.
    assert real_chat.likelihoods(prompt, [" Paris"]) == [pytest.approx(one, abs=1)]
    assert real_chat.likelihoods(prompt, [" Paris", " Rome"])[1] < one
