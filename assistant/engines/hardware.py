"""How many threads a model should use here: real cores, within what the scheduler and the container allow."""

import os
from pathlib import Path


def available_cores(root: Path = Path("/")) -> int:
    """Physical cores this process may run on, at least 1.

    Honours the scheduler affinity and the CPU quota of the control group (versions 1 and 2). Two
    hyperthreads of one core count once: matrix products gain nothing from the second.
    ``root`` is where ``sys`` and ``proc`` are looked up.
    """
    cores = _physical_cores(_allowed_cpus(), root)
    quota = _cgroup_quota(root)
    return max(1, cores if quota is None else min(cores, int(quota)))


def _allowed_cpus() -> set[int]:
    if hasattr(os, "sched_getaffinity"):
        return set(os.sched_getaffinity(0))
    return set(range(os.cpu_count() or 1))


def _physical_cores(cpus: set[int], root: Path) -> int:
    """Distinct sets of hyperthread siblings among ``cpus``; every CPU counts where the kernel doesn't tell."""
    topology = root / "sys/devices/system/cpu"
    return len({_read(topology / f"cpu{cpu}/topology/thread_siblings_list") or str(cpu) for cpu in cpus})


def _cgroup_quota(root: Path) -> float | None:
    """CPUs per wall second granted to this control group and its parents, or ``None`` if unlimited."""
    quotas = [
        quota
        for controllers, group in _cgroups(root)
        for folder in _upward(group)
        if (quota := _quota_of(root / "sys/fs/cgroup", controllers, folder)) is not None
    ]
    return min(quotas, default=None)


def _cgroups(root: Path) -> list[tuple[str, str]]:
    """Controllers and path of each control group of this process; version 2 names no controllers."""
    rows = (line.split(":", 2) for line in _read(root / "proc/self/cgroup").splitlines())
    found = [(row[1], row[2].strip("/")) for row in rows if len(row) == 3]
    return [(controllers, group) for controllers, group in found if not controllers or "cpu" in controllers.split(",")]


def _upward(group: str) -> list[str]:
    """The group's path, its parents and the root, which is where a container sees its own group."""
    parts = group.split("/") if group else []
    return ["/".join(parts[:n]) for n in range(len(parts), -1, -1)]


def _quota_of(mount: Path, controllers: str, folder: str) -> float | None:
    if controllers:
        base = mount / controllers / folder if (mount / controllers).is_dir() else mount / "cpu" / folder
        limit, period = _read(base / "cpu.cfs_quota_us"), _read(base / "cpu.cfs_period_us")
    else:
        limit, _, period = _read(mount / folder / "cpu.max").partition(" ")
    if not (limit.isdecimal() and period.isdecimal() and int(period)):
        return None
    return int(limit) / int(period)


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii", errors="replace").strip()
    except OSError:
        return ""
