"""scikit-learn estimators around the pooler and its readout (docs/python.md)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin, ClassNamePrefixFeaturesOutMixin, TransformerMixin
from sklearn.utils import check_random_state
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import check_is_fitted, validate_data

from ._configuration import _flat_values, configuration, schema
from ._encoding import Binary, Grey, Quantiles, Thresholds
from ._low_level import Pooler, Readout

# What stands in the place of a configuration: every group goes when the first key of it is given.
_DEFAULTS = (
    {"pooler.hypercolumns": [32]},
    {"pooler.columns_per_hypercolumn": 32},
    {"pooler.permanence_bits": 4},
    {"pooler.active_columns": 4},
    {"pooler.pool": "shared_sample", "pooler.synapses_per_column": 64},
    {"learning.rule": "draw_per_winner", "learning.increment_probability": 0.02,
     "learning.decrement_probability": 0.01, "pooler.learning_columns": 1},
    {"boosting.rule": "exponential", "boosting.strength": 32, "boosting.duty_period": 5000},
)
_MOST_POSITIONS = 4096  # of a window, in all planes


def _key_of(parameter):
    """The key of a parameter: those of [pooler] and input.shape by their own name, others after their table's."""
    for table in ("learning", "boosting", "bumping", "readout"):
        if parameter.startswith(f"{table}_") and parameter != "learning_columns":
            return f"{table}.{parameter[len(table) + 1:]}"
    return "input.shape" if parameter == "shape" else f"pooler.{parameter}"


@dataclass(eq=False, repr=False)
class _Pooling(BaseEstimator):
    """What both estimators share: parameters, and a pooler that has learned."""

    configuration: Any = None
    encoder: Any = None
    levels: int = 8
    engine: str = "model"
    threads: int = 1
    epochs: int = 1
    random_state: Any = None

    shape: Any = None
    hypercolumns: Any = None
    columns_per_hypercolumn: Any = None
    wrap: Any = None
    window: Any = None
    pool: Any = None
    synapses_per_column: Any = None
    radius: Any = None
    pool_seed: Any = None
    candidate_inputs: Any = None
    permanence_bits: Any = None
    connected_threshold: Any = None
    initialisation: Any = None
    initial_window: Any = None
    initially_connected: Any = None
    inhibition: Any = None
    ties: Any = None
    radius_rule: Any = None
    radius_running_maximum: Any = None
    radius_period: Any = None
    inhibition_radius: Any = None
    active_density: Any = None
    active_columns: Any = None
    learning_columns: Any = None
    stimulus_threshold: Any = None
    stimulus_on: Any = None
    overlap_scale: Any = None
    learning_rule: Any = None
    learning_increment: Any = None
    learning_decrement: Any = None
    learning_increment_probability: Any = None
    learning_decrement_probability: Any = None
    learning_minimum_connected: Any = None
    learning_raise_step: Any = None
    learning_trim: Any = None
    learning_trim_at_reset: Any = None
    boosting_rule: Any = None
    boosting_in_inference: Any = None
    boosting_duty: Any = None
    boosting_duty_period: Any = None
    boosting_duty_fraction_bits: Any = None
    boosting_strength: Any = None
    boosting_update_period: Any = None
    boosting_maximum: Any = None
    boosting_minimum_duty: Any = None
    bumping_increment: Any = None
    bumping_minimum_duty: Any = None
    bumping_reference: Any = None
    bumping_overlap_threshold: Any = None

    _OWN = ("configuration", "encoder", "levels", "engine", "threads", "epochs", "random_state")

    def __sklearn_tags__(self):
        tags = super().__sklearn_tags__()
        tags.input_tags.sparse = True
        return tags

    def _validate(self, X, *y, reset):
        return validate_data(self, X, *y, accept_sparse="csr", reset=reset)

    # --- from parameters to a pooler ---

    def _given(self):
        """Keys that parameters give."""
        given = {_key_of(name): value for name, value in self.get_params(deep=False).items()
                 if name not in self._OWN and value is not None}
        if self.random_state is not None:
            is_number = isinstance(self.random_state, (int, np.integer))
            given["seed"] = (int(self.random_state) if is_number
                             else int(check_random_state(self.random_state).randint(2**31)))
        return given

    def _encoder_name(self):
        if self.encoder is not None:
            return self.encoder if isinstance(self.encoder, str) else "thresholds"
        return "quantile" if self.configuration is None or isinstance(self.configuration, Mapping) else "configuration"

    def _make_encoder(self, X):
        """An encoder, or None where it is the configuration's, and the number of its planes."""
        name = self._encoder_name()
        if name == "quantile":
            if not 1 <= self.levels <= 8:
                raise ValueError(f"levels = {self.levels}: legal is 1..8")
            return Quantiles(X, self.levels), self.levels
        if name == "thresholds":
            encoder = Thresholds(X, self.encoder)
            return encoder, encoder.planes
        if name == "binary":
            return Binary(X), 1
        if name == "configuration":
            return None, None
        raise ValueError(f"encoder = {name!r}: legal are 'binary', 'quantile', 'configuration' and thresholds")

    def _make(self, X):
        """Configuration, encoder and pooler for data like X."""
        if self.epochs < 0:
            raise ValueError(f"epochs = {self.epochs}: legal is 0 or more")
        self.encoder_, planes = self._make_encoder(X)
        given = self._given()
        coded = {} if planes is None else {"input.encoding": "none", "input.planes": planes, "input.thresholds": None,
                                           "input.levels": None, "input.fit": None}
        if self.configuration is None or isinstance(self.configuration, Mapping):
            keys = dict(_flat_values(self.configuration or {}))
            keys = {**_defaults(X.shape[1], planes or 1, {**keys, **given}), **keys}
            self.configuration_ = configuration(None, {**keys, **coded, **_of_other_rules(keys, given), **given})
        else:
            source = configuration(self.configuration)
            self.configuration_ = configuration(source, {**coded, **_of_other_rules(source.keys(), given), **given})
        if planes is None:
            self.encoder_ = Grey(X, self.configuration_)
        elif planes * X.shape[1] != self.configuration_.inputs:
            raise ValueError(f"X has {X.shape[1]} features in {planes} planes, the configuration has "
                             f"{self.configuration_.inputs} inputs")
        self.pooler_ = Pooler(self.configuration_, engine=self.engine, threads=self.threads)

    def _learn(self, inputs, codes=None):
        wanted = self.configuration_["learning.reward"] != "none"
        return self.pooler_.learn(inputs, codes if wanted else None)

    def _winners(self, X):
        check_is_fitted(self, "pooler_")
        return self.pooler_.infer(self.encoder_.encode(self._validate(X, reset=False)))


