"""Measures of sets of SDRs (docs/measures.md). A set is an SdrSet or rows of bits."""

from ._low_level import _rows
from ._silipool import measures as _measures

__all__ = ["connection_change", "correlation", "noise_robustness", "overlap", "reconstruction_error",
           "similarity", "stability", "statistics", "uniqueness"]


def statistics(set):
    """Density, entropy and entropy ratio, in a dict."""
    return _measures.statistics(_rows(set, "set"))


def similarity(set, numerator=9, denominator=10):
    """Total, of ones and of zeros, and dissimilarity, with a confidence of numerator / denominator."""
    return _measures.similarity(_rows(set, "set"), numerator, denominator)


def uniqueness(set):
    """0 where all SDRs are the same, 1 where no two are."""
    return _measures.uniqueness(_rows(set, "set"))


def overlap(set):
    """Mean overlap of all pairs, of the largest that a pair could have."""
    return _measures.overlap(_rows(set, "set"))


def correlation(set):
    """Mean Pearson correlation of all pairs."""
    return _measures.correlation(_rows(set, "set"))


def stability(before, now):
    """Share of the active bits that outputs for the same inputs kept."""
    return _measures.stability(_rows(before, "before"), _rows(now, "now"))


def reconstruction_error(inputs, reconstructions):
    """Mean share of the bits of an input that its reconstruction gets wrong."""
    return _measures.reconstruction_error(_rows(inputs, "inputs"), _rows(reconstructions, "reconstructions"))


def noise_robustness(levels, clean, noisy):
    """(curve over the levels, its integral) of outputs for clean inputs, and for noisy ones at each level."""
    return _measures.noise_robustness(list(levels), _rows(clean, "clean"), [_rows(n, "noisy") for n in noisy])


def connection_change(before, now):
    """(synapses that became connected, that ceased to be) between two maps [column][slot]."""
    return _measures.connection_change(_rows(before, "before"), _rows(now, "now"))
