"""What a run's network says of examples that are given."""

from functools import partial

import numpy as np
from fastapi import APIRouter

from app.dependencies import RunOfPath, SettingsOfApp
from app.messages.inspection import PredictBody, Predictions
from app.messages.numbers import listed
from app.reading import read
from core.arrays import Floats
from core.errors import ConfigurationError
from core.trainer import Trainer

router = APIRouter(prefix="/runs", tags=["look inside"])


@router.post("/{run_id}/predict")
async def predict(body: PredictBody, run: RunOfPath, settings: SettingsOfApp) -> Predictions:
    """Return A2 and the predicted class of each row."""
    count, most = len(body.X), settings.max_samples
    if count > most:
        raise ConfigurationError("X", body.X, f"has {count} rows: must have from 1 to {most} on this server")
    trainer, n_x = run.trainer, run.trainer.dataset.X.shape[0]
    for number, row in enumerate(body.X):
        if len(row) != n_x:
            raise ConfigurationError(f"X.{number}", row, f"must have {n_x} features, as the data of this run")
    X = np.array(body.X).T
    A2 = await read(run, partial(_predict, trainer, X), columns=X.shape[1])
    label = trainer.network.labels(A2).astype(int).tolist() if trainer.dataset.classes else None
    return Predictions(Y_hat=listed(A2.T), label=label)


def _predict(trainer: Trainer, X: Floats) -> Floats:
    """Return A2 (n_y, k) for features X (n_x, k) as the data have them."""
    with np.errstate(all="ignore"):
        return trainer.network.forward(trainer.dataset.standardized(X), trainer.parameters).A2
