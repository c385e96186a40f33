"""How an estimator makes input bits of features. Bit (p * features + j) is plane p of feature j."""

import numpy as np

from ._low_level import Encoder, _from_csr, _rows, _whole

_ROWS = 1024  # of a sparse matrix that are made dense at a time


def _dense_parts(X):
    """X in parts of rows, dense."""
    if not hasattr(X, "tocsr"):
        yield X
        return
    csr = X.tocsr()
    for begin in range(0, csr.shape[0], _ROWS):
        yield csr[begin:begin + _ROWS].toarray()


class Binary:
    """Features are bits."""

    def __init__(self, X):
        self.encode(X)

    @staticmethod
    def encode(X):
        return _from_csr(X, "X") if hasattr(X, "tocsr") else _rows(X, "X")


class Thresholds:
    """Plane p is on where a feature is greater than its threshold p. `thresholds` is [plane], or
    [plane][feature]."""

    def __init__(self, X, thresholds):
        thresholds = np.atleast_1d(np.asarray(thresholds, dtype=float))
        if thresholds.ndim > 2 or (thresholds.ndim == 2 and thresholds.shape[1] != X.shape[1]):
            raise ValueError(f"encoder: thresholds of shape {thresholds.shape}, legal are (planes,) and "
                             f"(planes, {X.shape[1]})")
        if not np.isfinite(thresholds).all() or len(thresholds) == 0:
            raise ValueError("encoder: thresholds must be finite numbers, at least one")
        self.thresholds = np.broadcast_to(thresholds[:, None] if thresholds.ndim == 1 else thresholds,
                                          (len(thresholds), X.shape[1]))

    @property
    def planes(self):
        return len(self.thresholds)

    def encode(self, X):
        parts = [(part[:, None, :] > self.thresholds).reshape(len(part), -1) for part in _dense_parts(X)]
        return np.concatenate(parts) if parts else np.zeros((0, self.thresholds.size), bool)


class Quantiles(Thresholds):
    """Thresholds that the training data have: plane k of n has the least value of the feature with
    (n + 1) #{values <= it} >= (k + 1) #{values}, as the encoding "quantile" of grey levels."""

    def __init__(self, X, levels):
        self.thresholds = np.empty((levels, X.shape[1]))
        ranks = [-(-(k + 1) * X.shape[0] // (levels + 1)) - 1 for k in range(levels)]
        sparse = X.tocsc() if hasattr(X, "tocsc") else None
        step = X.shape[1] if sparse is None else _ROWS
        for begin in range(0, X.shape[1], step):
            part = X if sparse is None else sparse[:, begin:begin + step].toarray()
            self.thresholds[:, begin:begin + step] = np.sort(part, axis=0)[ranks]


class Grey:
    """The encoder of a configuration: features are grey levels 0..255."""

    def __init__(self, X, configuration):
        self.encoder = Encoder(configuration, self._whole(X))

    def encode(self, X):
        return self.encoder.encode(self._whole(X))

    def encode_distorted(self, X, number):
        return self.encoder.encode_distorted(self._whole(X), number)

    @staticmethod
    def _whole(X):
        return _whole(X.toarray() if hasattr(X, "tocsr") else X, "X", 0, 255, np.uint8)


