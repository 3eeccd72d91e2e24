"""Runs as files: what is exported, and what is brought back."""

from typing import Literal

from pydantic import Field

from app.messages.configuration import ConfigurationBody, Integer, Reply
from app.messages.inspection import ParameterValues
from app.messages.rest import Matrix, RunSummary
from app.messages.strict import Message

FormatName = Literal["npz", "safetensors", "json", "csv", "html", "numpy", "pytorch", "sklearn"]


class Weights(Message):
    """All parameters, as rows."""

    W1: Matrix = Field(description="Weights of the hidden units, (n_h, n_x).", examples=[[[0.5, -1.25]]])
    b1: Matrix = Field(description="Biases of the hidden units, (n_h, 1).", examples=[[[0.0]]])
    W2: Matrix = Field(description="Weights of the outputs, (n_y, n_h).", examples=[[[2.0]]])
    b2: Matrix = Field(description="Biases of the outputs, (n_y, 1).", examples=[[[0.1]]])


class RunFile(Message):
    """A run's weights with what belongs to them, as the export `json` writes it; an npz holds the same."""

    format: Literal[1] = Field(default=1, description="Of this file.", examples=[1])
    iteration: Integer = Field(
        default=0, description="Where the run stood. It is told, and not brought back.", ge=0, examples=[1000]
    )
    cost: float | None = Field(
        default=None, description="The training cost there. It is told, and computed anew.", examples=[0.288]
    )
    configuration: ConfigurationBody = Field(
        description="Resolved: every field.", examples=[{"network": {"hidden_width": 1}}]
    )
    parameters: Weights = Field(description="What the run comes back with, bit for bit.")


class ExportedRun(Reply):
    """A run's weights with what belongs to them."""

    format: Literal[1] = Field(description="Of this file.", examples=[1])
    iteration: int = Field(description="Where the run stood.", examples=[1000])
    cost: float | None = Field(description="The training cost there; null if not finite.", examples=[0.288])
    configuration: ConfigurationBody = Field(description="Resolved: every field.")
    parameters: ParameterValues = Field(description="Weights and biases.")


class ImportedRun(RunSummary):
    """A run that was brought back, and what of it was not."""

    left_behind: list[str] = Field(
        description="What the file does not hold, a sentence each.",
        examples=[["Its optimizer starts anew, without its state."]],
    )
