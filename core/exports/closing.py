"""The last part of every program: where the run ends, and what is printed then."""

from core.exports.recipe import Recipe
from core.stopping import EXPLOSION, PROGRESS


def ended(recipe: Recipe, *, finite: str) -> str:
    """Return the function that says why a run ends; `finite` is true where every parameter is."""
    lines = [
        f"    if not cost <= {EXPLOSION:.0f} * max(1.0, watch.first_cost):",
        '        return "it has diverged: its cost exploded"',
        f"    looked_at = iteration % {recipe.look_every} == 0 or iteration == ITERATIONS",
        f"    if looked_at and not {finite}:",
        '        return "it has diverged: a parameter is not finite"',
    ]
    if recipe.ever("stop_cost_below"):
        lines += [
            "    if t.stop_cost_below is not None and cost < t.stop_cost_below:",
            '        return f"its cost fell below {t.stop_cost_below}"',
        ]
    if recipe.ever("stop_iteration"):
        lines += [
            "    if t.stop_iteration is not None and iteration >= t.stop_iteration:",
            '        return "this iteration was to be the last"',
        ]
    if recipe.ever("stop_no_progress"):
        lines += [
            "    if t.stop_no_progress is not None:",
            f"        if cost < watch.best - {PROGRESS!r}:",
            "            watch.best, watch.since = cost, iteration",
            "        if iteration - watch.since >= t.stop_no_progress:",
            '            return f"no progress since iteration {watch.since}"',
        ]
    return "\n".join(
        [
            "",
            "def ended(iteration, cost):",
            '    """Return why the run ends here, None where it goes on."""',
            *lines,
            "    return None",
            "",
        ]
    )


def watching(recipe: Recipe) -> str:
    """Return what `ended` needs to know of the start, where `cost` is that of iteration 0."""
    if not recipe.ever("stop_no_progress"):
        return "watch = SimpleNamespace(first_cost=cost)"
    best = 'float("inf")' if recipe.patience_anew else "cost"
    return f"watch = SimpleNamespace(first_cost=cost, best={best}, since=0)"


def end_of_iteration(recipe: Recipe, *, again: str) -> str:
    """Return the rest of the loop: the end, or what was changed by hand; `again` looks at what that gives."""
    if not recipe.steps:
        return "    reason = ended(iteration, cost)\n    if reason:\n        break\n"
    return f"""\
    reason = ended(iteration, cost)
    if reason and iteration > CHANGES[-1][0]:
        break
    if change(iteration):
        {again}
"""


def ending(recipe: Recipe) -> str:
    """Return what prints the end."""
    text = """
test = "" if test_cost is None else f", test cost {test_cost!r}"
print(f"iteration {iteration}: cost {cost!r}{test}")
if reason:
    print(f"The run ends here: {reason}.")
"""
    if recipe.cost is not None:
        text += """\
if iteration == ITERATIONS:
    print(f"The run had the cost {RUN_COST!r}: {abs(cost - RUN_COST):.1e} from it.")
"""
    return text
