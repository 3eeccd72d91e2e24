"""What is not the same all along: mini-batches, and what was changed by hand."""

from core.exports.recipe import Recipe

MINI_BATCHES = '''
def mini_batches(rng):
    """Yield the columns of one mini-batch after the other, in a new order each epoch."""
    size = t.batch_size
    while True:
        order = rng.permutation(m)
        for place in range(0, m, size):
            yield order[place : place + size]


'''
BATCHES = """\
        if t.batch_size != before["batch_size"]:
            small = t.batch_size is not None and t.batch_size < m
            batch_rng = (batch_rng or np.random.RandomState(t.seed)) if small else None
            batches = mini_batches(batch_rng) if small else None
"""
PATIENCE = """\
        if any(field.startswith("stop") for field in fields):
            watch.best, watch.since = float("inf"), iteration
"""


def mini_batches(recipe: Recipe) -> str:
    """Return what makes `batches`, a generator or None; nothing where there are never mini-batches."""
    if not recipe.batched:
        return ""
    first = recipe.trainings[0]["batch_size"]
    if first and first < recipe.m:
        return f"{MINI_BATCHES}batch_rng = np.random.RandomState(t.seed)\nbatches = mini_batches(batch_rng)\n"
    return f"{MINI_BATCHES}batch_rng = batches = None\n"


def changing(recipe: Recipe, *, optimizer: str, entry: str, also: str = "") -> str:
    """Return the function that does what was done by hand, empty where nothing was.

    `optimizer` is done for each change where there are several optimizers, `entry` sets an entry to a value;
    `also` names more globals.
    """
    if not recipe.steps:
        return ""
    shared = [*(["batches", "batch_rng"] if recipe.batched else []), *([also] if also else [])]
    lines = f"    global {', '.join(shared)}\n" if shared else ""
    body = optimizer if len(recipe.optimizers) > 1 or also else ""
    body += BATCHES if recipe.batched else ""
    body += PATIENCE if recipe.ever("stop_no_progress") else ""
    before = "        before = dict(vars(t))\n" if "before[" in body else ""
    return f'''
def change(iteration):
    """Do what was done by hand at an iteration; return whether anything was."""
{lines}\
    due = [item for item in CHANGES if item[0] == iteration]
    for _, fields, entries in due:
{before}\
        vars(t).update(fields)
{body}\
        for name, row, column, value in entries:
{entry}\
    return bool(due)

'''
