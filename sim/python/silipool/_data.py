"""Data sets, as the command line finds and reads them (docs/data.md)."""

import os

from ._configuration import configuration as _configuration
from ._silipool import _load_data, _load_of, _load_pair


def load_data(name, labels=None, *, seed=1, folder=""):
    """(samples [n][height][width] of grey levels, labels) of a set ("mnist/train", "digits/test", ...) looked
    for in `folder`, $SILIPOOL_DATA and data/, or of a file of samples and labels, or of a file for each."""
    if labels is not None:
        return _load_pair(os.fspath(name), os.fspath(labels))
    return _load_data(os.fspath(name), seed, os.fspath(folder))


def load_set(configuration, role, *, folder=""):
    """The same of the set "train" or "test" that a configuration names, read as it says."""
    return _load_of(_configuration(configuration), role, os.fspath(folder))
