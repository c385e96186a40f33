"""Bit-exact Spatial Poolers: the reference model of Silipool, its memristive crossbar, readouts and measures
on NumPy arrays, and scikit-learn estimators. docs/python.md has the reference."""

import os as _os
from pathlib import Path as _Path

# Cards of devices stand in the package, unless somebody names another folder.
_os.environ.setdefault("SILIPOOL_MEMRISTOR_CARDS", str(_Path(__file__).parent / "cards"))

from . import measures  # noqa: E402
from ._configuration import configuration, presets, schema  # noqa: E402
from ._data import load_data, load_set  # noqa: E402
from ._low_level import Encoder, Pooler, Readout, SdrSet  # noqa: E402
from ._silipool import (  # noqa: E402
    Array, Card, CellArray, Configuration, __version__, cards, digits, stimulus)

_ESTIMATORS = ("SpatialPooler", "SpatialPoolerClassifier")

__all__ = ["Array", "Card", "CellArray", "Configuration", "Encoder", "Pooler", "Readout", "SdrSet",
           "SpatialPooler", "SpatialPoolerClassifier", "__version__", "cards", "configuration", "digits",
           "load_data", "load_set", "measures", "presets", "schema", "stimulus"]


def __getattr__(name: str) -> object:
    # scikit-learn is asked for by its estimators alone.
    if name not in _ESTIMATORS:
        raise AttributeError(f"module 'silipool' has no attribute '{name}'")
    try:
        from . import _estimators
    except ModuleNotFoundError as error:
        if error.name is None or error.name.partition(".")[0] not in ("sklearn", "scipy"):
            raise
        raise ImportError(f"silipool.{name} needs {error.name}: pip install silipool[sklearn]") from error
    return getattr(_estimators, name)


def __dir__() -> list[str]:
    return sorted(__all__)
