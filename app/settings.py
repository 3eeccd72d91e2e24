"""Limits and addresses, from the environment with the prefix SHALLOWSCOPE_."""

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from core.configuration import FIELDS

WIDEST = FIELDS["network.hidden_width"].most
MOST_SAMPLES = FIELDS["data.samples"].most


class Settings(BaseSettings):
    """Every limit of the server; SHALLOWSCOPE_MAX_RUNS=100 sets `max_runs`."""

    model_config = SettingsConfigDict(env_prefix="SHALLOWSCOPE_", frozen=True)

    max_hidden_width: int = Field(WIDEST, ge=1, le=WIDEST, description="Largest hidden width of a run.")
    max_samples: int = Field(MOST_SAMPLES, ge=400, le=MOST_SAMPLES, description="Most examples of a run.")
    max_iterations_per_call: int = Field(100_000, ge=1, description="Most iterations that one call trains.")
    max_resolution: int = Field(200, ge=2, description="Most cells on a side of a surface or map.")
    max_runs: int = Field(500, ge=1, description="Runs kept at once; beyond it the longest unused goes.")
    max_memory_mb: int = Field(1024, ge=64, description="Memory of all runs' buffers, about; beyond it too.")
    max_viewers_per_run: int = Field(100, ge=1, description="Connections that may watch one run.")
    max_body_bytes: int = Field(1 << 18, ge=1024, description="Largest request body.")
