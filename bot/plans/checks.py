"""What a plan has to fit in with: the GPC's lines, the places, and the version before it."""

from collections.abc import Callable, Collection

from bot.plans.shapes import Plan


def misfits(
    plan: Plan, lines: Collection[str], is_within: Callable[[str], bool], before: Plan | None
) -> list[str]:
    """Every reason against it, with what to write. `is_within` knows the places of the plan's."""
    return [
        *_lines(plan, lines),
        *_owners(plan, is_within),
        *(_kept(plan, before) if before else ()),
    ]


def _lines(plan: Plan, known: Collection[str]) -> list[str]:
    return [
        f"measure {measure.code!r}: lines holds {line!r}: write GPC lines such as I.1.1 or III.1.1"
        for measure in plan.measures
        for line in measure.lines
        if line not in known
    ]


def _owners(plan: Plan, is_within: Callable[[str], bool]) -> list[str]:
    return [
        f"measure {measure.code!r}: owner is {measure.owner!r}: write the code of this place or of "
        "one that lies in it"
        for measure in plan.measures
        if not is_within(measure.owner)
    ]


def _kept(plan: Plan, before: Plan) -> list[str]:
    """A baseline is never overwritten, and a base year never moves without its reason."""
    reasons = []
    now = {bau.version: bau for bau in plan.baus}
    for bau in before.baus:
        if bau.version not in now:
            reasons.append(f"bau {bau.version!r} is gone: keep it, and add the new one beside it")
        elif now[bau.version] != bau:
            reasons.append(
                f"bau {bau.version!r} differs from what is stored: leave it as it was, write the "
                "new one as another version and set uses_bau"
            )
    old, new = before.base_year, plan.base_year
    is_same = (old.year, old.level) == (new.year, new.level)
    if is_same and old.total != new.total and new.changed_because is None:
        reasons.append(
            f"base_year.total_tco2e was {old.total:f}: write changed_because = "
            '"structure", "method" or "error", or leave the total as it was'
        )
    return reasons
