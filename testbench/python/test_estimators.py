"""The scikit-learn estimators."""

import pickle

import numpy as np
import pytest
import silipool

pytest.importorskip("sklearn")
from scipy import sparse  # noqa: E402
from sklearn.base import clone  # noqa: E402
from sklearn.datasets import make_blobs  # noqa: E402
from sklearn.model_selection import RandomizedSearchCV, cross_val_score  # noqa: E402
from sklearn.pipeline import make_pipeline  # noqa: E402
from sklearn.utils.estimator_checks import check_estimator  # noqa: E402

from silipool import SpatialPooler, SpatialPoolerClassifier  # noqa: E402

SMALL = {"hypercolumns": [8], "columns_per_hypercolumn": 16}


def blobs(n=200):
    return make_blobs(n_samples=n, centers=3, n_features=5, random_state=1)


class TestScikitLearn:
    @pytest.mark.parametrize("estimator", [SpatialPooler(), SpatialPoolerClassifier()])
    def test_check_estimator(self, estimator):
        # Raises at the first check that fails; a tag poor_score would take checks away.
        results = check_estimator(estimator, on_fail="raise", on_skip=None)
        assert not estimator.__sklearn_tags__().classifier_tags or not estimator.__sklearn_tags__().classifier_tags.poor_score
        assert sum(r["status"] == "passed" for r in results) > 40
        assert {r["status"] for r in results} <= {"passed", "skipped"}

    @pytest.mark.parametrize("estimator", [SpatialPooler, SpatialPoolerClassifier])
    def test_parameters_are_the_keys(self, estimator):
        from silipool._estimators import _key_of
        keys = {k["key"] for k in silipool.schema()}
        taken = {_key_of(name) for name in estimator().get_params() if name not in estimator._OWN}
        assert taken <= keys
        # All that changes what a pooler does can be said; rewards need labels.
        wanted = {k for k in keys if k.split(".")[0] in ("pooler", "learning", "boosting", "bumping")}
        wanted -= {"learning.reward", "learning.classes"}
        assert wanted <= taken

    def test_jobs_make_no_difference(self):
        X, y = blobs()
        model = SpatialPoolerClassifier(random_state=3, **SMALL)
        scores = [cross_val_score(model, X, y, cv=4, n_jobs=jobs).tolist() for jobs in (1, 2)]
        assert scores[0] == scores[1] and min(scores[0]) > 0.8

    def test_random_search_makes_none_either(self):
        X, y = blobs()
        space = {"active_columns": [1, 2, 4], "boosting_strength": [0, 8, 32], "readout_rule": ["softmax", "counts"],
                 "encoder": ["quantile", np.array([-5.0, 0.0, 5.0])], "levels": [2, 4]}
        found = [RandomizedSearchCV(SpatialPoolerClassifier(random_state=1, **SMALL), space, n_iter=4, cv=2, n_jobs=jobs,
                                    random_state=0, error_score="raise").fit(X, y) for jobs in (1, 2)]
        assert (found[0].cv_results_["mean_test_score"] == found[1].cv_results_["mean_test_score"]).all()
        assert found[0].best_params_ == found[1].best_params_
        assert (found[0].predict(X) == found[1].predict(X)).all()

    def test_pipeline_names_and_sparse_output(self):
        X, y = blobs()
        pipeline = make_pipeline(SpatialPooler(sparse_output=True, **SMALL), SpatialPoolerClassifier(encoder="binary"))
        assert pipeline.fit(X, y).score(X, y) > 0.9
        pooler = SpatialPooler(**SMALL).fit(X)
        assert (pooler.transform(X) == pipeline[0].transform(X).toarray()).all()
        assert list(pooler.get_feature_names_out()[:2]) == ["spatialpooler0", "spatialpooler1"]


class TestSeeds:
    def test_random_state_is_the_seed(self):
        X, y = blobs()
        digest = {s: SpatialPooler(random_state=s, **SMALL).fit(X).pooler_.digest for s in (1, 2)}
        assert digest[1] != digest[2]
        assert SpatialPooler(**SMALL).fit(X).pooler_.digest == digest[1]  # the configuration's own seed is 1
        state = np.random.RandomState
        assert (SpatialPooler(random_state=state(5), **SMALL).fit(X).pooler_.digest ==
                SpatialPooler(random_state=state(5), **SMALL).fit(X).pooler_.digest)

    def test_clone_and_pickle(self):
        X, y = blobs()
        model = SpatialPoolerClassifier(random_state=4, levels=3, **SMALL).fit(X, y)
        again = pickle.loads(pickle.dumps(model))
        assert (again.predict(X) == model.predict(X)).all() and again.pooler_.digest == model.pooler_.digest
        fresh = clone(model)
        assert not hasattr(fresh, "pooler_") and fresh.get_params() == model.get_params()
        assert (fresh.fit(X, y).predict(X) == model.predict(X)).all()
        # Both learn on to the same bytes.
        assert again.partial_fit(X, y).pooler_.digest == model.partial_fit(X, y).pooler_.digest
        assert (again.predict(X) == model.predict(X)).all()

    def test_partial_fits_of_a_pooler_are_its_fit(self):
        X = np.random.default_rng(1).random((200, 30)) < 0.2
        whole = SpatialPooler(encoder="binary", **SMALL).fit(X)
        parts = SpatialPooler(encoder="binary", **SMALL)
        for part in np.array_split(X, 7):
            parts.partial_fit(part)
        assert parts.pooler_.digest == whole.pooler_.digest


