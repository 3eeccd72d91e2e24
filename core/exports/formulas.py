"""The activation, the output and the costs of a run, as NumPy functions of a program."""

import re
from textwrap import indent

from core.activations import ACTIVATIONS
from core.exports.recipe import Recipe, code_of
from core.outputs import OUTPUTS
from core.written import OutputCode

SOFTMAX = '''
def softmax(Z2):
    """Return e^z over its sum over the classes; less the largest z first, so that nothing overflows."""
    shifted = np.exp(Z2 - Z2.max(axis=0, keepdims=True))
    return shifted / shifted.sum(axis=0, keepdims=True)

'''


def activation(recipe: Recipe) -> str:
    """Return the function of the hidden units."""
    network = recipe.configuration.network
    text = code_of(ACTIVATIONS[network.activation]).numpy
    if recipe.complement and not recipe.late:
        text = re.sub(r"^slope = (.*)$", r"slope = 1.0 - (\1)", text, flags=re.MULTILINE)
    what = "1 - g'(z)" if recipe.late else "g'(z)"
    constant = f"leaky_slope = {network.leaky_slope!r}\n\n" if "leaky_slope" in text else ""
    return f'''{constant}
def activation(z):
    """Return a = g(z) and {what}."""
{indent(text, "    ")}
    return a, slope

'''


def output(recipe: Recipe) -> str:
    """Return the functions of the output and of the costs; examples for training come first."""
    code: OutputCode = code_of(OUTPUTS[recipe.configuration.network.output])
    return f'''{SOFTMAX if "softmax(" in code.squash else ""}
def output(Z2):
    """Return T: {code.about}."""
    return {code.squash}


def costs(Z2, T):
    """Return the mean loss over the training examples, and over the others, None where there are none."""
    losses = {code.losses}
    test_cost = float(losses[m:].mean()) if losses.size > m else None
    return float(np.add.reduce(losses[:m]) / m), test_cost

'''
