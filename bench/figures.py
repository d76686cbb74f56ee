"""Times and counts of a run, as a person reads them."""

from collections import Counter
from collections.abc import Sequence

from bench.crowd import Story


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which this share of all lies; 0 of nothing."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else 0.0


def steps_of(stories: Sequence[Story]) -> dict[str, list[float]]:
    """The seconds of every request, by step."""
    steps: dict[str, list[float]] = {}
    for story in stories:
        for step, seconds in story.seconds.items():
            steps.setdefault(step, []).extend(seconds)
    return steps


def summary(stories: Sequence[Story], rush_seconds: float, quiet_seconds: float) -> str:
    """Who got what, how fast, and each step's p50 and p95."""
    outcomes = Counter(story.outcome for story in stories)
    statuses: Counter[int] = sum((story.statuses for story in stories), Counter())
    broken = sum(times for status, times in statuses.items() if status in (0, 500, 502, 504))
    lines = [
        f"{len(stories)} buyers in {rush_seconds:.1f} s: "
        + ", ".join(f"{number} {outcome}" for outcome, number in outcomes.most_common()),
        f"{outcomes['sold'] / rush_seconds:.1f} orders/s, {sum(statuses.values()) / rush_seconds:.0f} requests/s, "
        f"{statuses[503]} busy, {broken} without an answer; all tickets made and mailed after {quiet_seconds:.1f} s",
        "",
        f"{'step':10} {'requests':>8} {'p50 ms':>8} {'p95 ms':>8}",
    ]
    for step, seconds in steps_of(stories).items():
        p50, p95 = (1000 * percentile(seconds, share) for share in (0.5, 0.95))
        lines.append(f"{step:10} {len(seconds):8} {p50:8.0f} {p95:8.0f}")
    return "\n".join(lines)
