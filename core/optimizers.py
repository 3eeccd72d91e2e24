"""Optimizers: how a gradient becomes an update, one record each. The formulas are PyTorch's.

An optimizer is bound to the flat parameters `theta` and their `gradient` and to arrays of
its own, its state, which a checkpoint copies. The update is called with the learning rate; it may use
`gradient` up. theta, gradient and rate are (P,).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from core.arrays import Floats
from core.registry import Registry, Text
from core.written import OptimizerCode

Rate = Floats
"""A learning rate for each parameter, in the order of theta."""


class Constants(Protocol):
    """The constants of the training configuration that optimizers use."""

    @property
    def momentum(self) -> float: ...
    @property
    def rho(self) -> float: ...
    @property
    def beta1(self) -> float: ...
    @property
    def beta2(self) -> float: ...
    @property
    def epsilon(self) -> float: ...


State = Mapping[str, Floats]
Update = Callable[[Rate], object]


@dataclass(frozen=True, slots=True)
class Optimizer:
    """`bind(theta, gradient, state, constants)` returns the update; `state` names its arrays.

    `constants` names the fields of the training configuration that it uses and not every optimizer does.

    Arrays called `updates` count the updates and are single numbers, all others are like theta.
    """

    name: str
    label: Text
    help: Text
    formula: str
    bind: Callable[[Floats, Floats, State, Constants], Update]
    state: tuple[str, ...] = ()
    constants: tuple[str, ...] = ()
    linear: bool = False
    """The update is the gradient times the rate: a factor of the one may as well be in the other."""
    code: OptimizerCode | None = None

    def make_state(self, theta: Floats) -> dict[str, Floats]:
        """Return the state before the first update: all zero."""
        return {name: np.zeros(()) if name == "updates" else np.zeros_like(theta) for name in self.state}


def _gradient_descent(theta: Floats, gradient: Floats, state: State, constants: Constants) -> Update:
    def update(rate: Rate) -> None:
        np.multiply(gradient, rate, gradient)
        np.subtract(theta, gradient, theta)

    return update


def _momentum(theta: Floats, gradient: Floats, state: State, constants: Constants) -> Update:
    velocity, mu = state["velocity"], theta.dtype.type(constants.momentum)

    def update(rate: Rate) -> None:
        np.multiply(velocity, mu, out=velocity)
        np.add(velocity, gradient, out=velocity)
        np.multiply(velocity, rate, out=gradient)
        np.subtract(theta, gradient, out=theta)

    return update


def _nesterov(theta: Floats, gradient: Floats, state: State, constants: Constants) -> Update:
    velocity, mu = state["velocity"], theta.dtype.type(constants.momentum)
    ahead = np.empty_like(theta)

    def update(rate: Rate) -> None:
        np.multiply(velocity, mu, out=velocity)
        np.add(velocity, gradient, out=velocity)
        np.multiply(velocity, mu, out=ahead)
        np.add(gradient, ahead, out=gradient)
        np.multiply(gradient, rate, out=gradient)
        np.subtract(theta, gradient, out=theta)

    return update


def _rmsprop(theta: Floats, gradient: Floats, state: State, constants: Constants) -> Update:
    square, scratch, kind = state["square"], np.empty_like(theta), theta.dtype.type
    rho, rest, epsilon = kind(constants.rho), kind(1.0 - constants.rho), kind(constants.epsilon)

    def update(rate: Rate) -> None:
        np.multiply(gradient, gradient, out=scratch)
        np.multiply(scratch, rest, out=scratch)
        np.multiply(square, rho, out=square)
        np.add(square, scratch, out=square)
        np.sqrt(square, out=scratch)
        np.add(scratch, epsilon, out=scratch)
        np.divide(gradient, scratch, out=gradient)
        np.multiply(gradient, rate, out=gradient)
        np.subtract(theta, gradient, out=theta)

    return update


def _adam(theta: Floats, gradient: Floats, state: State, constants: Constants) -> Update:
    mean, square, updates = state["mean"], state["square"], state["updates"]
    scratch, kind = np.empty_like(theta), theta.dtype.type
    beta1, beta2, epsilon = constants.beta1, constants.beta2, kind(constants.epsilon)
    keep1, new1, keep2, new2 = kind(beta1), kind(1.0 - beta1), kind(beta2), kind(1.0 - beta2)

    def update(rate: Rate) -> None:
        updates[...] += 1.0
        t = float(updates)
        np.multiply(mean, keep1, out=mean)
        np.multiply(gradient, new1, out=scratch)
        np.add(mean, scratch, out=mean)
        np.multiply(gradient, gradient, out=scratch)
        np.multiply(scratch, new2, out=scratch)
        np.multiply(square, keep2, out=square)
        np.add(square, scratch, out=square)
        np.sqrt(square, out=scratch)
        np.multiply(scratch, kind((1.0 - beta2**t) ** -0.5), out=scratch)
        np.add(scratch, epsilon, out=scratch)
        np.divide(mean, scratch, out=gradient)
        np.multiply(gradient, rate, out=gradient)
        np.multiply(gradient, kind(1.0 / (1.0 - beta1**t)), out=gradient)
        np.subtract(theta, gradient, out=theta)

    return update


OPTIMIZERS: Registry[Optimizer] = Registry(
    "training.optimizer",
    Optimizer(
        name="gradient_descent",
        label=Text("Gradient descent", "梯度下降"),
        help=Text("Each parameter moves against its gradient.", "每个参数沿其梯度的反方向移动。"),
        formula=r"W := W - \alpha \, dW",
        bind=_gradient_descent,
        linear=True,
        code=OptimizerCode(
            numpy="theta -= gradient * rate",
            torch=("torch.optim.SGD", ""),
            sklearn='solver="sgd", momentum=0.0',
        ),
    ),
    Optimizer(
        name="momentum",
        label=Text("Momentum", "动量"),
        help=Text("Gradients add up to a velocity, which damps zigzags.", "梯度累积成速度，可减弱来回振荡。"),
        formula=r"v := \mu v + dW, \; W := W - \alpha \, v",
        bind=_momentum,
        state=("velocity",),
        constants=("momentum",),
        code=OptimizerCode(
            numpy='state["velocity"] = state["velocity"] * t.momentum + gradient\n'
            'theta -= state["velocity"] * rate',
            torch=("torch.optim.SGD", "momentum=t.momentum"),
            sklearn='solver="sgd", momentum=t.momentum, nesterovs_momentum=False',
        ),
    ),
    Optimizer(
        name="nesterov",
        label=Text("Nesterov", "Nesterov"),
        help=Text("Momentum that looks one step ahead.", "向前多看一步的动量法。"),
        formula=r"v := \mu v + dW, \; W := W - \alpha \, (dW + \mu v)",
        bind=_nesterov,
        state=("velocity",),
        constants=("momentum",),
        code=OptimizerCode(
            numpy='state["velocity"] = state["velocity"] * t.momentum + gradient\n'
            'theta -= (gradient + state["velocity"] * t.momentum) * rate',
            torch=("torch.optim.SGD", "momentum=t.momentum, nesterov=True"),
            sklearn='solver="sgd", momentum=t.momentum, nesterovs_momentum=True',
        ),
    ),
    Optimizer(
        name="rmsprop",
        label=Text("RMSprop", "RMSprop"),
        help=Text(
            "Each parameter has a rate of its own, by its recent gradients.",
            "依据近期梯度，每个参数有自己的步长。",
        ),
        formula=r"s := \rho s + (1 - \rho) dW^{2}, \; W := W - \frac{\alpha dW}{\sqrt{s} + \varepsilon}",
        bind=_rmsprop,
        state=("square",),
        constants=("rho", "epsilon"),
        code=OptimizerCode(
            numpy='state["square"] = state["square"] * t.rho + gradient * gradient * (1.0 - t.rho)\n'
            'theta -= gradient / (np.sqrt(state["square"]) + t.epsilon) * rate',
            torch=("torch.optim.RMSprop", "alpha=t.rho, eps=t.epsilon"),
        ),
    ),
    Optimizer(
        name="adam",
        label=Text("Adam", "Adam"),
        help=Text(
            "Momentum and RMSprop together, corrected for the start (Kingma and Ba 2015).",
            "动量与 RMSprop 的结合，并修正初期偏差（Kingma 与 Ba，2015）。",
        ),
        formula=r"W := W - \alpha \frac{\hat{v}}{\sqrt{\hat{s}} + \varepsilon}",
        bind=_adam,
        state=("mean", "square", "updates"),
        constants=("beta1", "beta2", "epsilon"),
        code=OptimizerCode(
            numpy='state["updates"] += 1.0\n'
            'state["mean"] = state["mean"] * t.beta1 + gradient * (1.0 - t.beta1)\n'
            'state["square"] = state["square"] * t.beta2 + gradient * gradient * (1.0 - t.beta2)\n'
            'root = np.sqrt(state["square"]) * (1.0 - t.beta2 ** state["updates"]) ** -0.5\n'
            'step = state["mean"] / (root + t.epsilon) * rate\n'
            'theta -= step * (1.0 / (1.0 - t.beta1 ** state["updates"]))',
            torch=("torch.optim.Adam", "betas=(t.beta1, t.beta2), eps=t.epsilon"),
            sklearn='solver="adam", beta_1=t.beta1, beta_2=t.beta2, epsilon=t.epsilon',
        ),
    ),
)
