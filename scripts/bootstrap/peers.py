"""The peers: PyTorch (a CPU build) and scikit-learn, which give core's numbers a second opinion."""

import tomllib

from bootstrap.console import Failed, Stop, step
from bootstrap.installing import digest, one_at_a_time, reason, write_whole
from bootstrap.places import DEVELOPMENT_LOCK, PEERS_LOCK, ROOT, VENV
from bootstrap.python_packages import ensure_python_packages, install_lock, pip_install

_MARKER = VENV / "peers.installed"  # goes with the venv, when that is made anew


def ensure_peers() -> None:
    """Make `.venv` hold the peers beside the development lock. Raises Stop with the reason when it cannot."""
    ensure_python_packages(DEVELOPMENT_LOCK)
    if _is_current():
        return
    with one_at_a_time() as turn:
        if _is_current():
            return
        _MARKER.unlink(missing_ok=True)
        _install_torch(turn)
        install_lock(PEERS_LOCK, turn)
        write_whole(_MARKER, _wanted())


def _install_torch(turn: int) -> None:
    """Install the CPU build that pyproject.toml pins; what it needs comes with the lock of the peers."""
    with step("Installing PyTorch, CPU build"):
        try:
            # Without its dependencies: no build, however it calls itself, can bring CUDA packages with it.
            pip_install("--no-deps", *_torch(), turn=turn)
        except Failed as failure:
            if "No matching distribution found for torch" in str(failure):
                raise Stop(
                    f"pip finds no {_torch()[0].partition(';')[0]}, which is the build without CUDA: tell it"
                    " where PyTorch's CPU builds are (PyTorch's installation page names their index; set"
                    " PIP_EXTRA_INDEX_URL or PIP_FIND_LINKS), or leave --peers out."
                ) from None
            raise reason("PyTorch", str(failure)) from None


def _torch() -> list[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return [str(requirement) for requirement in project["dependency-groups"]["torch"]]


def _is_current() -> bool:
    return _MARKER.is_file() and _MARKER.read_text(encoding="utf-8") == _wanted()


def _wanted() -> str:
    return "\n".join([digest(PEERS_LOCK), *_torch()])
