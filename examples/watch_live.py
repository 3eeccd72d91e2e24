# %% [markdown]
# # Watching a run live
#
# A run streams what it looks like while it trains: binary frames in the safetensors layout, as fast as you
# acknowledge them and no faster. You need a server (`scripts/run` of the project starts one), and the
# packages httpx, websockets, safetensors, numpy and plotly.

# %%
import json
import os

import httpx
import numpy as np
import plotly.graph_objects as go
from plotly.subplots import make_subplots
from safetensors.numpy import load
from websockets.sync.client import connect

try:
    from IPython.display import display
except ModuleNotFoundError:  # run as a program: the figure becomes a file
    display = None

URL = os.environ.get("SHALLOWSCOPE_URL", "http://127.0.0.1:8000")
api = httpx.Client(base_url=f"{URL}/api/v1", timeout=60)
chosen = {
    "data": {"source": "spirals"},
    "training": {"optimizer": "adam", "learning_rate": 0.05, "stop": {"iteration": 1000}},
}
run = api.post("/runs", json=chosen).raise_for_status().json()["id"]
data = api.get(f"/runs/{run}/data").raise_for_status().json()

# %% [markdown]
# ## A frame
#
# Eight bytes say how long the header is; the header is JSON and holds, besides the places of the tensors,
# texts about them. The safetensors library reads the tensors.


# %%
def parts_of(frame):
    """Return what is told of a frame, and its tensors by name."""
    size = int.from_bytes(frame[:8], "little")
    told = json.loads(frame[8 : 8 + size])["__metadata__"]
    return {name: json.loads(text) for name, text in told.items()}, load(frame)


# %% [markdown]
# ## The figure
#
# The prediction surface with the data on it, and the cost so far.

# %%
x1_low, x1_high, x2_low, x2_high = data["bounds"]
figure = make_subplots(cols=2, subplot_titles=("Prediction surface", "Cost"))
cells = 60
across = x1_low + (np.arange(cells) + 0.5) / cells * (x1_high - x1_low)
up = x2_high - (np.arange(cells) + 0.5) / cells * (x2_high - x2_low)
figure.add_trace(
    go.Heatmap(x=across, y=up, colorscale="RdBu", zmin=0, zmax=1, showscale=False, name="prediction"), 1, 1
)
marker = {"color": data["label"], "colorscale": "RdBu", "line": {"width": 1}}
figure.add_trace(go.Scatter(x=data["X"][0], y=data["X"][1], mode="markers", marker=marker, name="data"), 1, 1)
figure.add_trace(go.Scatter(x=[], y=[], mode="lines", name="cost"), 1, 2)
figure.update_yaxes(type="log", col=2)
figure.update_layout(width=900, height=440, showlegend=False)
shown = display(figure, display_id=True) if display else None

# %% [markdown]
# ## Watch
#
# `watch` names the channels, `play` starts. Each frame is acknowledged when it has been painted: a slow
# notebook gets fewer frames, and slows nobody down. The state says when the run is at its end.

# %%
iterations, costs, frames = [], [], 0
stream = URL.replace("http", "ws", 1) + f"/api/v1/runs/{run}/stream"
with connect(stream, max_size=None) as socket:
    watch = {"type": "watch", "channels": ["surface", "costs"], "resolution": cells, "max_fps": 10}
    socket.send(json.dumps(watch))
    socket.send(json.dumps({"type": "play", "iterations_per_second": "max"}))
    ended, seen = False, -1
    while not (ended and seen == 1000):
        message = socket.recv(timeout=60)
        if isinstance(message, str):
            state = json.loads(message)
            ended = state["type"] == "state" and state["state"] == "finished"
            continue
        told, tensors = parts_of(message)
        low, high = told["surface"]["low"], told["surface"]["high"]
        figure.data[0].z = low + tensors["surface"] / 255 * (high - low)
        if "costs" in tensors:
            iterations += tensors["costs"][:, 0].tolist()
            costs += tensors["costs"][:, 1].tolist()
            figure.data[2].x, figure.data[2].y = iterations, costs
        if shown:
            shown.update(figure)
        seen, frames = told["snapshot"]["iteration"], frames + 1
        socket.send(json.dumps({"type": "ack", "frame": told["snapshot"]["frame"]}))

print(f"iteration {seen}: cost {costs[-1]:.6f}, seen in {frames} frames")

# %%
if not shown:
    figure.write_html("watch_live.html", include_plotlyjs=True)
api.delete(f"/runs/{run}").raise_for_status()
