import json
import stat

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.engines.speeds import MIN_TOKENS, PROMPTS, PromptSpeeds, Speed, first_guess, this_machine

HERE = "here"


@pytest.fixture
def speeds(tmp_path):
    return PromptSpeeds(tmp_path / "cache" / "speeds.json")


def test_a_model_that_never_ran_has_no_speed(speeds):
    assert speeds.get("small", HERE) is None


def test_a_speed_is_remembered_for_its_model_and_machine(speeds, tmp_path):
    speeds.learn("small", HERE, 500, 2.0)
    again = PromptSpeeds(tmp_path / "cache" / "speeds.json")
    assert again.get("small", HERE) == 250
    assert again.get("large", HERE) is None
    assert again.get("small", "there") is None


def test_the_mean_follows_the_last_prompts(speeds):
    speeds.learn("small", HERE, 100, 1.0)
    speeds.learn("small", HERE, 300, 1.0)
    assert speeds.get("small", HERE) == 200
    for _ in range(6 * PROMPTS):
        speeds.learn("small", HERE, 1000, 1.0)
    assert speeds.get("small", HERE) > 990


def test_a_short_prompt_or_no_time_teaches_nothing(speeds):
    speeds.learn("small", HERE, MIN_TOKENS - 1, 0.001)
    speeds.learn("small", HERE, 500, 0.0)
    assert speeds.get("small", HERE) is None


def test_the_file_is_the_users_alone_and_replaced_in_one_step(speeds, tmp_path):
    speeds.learn("small", HERE, 500, 2.0)
    speeds.learn("small", HERE, 500, 2.0)
    (file,) = (tmp_path / "cache").iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


@pytest.mark.parametrize(
    "broken",
    ["", "{", "[]", "7", '{"small on here": 3}', '{"small on here": {"tokens_per_second": 0, "prompts": 1}}'],
)
def test_a_broken_file_is_an_empty_one_and_is_written_anew(speeds, tmp_path, broken):
    (tmp_path / "cache").mkdir()
    (tmp_path / "cache" / "speeds.json").write_text(broken)
    assert speeds.get("small", HERE) is None
    speeds.learn("small", HERE, 500, 2.0)
    assert speeds.get("small", HERE) == 250
    json.loads((tmp_path / "cache" / "speeds.json").read_text())


def test_a_folder_that_cannot_be_made_costs_the_memory_alone(tmp_path):
    (tmp_path / "file").touch()
    speeds = PromptSpeeds(tmp_path / "file" / "speeds.json")
    speeds.learn("small", HERE, 500, 2.0)
    assert speeds.get("small", HERE) is None


@given(st.lists(st.floats(0.01, 1e6), min_size=1, max_size=20))
def test_a_mean_lies_between_the_slowest_and_the_fastest(seen):
    mean = Speed(seen[0], 1)
    for tokens_per_second in seen[1:]:
        mean = mean.with_prompt(tokens_per_second)
    assert min(seen) * 0.999 <= mean.tokens_per_second <= max(seen) * 1.001


def test_a_larger_model_is_guessed_slower_and_more_cores_faster():
    assert first_guess(4_000_000_000, 2) < first_guess(100_000_000, 2) < first_guess(100_000_000, 4)
    assert first_guess(0, 2) == float("inf")


def test_other_settings_of_the_engine_are_another_machine():
    assert len({this_machine(), this_machine(threads=2), this_machine(gpu_layers=0)}) == 3
