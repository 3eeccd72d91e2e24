# %% [markdown]
# # Shallowscope over REST
#
# Train a network with one hidden layer on a server, look inside, and take the result home. You need a server
# (`scripts/run` of the project starts one), and the package httpx.

# %%
import os
from pathlib import Path

import httpx

URL = os.environ.get("SHALLOWSCOPE_URL", "http://127.0.0.1:8000")
api = httpx.Client(base_url=f"{URL}/api/v1", timeout=60)

# %% [markdown]
# ## A run
#
# An empty configuration is the course's lab: the planar flower, four tanh units, gradient descent. The answer
# tells the whole configuration, and what the run costs at its start.

# %%
run = api.post("/runs", json={}).raise_for_status().json()
address = f"/runs/{run['id']}"
print(run["configuration"]["network"])
print(f"cost at iteration 0: {run['cost']:.6f}")

# %% [markdown]
# ## Training
#
# One call trains any number of iterations. Any earlier iteration comes back exactly.

# %%
run = api.post(f"{address}/advance", json={"iterations": 1000}).raise_for_status().json()
print(f"cost at iteration {run['iteration']}: {run['cost']:.6f}, accuracy {run['train_accuracy']:.1%}")

back = api.post(f"{address}/seek", json={"iteration": 100}).raise_for_status().json()
print(f"cost at iteration {back['iteration']}: {back['cost']:.6f}")
api.post(f"{address}/seek", json={"iteration": 1000}).raise_for_status()

# %% [markdown]
# ## A look inside
#
# Weights, costs of every iteration, a prediction, and one example's way through the network.

# %%
parameters = api.get(f"{address}/parameters").raise_for_status().json()
for row, bias in zip(parameters["W1"], parameters["b1"], strict=True):
    print("unit:", *(f"{weight:8.3f}" for weight in row), f"bias {bias[0]:8.3f}")

history = api.get(f"{address}/history").raise_for_status().json()
print(f"{len(history['iteration'])} costs, the lowest is {min(history['train_cost']):.6f}")

asked = {"X": [[0.5, 2.0], [2.0, 0.5]]}
print(api.post(f"{address}/predict", json=asked).raise_for_status().json())

trace = api.get(f"{address}/trace", params={"example": 0}).raise_for_status().json()
print("A1 of example 0:", [round(row[0], 3) for row in trace["A1"]])

# %% [markdown]
# ## Compare
#
# The same data with other choices, one run each.

# %%
for activation in ("sigmoid", "tanh", "relu", "linear"):
    chosen = {"network": {"activation": activation, "init": {"scheme": "xavier_normal"}}}
    other = api.post("/runs", json=chosen).raise_for_status().json()["id"]
    end = api.post(f"/runs/{other}/advance", json={"iterations": 500}).raise_for_status().json()
    print(f"{activation:8} cost {end['cost']:.4f}, accuracy {end['train_accuracy']:.1%}")
    api.delete(f"/runs/{other}").raise_for_status()

# %% [markdown]
# ## Take it home
#
# As weights, as a report that opens without a network, or as a program that trains the same run again. An
# `npz` or `json` comes back as a new run with exactly these parameters.

# %%
for form in ("npz", "html", "numpy"):
    file = api.get(f"{address}/exports/{form}").raise_for_status()
    name = file.headers["content-disposition"].split('"')[1]
    Path(name).write_bytes(file.content)
    print(f"{name}: {len(file.content):,} bytes")

weights = api.get(f"{address}/exports/npz").raise_for_status().content
kind = {"content-type": "application/octet-stream"}
again = api.post("/runs/import", content=weights, headers=kind).raise_for_status().json()
print(f"brought back at cost {again['cost']:.6f}; left behind: {again['left_behind'][0]}")

# %%
for name in (run["id"], again["id"]):
    api.delete(f"/runs/{name}").raise_for_status()
