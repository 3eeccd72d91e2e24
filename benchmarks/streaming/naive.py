"""What the server is compared with: the same run as a competent student streams it.

FastAPI, textbook NumPy, a forward pass over a meshgrid for each picture, and frames as JSON. One connection
is one run; a frame follows the acknowledgement of the one before, 30 a second at most.
"""

import argparse
import asyncio
from itertools import count
from time import perf_counter

import numpy as np
import uvicorn
from fastapi import FastAPI, WebSocket, WebSocketDisconnect

from benchmarks import textbook
from benchmarks.problems import make_problem
from benchmarks.streaming.work import FPS, ITERATIONS, N_H, M

app = FastAPI()


@app.websocket("/stream")
async def stream(socket: WebSocket) -> None:
    """Train and send until the client leaves."""
    await socket.accept()
    problem = make_problem(M, N_H)
    run, (low, high, *_) = problem.textbook(), problem.dataset.bounds
    try:
        for frame in count(1):
            start, costs = perf_counter(), run.run(ITERATIONS)
            surface, hidden = textbook.frame(run.p, np.tanh, low, high)
            await socket.send_json(
                {
                    "type": "frame",
                    "frame": frame,
                    "iteration": frame * ITERATIONS,
                    "costs": costs,
                    "surface": surface.tolist(),
                    "hidden": [unit.tolist() for unit in hidden],
                }
            )
            await socket.receive_json()
            await asyncio.sleep(max(0.0, start + 1 / FPS - perf_counter()))
    except WebSocketDisconnect:
        pass


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    uvicorn.run(app, port=parser.parse_args().port)
