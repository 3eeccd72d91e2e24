"""A run as a program in plain NumPy: the engine's operations in the engine's order, so the same bits."""

from textwrap import indent

from core.exports.changes import changing, mini_batches
from core.exports.closing import end_of_iteration, ended, ending, watching
from core.exports.formulas import activation, output
from core.exports.opening import assembled, constants, data, doc, hyperparameters, start, steps
from core.exports.recipe import Recipe, code_of
from core.optimizers import OPTIMIZERS
from core.outputs import OUTPUTS

NOTE = """\
With the NumPy that trained the run, every cost comes out bit for bit. So the operations here are those of
the run, in its order: a bias is a column of [W | b], for which X and A1 have a row of ones, and dZ1 is never
formed: with G = dZ2 * X, the gradient [dW1 | db1] is W2^T * (g'(Z1) G^T)."""
IMPORTS = """\
from types import SimpleNamespace

import numpy as np

np.seterr(all="ignore")  # a run that diverges says so in the end"""
DRAWING = """\
    mask = None
    if batches is not None:
        batch = next(batches)
        mask = np.zeros(m, dtype=dtype)
        mask[batch] = m / batch.size  # the mean over the batch, not over all m
"""
RESET = """\
        if t.optimizer != before["optimizer"]:
            state.update(dict.fromkeys(state, 0.0))
"""
SET_ENTRY = """\
            V = V1 if name in ("W1", "b1") else V2
            V[row, column if name[0] == "W" else -1] = value
"""


def numpy_program(recipe: Recipe) -> str:
    """Return the program's text; raise StateError where a choice of the run has no text."""
    return assembled(
        doc(recipe, "plain NumPy", NOTE),
        IMPORTS,
        constants(recipe) + hyperparameters(recipe),
        steps(recipe),
        data(recipe),
        start(recipe),
        _buffers(recipe),
        activation(recipe),
        output(recipe),
        _targets(recipe),
        _passes(recipe),
        _learning(recipe),
        changing(recipe, optimizer=RESET, entry=SET_ENTRY),
        ended(recipe, finite="np.isfinite(theta).all()"),
        _loop(recipe),
        ending(recipe),
    )


def _buffers(recipe: Recipe) -> str:
    text = f"""\
dtype = np.{recipe.configuration.training.precision}
order = np.argsort(~train, kind="stable")  # the examples for training first
X = X[:, order].astype(dtype)
X = np.concatenate([X, np.ones((1, X.shape[1]), dtype=dtype)])
Y = Y[:, order].astype(dtype)
theta = np.concatenate([np.hstack([W1, b1]).ravel(), np.hstack([W2, b2]).ravel()]).astype(dtype)
split_at = n_h * (n_x + 1)
V1 = theta[:split_at].reshape(n_h, n_x + 1)  # [W1 | b1], a view of theta
V2 = theta[split_at:].reshape(n_y, n_h + 1)  # [W2 | b2]
"""
    if _needs_weights(recipe):
        text += """\
is_weight = np.ones_like(theta)
is_weight[:split_at].reshape(V1.shape)[:, -1] = is_weight[split_at:].reshape(V2.shape)[:, -1] = 0.0
"""
    return text


def _needs_weights(recipe: Recipe) -> bool:
    return recipe.ever("l1", "l2") or not recipe.configuration.network.biases


def _targets(recipe: Recipe) -> str:
    targets = code_of(OUTPUTS[recipe.configuration.network.output]).targets
    return f"targets = {targets if targets.isidentifier() else f'({targets})'}[:, :m].astype(dtype)"