def _of_other_rules(keys, given):
    """A rule that is given takes the keys of the rule that stood there away: they would have no meaning."""
    tables = {rule.partition(".")[0] for rule in ("learning.rule", "boosting.rule", "readout.rule")
              if rule in given and keys.get(rule, given[rule]) != given[rule]}
    return {k["key"]: None for k in schema() if k["key"].partition(".")[0] in tables}


def _defaults(features, planes, given):
    """Keys that nobody gave, for so many features in planes."""
    keys = {"input.shape": [features]}
    flat = "input.shape" not in given
    for group in _DEFAULTS:
        first = next(iter(group))
        if first in given or (first == "pooler.active_columns" and "pooler.active_density" in given):
            continue
        if first == "pooler.hypercolumns" and not flat:
            continue
        keys.update(group)
    if flat and "pooler.window" not in given:
        keys["pooler.window"] = [min(features, _MOST_POSITIONS // planes)]
    if "pooler.synapses_per_column" in keys:
        window = given.get("pooler.window") or keys.get("pooler.window") or given["input.shape"]
        keys["pooler.synapses_per_column"] = min(64, planes * int(np.prod(window)))
    most = given.get("pooler.active_columns", keys.get("pooler.active_columns"))
    if "pooler.learning_columns" in keys and most is None:
        del keys["pooler.learning_columns"]
    return keys


@dataclass(eq=False, repr=False)
class SpatialPooler(ClassNamePrefixFeaturesOutMixin, TransformerMixin, _Pooling):
    """A Spatial Pooler as a transformer: learns without labels; the columns are the new features, 1 where they
    win."""

    sparse_output: bool = False

    _OWN = (*_Pooling._OWN, "sparse_output")

    def __sklearn_tags__(self):
        tags = super().__sklearn_tags__()
        tags.transformer_tags.preserves_dtype = []
        return tags

    def fit(self, X, y=None):
        """Learns X `epochs` times. y is not looked at."""
        X = self._validate(X, reset=True)
        self._make(X)
        inputs = self.encoder_.encode(X)
        for _ in range(self.epochs):
            self._learn(inputs)
        return self

    def partial_fit(self, X, y=None):
        """Learns X once. The first call fits the encoder."""
        first = not hasattr(self, "pooler_")
        X = self._validate(X, reset=first)
        if first:
            self._make(X)
        self._learn(self.encoder_.encode(X))
        return self

    def transform(self, X):
        """The winners of each row: uint8 [row][column], or a CSR matrix."""
        winners = self._winners(X)
        return winners.csr() if self.sparse_output else winners.dense().view(np.uint8)

    @property
    def _n_features_out(self):
        return self.configuration_.columns


@dataclass(eq=False, repr=False)
class SpatialPoolerClassifier(ClassifierMixin, _Pooling):
    """A Spatial Pooler that learns without labels, and a readout that learns the labels from its winners."""

    readout_rule: Any = None
    readout_passes: Any = None
    readout_learning_rate: Any = None
    readout_learning_rate_decay: Any = None
    readout_weight_bits: Any = None
    readout_shift: Any = None
    readout_rotation: Any = None
    readout_neighbours: Any = None
    readout_cost: Any = None
    learning_reward: Any = None
    learning_classes: Any = None

    def fit(self, X, y):
        """Learns X `epochs` times, then trains the readout."""
        X, y = self._validate(X, y, reset=True)
        codes = self._make_classes(y, None)
        self._make(X)
        inputs = self.encoder_.encode(X)
        for _ in range(self.epochs):
            self._learn(inputs, codes)
        self._make_readout()
        if self.configuration_["readout.shift"] or self.configuration_["readout.rotation"]:
            if not isinstance(self.encoder_, Grey):
                raise ValueError("readout.shift and readout.rotation need encoder = 'configuration': only images "
                                 "of grey levels can be shifted and turned")
            for number in range(self.readout_.passes):
                winners = self.pooler_.infer(self.encoder_.encode_distorted(X, number))
                self.readout_.train_pass(winners, codes, number)
        else:
            self.readout_.train(self.pooler_.infer(inputs), codes)
        self.passes_ = self.readout_.passes
        return self

    def partial_fit(self, X, y, classes=None):
        """Learns X once, then a pass of the readout over what the pooler now makes of X. The first call needs
        all classes, and fits the encoder."""
        first = not hasattr(self, "pooler_")
        X, y = self._validate(X, y, reset=first)
        if first:
            if classes is None:
                raise ValueError("classes must be given to the first call of partial_fit")
            codes = self._make_classes(y, classes)
            self._make(X)
            self._make_readout()
            self.passes_ = 0
        else:
            codes = self._codes(y)
        if self.configuration_["readout.rule"] == "svm":
            raise ValueError("readout.rule = \"svm\" begins anew at every pass: use fit, or another rule")
        inputs = self.encoder_.encode(X)
        self._learn(inputs, codes)
        self.readout_.train_pass(self.pooler_.infer(inputs), codes, self.passes_)
        self.passes_ += 1
        return self

    def predict(self, X):
        """The class of each row."""
        winners = self._winners(X)
        return self.classes_[self.readout_.predict(winners)]

    def _make_readout(self):
        self.readout_ = Readout(self.configuration_, self.configuration_.columns, len(self.classes_))

    def _make_classes(self, y, classes):
        check_classification_targets(y)
        self.classes_ = np.unique(y if classes is None else classes)
        if len(self.classes_) > 256:
            raise ValueError(f"{len(self.classes_)} classes: legal is at most 256")
        return self._codes(y)

    def _codes(self, y):
        unknown = np.setdiff1d(y, self.classes_)
        if len(unknown) > 0:
            raise ValueError(f"classes {unknown.tolist()} of y were not among the first ones: {self.classes_.tolist()}")
        return np.searchsorted(self.classes_, y).astype(np.uint8)
