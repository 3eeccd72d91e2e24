"""How a choice is written in a program that reproduces a run: source text, in the names of the chapter.

The NumPy texts do what the engine does, operation by operation, so that the numbers come out bit for bit.
A record without a text can be trained with, but no program can be written of it.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ActivationCode:
    """`numpy`: statements that set `a` and `slope` from `z`; where the kernel has a complement, 1 - slope.

    `torch`: a in terms of z, an expression. `sklearn`: scikit-learn's name of it, None where it has none.
    """

    numpy: str
    torch: str
    sklearn: str | None = None


@dataclass(frozen=True, slots=True)
class OutputCode:
    """Expressions: `squash` in Z2, `targets` in Y, `losses` in Z2, T = squash(Z2) and Y; `torch`: the cost.

    `A2` is the prediction in terms of Z2. `about` says what T is. `sklearn`: its estimator.
    """

    squash: str
    targets: str
    losses: str
    A2: str
    torch: str
    about: str = ""
    sklearn: str | None = None


@dataclass(frozen=True, slots=True)
class OptimizerCode:
    """`numpy`: statements that update `theta` by `gradient` and `rate`, with `state` and constants of `t`.

    `torch`: class and options of PyTorch's; `sklearn`: options of scikit-learn's, None where it has none.
    """

    numpy: str
    torch: tuple[str, str]
    sklearn: str | None = None
