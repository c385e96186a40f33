"""What the bindings take and give, with what Python knows better than C++: lists, types of arrays, NaN."""

import numpy as np

from . import _silipool
from ._configuration import configuration as _configuration
from ._silipool import SdrSet


def _array(given, what):
    try:
        array = np.asarray(given)
    except ValueError as error:
        raise ValueError(f"{what}: rows differ in length ({error})") from error
    if array.dtype == object or array.dtype.kind in "USOV":
        raise ValueError(f"{what}: elements of type {array.dtype}, legal are numbers in rows of one length")
    return array


def _whole(given, what, low, high, dtype):
    """An array of whole numbers low..high as `dtype`, not copied where it is one."""
    array = _array(given, what)
    if array.dtype == dtype or (array.dtype == bool and dtype == np.uint8):
        return array.view(np.uint8) if array.dtype == bool and dtype == np.uint8 else array
    wrong = ~((array >= low) & (array <= high))
    if array.dtype.kind == "f":
        wrong |= array != np.floor(array)
    if array.dtype.kind == "c":
        raise ValueError(f"{what}: complex numbers, legal are whole numbers {low}..{high}")
    if wrong.any():
        place = tuple(int(i) for i in np.argwhere(wrong)[0])
        raise ValueError(f"{what}: element {place} is {array[place]}, legal are whole numbers {low}..{high}")
    return array.astype(dtype)


def _rows(given, what):
    """SDRs as the bindings take them: an SdrSet, or an array of bool or uint8. A matrix of SciPy becomes an
    SdrSet."""
    if isinstance(given, SdrSet):
        return given
    if hasattr(given, "tocsr"):
        return _from_csr(given, what)
    if isinstance(given, np.ndarray) and given.dtype in (np.bool_, np.uint8):
        return given
    return _whole(given, what, 0, 1, np.uint8)


def _from_csr(matrix, what):
    csr = matrix.tocsr()
    if not csr.has_canonical_format:
        csr = csr.copy()
        csr.sum_duplicates()
    _whole(csr.data, what, 0, 1, np.uint8)
    if (csr.data == 0).any():
        csr = csr.copy()
        csr.eliminate_zeros()
    return SdrSet(csr.shape[1], csr.indptr.astype(np.uint32), csr.indices.astype(np.uint32))


def _from_bits(given):
    """The SdrSet of rows of bits."""
    rows = _rows(given, "bits")
    return rows if isinstance(rows, SdrSet) else SdrSet._from_bits(rows)


def _csr(self):
    """As a CSR matrix of SciPy, of uint8."""
    from scipy.sparse import csr_matrix
    return csr_matrix((np.ones(len(self.indices), np.uint8), self.indices.astype(np.int32),
                       self.offsets.astype(np.int32)), shape=(len(self), self.bits))


SdrSet.from_bits = staticmethod(_from_bits)
SdrSet.csr = _csr


def _labels(given):
    return [] if given is None else _whole(given, "labels", 0, 255, np.uint8).ravel().tolist()


class Pooler(_silipool.Pooler):
    """A Spatial Pooler: the reference model, or with engine="crossbar" one whose synapses are memristors.

    Methods that take long let other threads run; Ctrl-C stops them between two steps."""

    def __init__(self, configuration, *, engine="model", threads=1):
        super().__init__(_configuration(configuration), engine=engine, threads=threads)

    def step(self, input, learn=True, label=None):
        """The indices of the winners of one step."""
        return self._step(_rows(input, "input"), learn, label)

    def learn(self, inputs, labels=None):
        """A learning step for each input; the winners as an SdrSet. Only rewards look at labels."""
        return self._run(_rows(inputs, "inputs"), True, _labels(labels))

    def infer(self, inputs):
        """The winners of each input as an SdrSet; nothing is learned."""
        return self._run(_rows(inputs, "inputs"), False, [])


class Readout(_silipool.Readout):
    """The readout of a configuration: a classifier of SDRs (docs/readouts.md)."""

    def __init__(self, configuration, features, classes):
        super().__init__(_configuration(configuration), features, classes)

    def train(self, samples, labels):
        """All passes over the samples."""
        self._train(_from_bits(samples), _labels(labels))

    def train_pass(self, samples, labels, number):
        """Pass `number`, from 0 on."""
        self._train_pass(_from_bits(samples), _labels(labels), number)

    def predict(self, samples):
        """A class for each sample."""
        return self._predict(_from_bits(samples))

    def accuracy(self, samples, labels):
        """The part of the samples whose prediction is their label."""
        labels = _whole(labels, "labels", 0, 255, np.uint8)
        predicted = self.predict(samples)
        if len(predicted) != len(labels) or len(labels) == 0:
            raise ValueError(f"{len(labels)} labels for {len(predicted)} samples: legal is one for each, of at least one")
        return float(np.mean(predicted == labels))


class Encoder(_silipool.Encoder):
    """The encoder of a configuration (docs/data.md), fitted to training samples: rows of grey levels 0..255."""

    def __init__(self, configuration, training):
        super().__init__(_configuration(configuration), _grey(training))

    def encode(self, samples):
        """Rows of input bits."""
        return super().encode(_grey(samples))

    def encode_distorted(self, samples, readout_pass):
        """The same of samples that are shifted and turned as readout.shift and readout.rotation say."""
        return super().encode_distorted(_grey(samples), readout_pass)


def _grey(samples):
    array = _whole(samples, "samples", 0, 255, np.uint8)
    return array.reshape(len(array), -1) if array.ndim > 2 else array
