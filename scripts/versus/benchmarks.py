"""What a change did to the micro-benchmarks: see scripts/benchmarks.sh --compare. Arguments: folder with base-1, new-1, new-2, base-2; its
name."""
import json
import sys
from pathlib import Path


def read(folder):
    """By benchmark: the mean time of an operation in nanoseconds, its standard error, and the bytes it allocates."""
    found = {}
    for file in sorted(Path(folder).glob("results/*-report-full*.json")):
        for one in json.loads(file.read_text(encoding="utf-8"))["Benchmarks"]:
            if one.get("Statistics"):
                memory = (one.get("Memory") or {}).get("BytesAllocatedPerOperation")
                found[one["FullName"]] = (one["Statistics"]["Mean"], one["Statistics"]["StandardError"], memory)
    return found


def verdict(ratios, errors):
    """Told only where both turns agree, each by more than its own error and by 2 %: below that a build differs from itself."""
    least = [max(0.02, 2 * error) for error in errors]
    if all(ratio > 1 + limit for ratio, limit in zip(ratios, least)):
        return "slower"
    if all(ratio < 1 - limit for ratio, limit in zip(ratios, least)):
        return "faster"
    return "not told apart"


def main():
    work, name = sys.argv[1:]
    turns = [(read(f"{work}/base-{i}"), read(f"{work}/new-{i}")) for i in (1, 2)]
    names = [one for one in turns[0][0] if all(one in side for turn in turns for side in turn)]
    print(f"| benchmark | {name} | this tree | ratio of both turns | allocated | verdict |\n|---|---:|---:|---:|---:|---|")
    for one in names:
        ratios = [new[one][0] / base[one][0] for base, new in turns]
        errors = [((base[one][1] / base[one][0]) ** 2 + (new[one][1] / new[one][0]) ** 2) ** 0.5 for base, new in turns]
        (base, _, before), (new, _, after) = turns[0][0][one], turns[0][1][one]
        allocated = "n/a" if before is None or after is None else f"{before} B" if before == after else f"{before} → {after} B"
        print(f"| {one} | {base:.4g} ns | {new:.4g} ns | {min(ratios):.2f} to {max(ratios):.2f} "
              f"| {allocated} | {verdict(ratios, errors)} |")
    sides = [side for turn in turns for side in turn]
    left = sorted(set().union(*sides) - set(names))
    for one in left:
        print(f"- {one}: only on one side, so nothing is compared")
    return 0 if names else 4


if __name__ == "__main__":
    sys.exit(main())
