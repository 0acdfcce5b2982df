"""What has to fit together inside one plan: codes, years, and where the baseline begins."""

from collections.abc import Callable, Sequence

from bot.plans.shapes import BaseYear, Bau, BauMethod, Plan


def misfits(plan: Plan) -> list[str]:
    """Every reason against a plan whose keys are all well read, with what to write."""
    checks: Sequence[Callable[[Plan], list[str]]] = (
        _misfits_of_codes,
        _misfits_of_baus,
        _misfits_of_targets,
        _misfits_of_measures,
    )
    return [reason for check in checks for reason in check(plan)]


def _misfits_of_codes(plan: Plan) -> list[str]:
    found = []
    for key, codes in (
        ("bau.version", [bau.version for bau in plan.baus]),
        ("targets.code", [target.code for target in plan.targets]),
        ("measures.code", [measure.code for measure in plan.measures]),
    ):
        twice = sorted({code for code in codes if codes.count(code) > 1})
        found += [f"{key} {code!r} stands there twice: give each its own" for code in twice]
    if plan.uses_bau not in [bau.version for bau in plan.baus]:
        found.append(f"uses_bau is {plan.uses_bau!r}: write the version of one of the [[bau]]")
    return found


def _misfits_of_baus(plan: Plan) -> list[str]:
    found = []
    for bau in plan.baus:
        name, begins = f"bau {bau.version!r}", bau.begins
        if bau.until <= begins:
            found.append(f"{name}: until is {bau.until}: write a year after {begins}")
        if bau.growth and bau.growth[0].since != begins + 1:
            found.append(f"{name}: growth begins in {bau.growth[0].since}: write {begins + 1}")
        since = [rate.since for rate in bau.growth]
        if since != sorted(set(since)):
            found.append(f"{name}: growth is not in the order of its years: sort it by since")
        if bau.method is BauMethod.EXPONENTIAL and not all((bau.history or {}).values()):
            found.append(f"{name}: history_tco2e holds a 0: write more, or take a linear trend")
        if bau.version == plan.uses_bau:
            found += _misfits_of_the_start(bau, plan.base_year)
    return found


def _misfits_of_the_start(bau: Bau, base: BaseYear) -> list[str]:
    """The baseline in use begins where the base year stands."""
    if (bau.begins, bau.total) == (base.year, base.total):
        return []
    return [
        f"bau {bau.version!r} begins with {bau.total:f} in {bau.begins}, the base year says "
        f"{base.total:f} in {base.year}: write the same, in a new version if this one is stored"
    ]


def _misfits_of_targets(plan: Plan) -> list[str]:
    base, found = plan.base_year.year, []
    used = next((bau for bau in plan.baus if bau.version == plan.uses_bau), None)
    for target in plan.targets:
        first, last = min(target.milestones), max(target.milestones)
        if first <= base:
            found.append(
                f"target {target.code!r}: {first} is no year after the base year {base}: "
                "write milestones of later years"
            )
        if used and last > used.until:
            found.append(
                f"target {target.code!r}: {last} lies after {used.until}, where bau "
                f"{used.version!r} ends: write until = {last} there"
            )
    return found


def _misfits_of_measures(plan: Plan) -> list[str]:
    found = []
    for one in plan.measures:
        name = f"measure {one.code!r}"
        if one.end < one.start:
            found.append(f"{name}: end is {one.end}: write a year not before start, {one.start}")
        if one.start not in one.potential:
            found.append(
                f"{name}: potential_tco2e has no {one.start}: write what it saves at start"
            )
        years = (*one.potential, *(report.year for report in one.progress))
        found += [
            f"{name}: {year} lies outside {one.start} to {one.end}: take it out or move them"
            for year in sorted({year for year in years if not one.start <= year <= one.end})
        ]
        reported = [report.year for report in one.progress]
        if len(set(reported)) < len(reported):
            found.append(f"{name}: a year's progress stands there twice: write one report a year")
    return found