class TestEncoders:
    def test_binary_input_passes(self):
        X = np.random.default_rng(1).random((100, 30)) < 0.2
        model = SpatialPooler(encoder="binary", **SMALL).fit(X)
        direct = silipool.Pooler(model.configuration_)
        direct.learn(X)
        assert direct.digest == model.pooler_.digest
        for form in (X.astype(float), sparse.csr_matrix(X.astype(float)), sparse.csr_array(X.astype(np.int64)),
                     X.astype(np.uint8)):
            assert SpatialPooler(encoder="binary", **SMALL).fit(form).pooler_.digest == direct.digest

    def test_thresholds_and_quantiles(self):
        X, y = blobs()
        stated = SpatialPooler(encoder=[-2.0, 2.0], **SMALL).fit(X)
        planes = stated.encoder_.encode(X).reshape(len(X), 2, 5)
        assert (planes[:, 0] == (X > -2)).all() and (planes[:, 1] == (X > 2)).all()
        fitted = SpatialPooler(levels=3, **SMALL).fit(X)
        planes = fitted.encoder_.encode(X).reshape(len(X), 3, 5)
        # At most 3/4, 1/2 and 1/4 of distinct values are above.
        assert planes.sum(0).tolist() == [[150] * 5, [100] * 5, [50] * 5]
        as_sparse = SpatialPooler(levels=3, **SMALL).fit(sparse.csr_matrix(X))
        assert as_sparse.pooler_.digest == fitted.pooler_.digest

    def test_grey_levels_are_encoded_by_the_configuration(self):
        X, y = silipool.digits("train", 60)
        model = SpatialPoolerClassifier("digits").fit(X.reshape(60, -1), y)
        assert model.configuration_["input.thresholds"] == [80]
        with pytest.raises(ValueError, match="legal are whole numbers 0..255"):
            model.predict(X.reshape(60, -1) + 0.5)

    def test_distorted_images(self):
        X, y = silipool.digits("train", 100)
        plain, shifted = (SpatialPoolerClassifier("digits", readout_shift=s).fit(X.reshape(100, -1), y) for s in (0, 1))
        assert plain.pooler_.digest == shifted.pooler_.digest
        with pytest.raises(ValueError, match="only images"):
            SpatialPoolerClassifier("digits", encoder="quantile", readout_shift=1, levels=1).fit(X.reshape(100, -1), y)

    def test_crossbar(self):
        X, y = blobs(60)
        ideal = SpatialPooler(configuration={"crossbar": {"synapse": "hybrid"}}, engine="crossbar", **SMALL).fit(X)
        assert ideal.pooler_.digest == SpatialPooler(**SMALL).fit(X).pooler_.digest


class TestMistakes:
    @pytest.mark.parametrize("parameters, message", [
        ({"encoder": "gray"}, "legal are 'binary', 'quantile', 'configuration'"),
        ({"encoder": [np.nan]}, "finite"),
        ({"levels": 9}, "levels = 9: legal is 1..8"),
        ({"active_columns": 99, "learning_columns": 1}, r"pooler.active_columns = 99 is out of range: 1\.\.32"),
        ({"pool": "radius"}, "radius"),
        ({"epochs": -1}, "epochs"),
        ({"engine": "rtl"}, "engine"),
        ({"encoder": "binary"}, r"X: element .* legal are whole numbers 0\.\.1"),
    ])
    def test_one_clear_message(self, parameters, message):
        X, y = blobs()
        with pytest.raises(ValueError, match=message):
            SpatialPoolerClassifier(**parameters).fit(X, y)

    @pytest.mark.parametrize("wrong", [np.nan, np.inf, -np.inf])
    def test_no_numbers(self, wrong):
        X, y = blobs()
        fitted = SpatialPoolerClassifier(**SMALL).fit(X, y)
        X[3, 2] = wrong
        for call in (lambda: SpatialPoolerClassifier(**SMALL).fit(X, y), lambda: fitted.predict(X),
                     lambda: fitted.partial_fit(X, y)):
            with pytest.raises(ValueError, match="NaN|infinity"):
                call()

    def test_ragged(self):
        with pytest.raises(ValueError, match="inhomogeneous"):
            SpatialPooler().fit([[1.0, 2.0], [3.0]])

    def test_classes(self):
        X, y = blobs()
        with pytest.raises(ValueError, match="classes must be given"):
            SpatialPoolerClassifier().partial_fit(X, y)
        model = SpatialPoolerClassifier(**SMALL).partial_fit(X, y, classes=[0, 1, 2])
        with pytest.raises(ValueError, match=r"classes \[7\] of y"):
            model.partial_fit(X, np.full(len(X), 7))
        with pytest.raises(ValueError, match="257 classes"):
            SpatialPoolerClassifier().fit(np.arange(257.0)[:, None], np.arange(257))
