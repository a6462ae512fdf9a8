"""Threads follow what the machine grants, on made-up machines."""

import os
from pathlib import Path

import pytest

from assistant.engines.hardware import available_cores


@pytest.fixture
def eight_cpus(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _pid: set(range(8)), raising=False)


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def test_counts_every_allowed_cpu_where_nothing_else_is_known(eight_cpus: None, tmp_path: Path) -> None:
    assert available_cores(tmp_path) == 8


def test_hyperthreads_of_a_core_count_once(eight_cpus: None, tmp_path: Path) -> None:
    for cpu in range(8):
        siblings = tmp_path / f"sys/devices/system/cpu/cpu{cpu}/topology/thread_siblings_list"
        write(siblings, f"{cpu % 4},{cpu % 4 + 4}\n")
    assert available_cores(tmp_path) == 4


@pytest.mark.parametrize(("quota", "cores"), [("max 100000", 8), ("250000 100000", 2), ("50000 100000", 1), ("x", 8)])
def test_cgroup_v2_quota(eight_cpus: None, tmp_path: Path, quota: str, cores: int) -> None:
    write(tmp_path / "proc/self/cgroup", "0::/box/inner\n")
    write(tmp_path / "sys/fs/cgroup/box/inner/cpu.max", quota)
    assert available_cores(tmp_path) == cores


def test_a_parent_group_limits_its_children(eight_cpus: None, tmp_path: Path) -> None:
    write(tmp_path / "proc/self/cgroup", "0::/box/inner\n")
    write(tmp_path / "sys/fs/cgroup/box/inner/cpu.max", "600000 100000")
    write(tmp_path / "sys/fs/cgroup/box/cpu.max", "300000 100000")
    assert available_cores(tmp_path) == 3


@pytest.mark.parametrize(("quota", "cores"), [("-1", 8), ("400000", 4)])
def test_cgroup_v1_quota(eight_cpus: None, tmp_path: Path, quota: str, cores: int) -> None:
    write(tmp_path / "proc/self/cgroup", "5:memory:/box\n4:cpu,cpuacct:/box\n")
    write(tmp_path / "sys/fs/cgroup/cpu,cpuacct/box/cpu.cfs_quota_us", quota)
    write(tmp_path / "sys/fs/cgroup/cpu,cpuacct/box/cpu.cfs_period_us", "100000")
    assert available_cores(tmp_path) == cores


def test_this_machine_has_a_core() -> None:
    assert 1 <= available_cores() <= (os.cpu_count() or 1)
