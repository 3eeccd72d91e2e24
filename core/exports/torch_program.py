"""A run as a program in PyTorch: its derivatives, its losses and its optimizers."""

from textwrap import indent

from core.activations import ACTIVATIONS
from core.exports.changes import changing, mini_batches
from core.exports.closing import end_of_iteration, ended, ending, watching
from core.exports.opening import assembled, constants, data, doc, hyperparameters, start, steps
from core.exports.recipe import Recipe, code_of
from core.optimizers import OPTIMIZERS
from core.outputs import OUTPUTS

NOTE = """\
Derivatives, losses and optimizers are PyTorch's. In float64 the costs are the same to 1e-9, unless the run is
lively: one whose cost jumps makes of a difference in the last digit one in the first, sooner or later."""
SINGLE = "In float32, as here, that is soon: the costs are close, and not the same."
IMPORTS = """\
from types import SimpleNamespace

import numpy as np
import torch
from torch.nn import functional"""
CHANGE = """\
        if t.optimizer != before["optimizer"]:
            optimizer = make_optimizer()
        optimizer.param_groups[0].update(make_optimizer().defaults)
"""
CHANGE_OF_ONE = """\
        optimizer.param_groups[0].update(make_optimizer().defaults)
"""
SET_ENTRY = """\
            with torch.no_grad():
                {"W1": W1, "b1": b1, "W2": W2, "b2": b2}[name][row, column] = value
"""


def torch_program(recipe: Recipe) -> str:
    """Return the program's text; raise StateError where a choice of the run has no text."""
    single = recipe.configuration.training.precision == "float32"
    change = CHANGE if len(recipe.optimizers) > 1 else CHANGE_OF_ONE
    return assembled(
        doc(recipe, "PyTorch", f"{NOTE}\n{SINGLE}" if single else NOTE),
        IMPORTS,
        constants(recipe) + hyperparameters(recipe),
        steps(recipe),
        data(recipe),
        start(recipe),
        _tensors(recipe),
        _costs(recipe),
        _optimizer(recipe),
        mini_batches(recipe),
        changing(recipe, optimizer=change, entry=SET_ENTRY, also="optimizer"),
        ended(recipe, finite="all(torch.isfinite(p).all() for p in (W1, b1, W2, b2))"),
        _loop(recipe),
        ending(recipe),
    )


def _tensors(recipe: Recipe) -> str:
    network = recipe.configuration.network
    learned = "[W1, b1, W2, b2]" if network.biases else "[W1, W2]  # the biases stay as they are"
    return f"""\
dtype = torch.{recipe.configuration.training.precision}
X_train, X_test, Y_train, Y_test = (
    torch.tensor(part, dtype=dtype) for part in (X[:, train], X[:, ~train], Y[:, train], Y[:, ~train])
)
W1, b1, W2, b2 = (torch.tensor(start, dtype=dtype) for start in (W1, b1, W2, b2))
learned = {learned}
for parameter in learned:
    parameter.requires_grad_()
"""


def _costs(recipe: Recipe) -> str:
    network = recipe.configuration.network
    a = code_of(ACTIVATIONS[network.activation]).torch
    constant = f"leaky_slope = {network.leaky_slope!r}\n\n" if "leaky_slope" in a else ""
    terms = ["cost_of(X, Y)"]
    if recipe.ever("l2"):
        terms.append("t.l2 / (2 * m) * ((W1**2).sum() + (W2**2).sum())")
    if recipe.ever("l1"):
        terms.append("t.l1 / m * (W1.abs().sum() + W2.abs().sum())")
    return f'''{constant}
def cost_of(X, Y):
    """Return the mean loss over examples."""
    z = W1 @ X + b1
    a = {a}
    Z2 = W2 @ a + b2
    return {code_of(OUTPUTS[network.output]).torch}


def objective(X, Y):
    """Return the cost and the penalties on the weights."""
    return {" + ".join(terms)}


def costs():
    """Return the cost over the training examples, and over the others, None where there are none."""
    with torch.no_grad():
        test_cost = float(cost_of(X_test, Y_test)) if X_test.shape[1] else None
        return float(cost_of(X_train, Y_train)), test_cost
'''


def _optimizer(recipe: Recipe) -> str:
    made = {name: _made(recipe, name) for name in recipe.optimizers}
    if not recipe.steps:
        return f"optimizer = {next(iter(made.values()))}"
    if len(made) == 1:
        body = f"return {next(iter(made.values()))}"
    else:
        body = "\n".join(f'if t.optimizer == "{name}":\n    return {text}' for name, text in made.items())
    return f'''
def make_optimizer():
    """Return the optimizer that `t` asks for, at its start."""
{indent(body, "    ")}


optimizer = make_optimizer()
'''


def _made(recipe: Recipe, name: str) -> str:
    kind, options = code_of(OPTIMIZERS[name]).torch
    if not all(stage["momentum"] for stage in recipe.trainings):
        # PyTorch's Nesterov takes no momentum of 0, and without one keeps no velocity
        options = options.replace("t.momentum", "t.momentum or 1e-300")
    return f"{kind}(learned, lr=t.learning_rate{', ' + options if options else ''})"


def _loop(recipe: Recipe) -> str:
    first_change = "if change(0):\n    cost, test_cost = costs()\n" if recipe.steps else ""
    if recipe.batched:
        drawing = "    batch = slice(None) if batches is None else next(batches)\n"
        examples = "X_train[:, batch], Y_train[:, batch]"
    else:
        drawing, examples = "", "X_train, Y_train"
    rest = end_of_iteration(recipe, again="cost, test_cost = costs()")
    return f"""
cost, test_cost = costs()
{watching(recipe)}
{first_change}for iteration in range(1, ITERATIONS + 1):
{drawing}    optimizer.zero_grad()
    objective({examples}).backward()
    optimizer.step()
    cost, test_cost = costs()
{rest}"""