def _passes(recipe: Recipe) -> str:
    chosen = OUTPUTS[recipe.configuration.network.output]
    gate = "    dZ2 *= Z2[:, :m] > 0  # the slope of the output\n" if chosen.gate else ""
    mask = "    if mask is not None:\n        dZ2 *= mask\n" if recipe.batched else ""
    late = "    sums[:-1] = sums[-1:] - sums[:-1]  # of 1 - g'; the last row sums G\n" if recipe.late else ""
    if recipe.n_y == 1:
        dV1 = "sums[:-1] * V2[:, :-1].T"
    else:
        dV1 = "np.add.reduce(sums[:-1].reshape(n_h, n_y, n_x + 1) * V2[:, :-1].T[:, :, np.newaxis], axis=1)"
    times = "m" if chosen.scale == 1.0 else f"m / {chosen.scale!r}"
    return f'''
def forward():
    """Return A1 and the slopes S, both with a row of ones, Z2 and T."""
    A1, S = np.ones((2, n_h + 1, X.shape[1]), dtype=dtype)
    A1[:-1], S[:-1] = activation(V1.dot(X))
    Z2 = V2.dot(A1)
    return A1, S, Z2, output(Z2)


def backward(A1, S, Z2, T{", mask" if mask else ""}):
    """Return the gradient of the cost, times {times}, as one vector like theta."""
    G = np.empty((n_y, n_x + 1, m), dtype=dtype)  # dZ2 * X, whose last row is dZ2 itself
    dZ2 = G[:, -1]
    np.subtract(T[:, :m], targets, out=dZ2)
{gate}{mask}    for j in range(n_x):
        np.multiply(X[j, :m], dZ2, out=G[:, j])
    dV2 = dZ2.dot(A1[:, :m].T)
    sums = S[:, :m].dot(G.reshape(n_y * (n_x + 1), m).T)
{late}    dV1 = {dV1}
    return np.concatenate([dV1.ravel(), dV2.ravel()])

'''


def _learning(recipe: Recipe) -> str:
    """Return the optimizers, and what makes an update of a gradient."""
    names = recipe.optimizers
    kept = dict.fromkeys(array for name in names for array in OPTIMIZERS[name].state)
    parts = [f"state = dict.fromkeys({list(kept)!r}, 0.0)\n"] if kept else []
    for name in names:
        text = indent(code_of(OPTIMIZERS[name]).numpy, "    ")
        parts.append(f'\ndef {name}(theta, gradient, rate):\n    """Update theta, in place."""\n{text}\n')
    parts.append(f'\ndef learn(gradient):\n    """Update the parameters."""\n{_update(recipe)}\n')
    return "\n".join(parts)


def _update(recipe: Recipe) -> str:
    scale = OUTPUTS[recipe.configuration.network.output].scale
    plain, sometimes = _is_plain(recipe)
    lines = []
    if sometimes:
        lines += [f"plain = {plain}", f"factor = {scale!r} / m", "if not plain:", "    gradient *= factor"]
        rate = "t.learning_rate * factor if plain else t.learning_rate"
    elif plain:
        rate = f"t.learning_rate * ({scale!r} / m)"
    else:
        lines.append(f"gradient *= {scale!r} / m")
        rate = "t.learning_rate"
    if recipe.ever("l2"):
        lines.append("gradient += theta * (is_weight * dtype(t.l2 / m))")
    if recipe.ever("l1"):
        lines.append("gradient += np.sign(theta) * (is_weight * dtype(t.l1 / m))")
    if not recipe.configuration.network.biases:
        lines.append("gradient *= is_weight  # the biases stay as they are")
    optimizer = recipe.optimizers[0] if len(recipe.optimizers) == 1 else "globals()[t.optimizer]"
    lines.append(f"{optimizer}(theta, gradient, {rate})")
    return indent("\n".join(lines), "    ")


def _is_plain(recipe: Recipe) -> tuple[str, bool]:
    """Return when 1/m goes into the rate: an expression, empty for never; and whether that changes."""
    flags = {
        OPTIMIZERS[stage["optimizer"]].linear and not (stage["l1"] or stage["l2"])
        for stage in recipe.trainings
    }
    if len(flags) == 1:
        return ("always" if flags.pop() else ""), False
    linear = [name for name in recipe.optimizers if OPTIMIZERS[name].linear]
    terms = [f"t.optimizer in {tuple(linear)!r}"] if len(recipe.optimizers) > 1 else []
    terms += [f"not t.{name}" for name in ("l1", "l2") if recipe.ever(name)]
    return " and ".join(terms), True


def _loop(recipe: Recipe) -> str:
    drawing = DRAWING if recipe.batched else ""
    mask = ", mask" if recipe.batched else ""
    look = "cost, test_cost = costs(Z2, T)"
    first_change = "if change(0):\n    A1, S, Z2, T = forward()\n    " + look + "\n" if recipe.steps else ""
    rest = end_of_iteration(recipe, again=f"A1, S, Z2, T = forward()\n        {look}")
    return f"""{mini_batches(recipe)}
A1, S, Z2, T = forward()
{look}
{watching(recipe)}
{first_change}for iteration in range(1, ITERATIONS + 1):
{drawing}    learn(backward(A1, S, Z2, T{mask}))
    A1, S, Z2, T = forward()
    {look}
{rest}"""
