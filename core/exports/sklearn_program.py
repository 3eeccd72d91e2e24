"""A run as a program with scikit-learn's MLP, as far as that can do what the run does."""

from dataclasses import replace

from core.activations import ACTIVATIONS
from core.exports.changes import mini_batches
from core.exports.closing import end_of_iteration, ended, ending, watching
from core.exports.formulas import activation, output
from core.exports.opening import assembled, constants, data, doc, hyperparameters, start
from core.exports.recipe import Recipe, code_of
from core.optimizers import OPTIMIZERS
from core.outputs import OUTPUTS

NOTE = """\
Each call of partial_fit is one iteration, on all examples or on one mini-batch. scikit-learn takes no start
and no order of mini-batches: both are given to it from outside."""
ADAM = """\
scikit-learn adds Adam's epsilon before it corrects the second moment for the start, the run after that: the
costs are close, and not the same."""
IMPORTS = """\
from types import SimpleNamespace

import numpy as np
from sklearn.neural_network import"""
SINGLE = "In float32 the costs are close, and not the same: sums are made in another order."


def sklearn_program(recipe: Recipe) -> str:
    """Return the program's text; where scikit-learn cannot do it, one that says why and does nothing."""
    reasons = refusals(recipe)
    if reasons:
        told = "\n".join(f'    "- {reason}\\n"' for reason in reasons)
        note = "It cannot be reproduced so: run this program to read why."
        return assembled(
            doc(replace(recipe, steps=(), left_out=None), "scikit-learn", note),
            f'raise SystemExit(\n    "scikit-learn cannot reproduce this run:\\n"\n{told}\n)',
        )
    if recipe.steps:
        first = recipe.steps[0].iteration
        recipe = replace(recipe, steps=(), left_out=first, iterations=first, cost=None)
    training = recipe.configuration.training
    notes = [NOTE, *([ADAM] if training.optimizer == "adam" else [])]
    notes += [SINGLE] if training.precision == "float32" else []
    return assembled(
        doc(recipe, "scikit-learn", "\n".join(notes)),
        f"{IMPORTS} {_kind(recipe)}",
        constants(recipe) + hyperparameters(recipe),
        data(recipe),
        start(recipe),
        _arrays(recipe),
        activation(recipe),
        output(recipe),
        _estimator(recipe),
        mini_batches(recipe),
        ended(recipe, finite="all(np.isfinite(p).all() for p in mlp.coefs_ + mlp.intercepts_)"),
        _loop(recipe),
        ending(recipe),
    )


def refusals(recipe: Recipe) -> list[str]:
    """Return why scikit-learn cannot train as the run did, a sentence each."""
    network, training = recipe.configuration.network, recipe.configuration.training
    chosen, hidden = OUTPUTS[network.output], ACTIVATIONS[network.activation]
    reasons = []
    if code_of(hidden).sklearn is None:
        reasons.append(f"it has no {hidden.label.en} units")
    if code_of(chosen).sklearn is None:
        reasons.append(f"it has no {chosen.label.en}")
    if chosen.one_hot and recipe.classes == 2:
        reasons.append("for two classes it has one sigmoid output, and not two softmax outputs")
    if code_of(OPTIMIZERS[training.optimizer]).sklearn is None:
        reasons.append(f"it has no {OPTIMIZERS[training.optimizer].label.en}")
    if training.l1:
        reasons.append("it has no L1 penalty")
    if recipe.steps and not recipe.steps[0].iteration:
        reasons.append("parameters were changed by hand before the first iteration")
    return reasons


def _kind(recipe: Recipe) -> str:
    return str(code_of(OUTPUTS[recipe.configuration.network.output]).sklearn)


def _arrays(recipe: Recipe) -> str:
    return f"""\
dtype = np.{recipe.configuration.training.precision}
order = np.argsort(~train, kind="stable")  # the examples for training first
X, Y, y = X[:, order].astype(dtype), Y[:, order].astype(dtype), y[order]
"""


def _estimator(recipe: Recipe) -> str:
    network, training = recipe.configuration.network, recipe.configuration.training
    classifies = not OUTPUTS[network.output].real
    rows = "X[:, :m].T, y[:m].astype(int)" if classifies else "X[:, :m].T, y[:m].astype(dtype)"
    classes = f", classes=np.arange({recipe.classes})" if classifies else ""
    name = code_of(ACTIVATIONS[network.activation]).sklearn
    return f'''\
rows, labels = {rows}  # an example a row
mlp = {_kind(recipe)}(
    hidden_layer_sizes=(n_h,),
    activation="{name}",
    {code_of(OPTIMIZERS[training.optimizer]).sklearn},
    learning_rate_init=t.learning_rate,
    shuffle=False,
    batch_size=m,
    random_state=0,
)
mlp.partial_fit(rows, labels{classes})  # makes its parameters, which are replaced now
mlp.coefs_ = [W1.T.astype(dtype), W2.T.astype(dtype)]
mlp.intercepts_ = [b1[:, 0].astype(dtype), b2[:, 0].astype(dtype)]
del mlp._optimizer  # it would remember that iteration; the next one makes it anew


def look():
    """Return the cost over the training examples, and over the others, None where there are none."""
    (W1, W2), (b1, b2) = (W.T for W in mlp.coefs_), (b[:, np.newaxis] for b in mlp.intercepts_)
    Z2 = W2 @ activation(W1 @ X + b1)[0] + b2
    return costs(Z2, output(Z2))
'''


def _loop(recipe: Recipe) -> str:
    l2 = recipe.ever("l2")
    if recipe.batched:
        alpha = "t.l2 * batch.size / m" if l2 else "0.0"
        learning = f"    batch = next(batches)\n    mlp.set_params(batch_size=batch.size, alpha={alpha})\n"
        learning += "    mlp.partial_fit(rows[batch], labels[batch])\n"
        setting = ""
    else:
        setting = f"mlp.set_params(alpha={'t.l2' if l2 else '0.0'})\n"
        learning = "    mlp.partial_fit(rows, labels)\n"
    if not recipe.configuration.network.biases:
        learning += (
            "    mlp.intercepts_[0][:], mlp.intercepts_[1][:] = b1[:, 0], b2[:, 0]  # it would learn them\n"
        )
    return f"""
{setting}cost, test_cost = look()
{watching(recipe)}
for iteration in range(1, ITERATIONS + 1):
{learning}    cost, test_cost = look()
{end_of_iteration(recipe, again="")}"""
