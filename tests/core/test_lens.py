"""Surfaces and maps show what the network computes at the cells' centres."""

import numpy as np
import pytest
from numpy.typing import NDArray

from core.activations import ACTIVATIONS
from core.configuration import configure
from core.lens import Lens, Levels, cell_centres
from core.network import Parameters
from core.trainer import Trainer


def values(levels: Levels) -> NDArray[np.float64]:
    """Return what the pixels stand for."""
    return levels.low + levels.pixels / 255.0 * (levels.high - levels.low)


def test_cells_are_sampled_at_their_centres_with_the_top_row_first() -> None:
    centres = cell_centres((0.0, 2.0, 10.0, 14.0), 2)
    np.testing.assert_allclose(centres, [[0.5, 1.5, 0.5, 1.5], [13.0, 13.0, 11.0, 11.0]])


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("resolution", [3, 70, 100])
def test_the_surface_and_the_maps_are_those_of_the_network(activation: str, resolution: int) -> None:
    trainer = Trainer(configure({"network": {"activation": activation, "init": {"scheme": "he_normal"}}}))
    lens = Lens(trainer.network, trainer.dataset, trainer.parameters, resolution)
    cache = trainer.network.forward(cell_centres(trainer.dataset.bounds, resolution), trainer.parameters)
    surface, hidden = lens.surface(trainer.parameters), lens.hidden_maps(trainer.parameters)
    step = (surface.high - surface.low) / 255
    np.testing.assert_allclose(values(surface).ravel(), cache.A2[0], atol=0.51 * step + 1e-6)
    step = (hidden.high - hidden.low) / 255
    np.testing.assert_allclose(values(hidden).reshape(4, -1), cache.A1, atol=0.51 * step + 1e-5)


def test_a_nearly_flat_surface_still_uses_all_levels() -> None:
    trainer = Trainer(configure({"network": {"init": {"scale": 1e-4}}}))
    surface = Lens(trainer.network, trainer.dataset, trainer.parameters, 100).surface(trainer.parameters)
    assert surface.high - surface.low < 1e-6
    assert len(np.unique(surface.pixels)) > 200


def test_a_flat_surface_is_one_level() -> None:
    trainer = Trainer(configure({"network": {"init": {"scheme": "zeros"}}}))
    surface = Lens(trainer.network, trainer.dataset, trainer.parameters, 10).surface(trainer.parameters)
    assert (surface.low, surface.high) == (0.5, 0.5)
    assert not surface.pixels.any()


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_parameters_beyond_all_measure_are_drawn_without_a_warning(activation: str) -> None:
    trainer = Trainer(configure({"network": {"activation": activation}}))
    lens = Lens(trainer.network, trainer.dataset, trainer.parameters, 10)
    W = np.array([[1e300, -1e300]] * 4)
    huge = Parameters(W, np.zeros((4, 1)), W[:1, :1].repeat(4, axis=1), np.zeros((1, 1)))
    for levels in (lens.surface(huge), lens.hidden_maps(huge)):
        assert np.isfinite([levels.low, levels.high]).all()


@pytest.mark.parametrize("source", ["blobs", "pinwheel"])
def test_several_classes_show_the_winner_and_its_probability(source: str) -> None:
    trainer = Trainer(configure({"data": {"source": source, "standardize": True}}))
    trainer.advance(50)
    surface = Lens(trainer.network, trainer.dataset, trainer.parameters, 40).surface(trainer.parameters)
    cells = trainer.dataset.standardized(cell_centres(trainer.dataset.bounds, 40))
    A2 = trainer.network.forward(cells, trainer.parameters).A2
    assert surface.classes is not None
    assert (surface.classes.ravel() == A2.argmax(axis=0)).mean() > 0.999  # ties aside
    step = (surface.high - surface.low) / 255
    np.testing.assert_allclose(values(surface).ravel(), A2.max(axis=0), atol=0.51 * step + 1e-5)


def test_one_feature_is_a_row_of_cells() -> None:
    trainer = Trainer(configure({"data": {"source": "sine"}}))
    lens = Lens(trainer.network, trainer.dataset, trainer.parameters, 64)
    surface, hidden = lens.surface(trainer.parameters), lens.hidden_maps(trainer.parameters)
    assert surface.pixels.shape == (1, 64)
    assert hidden.pixels.shape == (8, 1, 64)
    low, high = trainer.dataset.bounds[:2]
    X = low + (np.arange(64)[np.newaxis] + 0.5) / 64 * (high - low)
    A2 = trainer.network.forward(X, trainer.parameters).A2
    np.testing.assert_allclose(values(surface), A2, atol=0.51 * (surface.high - surface.low) / 255 + 1e-5)


def test_the_margin_is_zero_where_the_boundary_is_however_steep_the_surface() -> None:
    steep = {"activation": "linear", "init": {"scheme": "normal", "scale": 100.0}}
    trainer = Trainer(configure({"network": steep}))
    lens = Lens(trainer.network, trainer.dataset, trainer.parameters, 60)
    margin = lens.surface(trainer.parameters).margin
    assert margin is not None
    Z2 = trainer.network.forward(cell_centres(trainer.dataset.bounds, 60), trainer.parameters).Z2
    np.testing.assert_allclose(margin.ravel() / 32767, Z2[0] / np.abs(Z2).max(), atol=2e-5)
    flat = Parameters(np.zeros((4, 2)), np.zeros((4, 1)), np.zeros((1, 4)), np.zeros((1, 1)))
    assert not np.any(lens.surface(flat).margin)
