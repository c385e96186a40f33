"""The low-level part: configurations, SDRs, poolers, readouts, encoders, measures, devices."""

import os
import pickle
import signal
import subprocess
import sys
import threading
import time

import numpy as np
import pytest
import silipool

KEYS = {"input": {"shape": [12, 12], "encoding": "none"},
        "pooler": {"hypercolumns": [3, 3], "columns_per_hypercolumn": 8, "window": [5, 5], "permanence_bits": 4,
                   "active_columns": 2},
        "learning": {"rule": "draw_per_winner", "increment_probability": 0.4, "decrement_probability": 0.3},
        "boosting": {"rule": "exponential", "strength": 4, "duty_period": 100, "update_period": 10}}


def bits(n=200, seed=1):
    return np.random.default_rng(seed).random((n, 144)) < 0.3


@pytest.fixture
def pooler():
    return silipool.Pooler(KEYS)


class TestConfiguration:
    def test_keys_text_and_file_are_one(self, tmp_path):
        made = silipool.configuration(KEYS)
        (tmp_path / "c.toml").write_text(made.text)
        assert silipool.configuration(text=made.text).hash == made.hash
        assert silipool.configuration(tmp_path / "c.toml").hash == made.hash
        assert made["pooler.window"] == [5, 5] and made.columns == 72 and made.shape == [1, 12, 12]

    def test_keys_take_the_place_of_a_files(self):
        other = silipool.configuration("mnist", {"pooler": {"active_columns": 3}, "seed": 7})
        assert other["pooler.active_columns"] == 3 and other.seed == 7

    def test_presets_are_readable(self):
        assert {"mnist", "digits", "presets/nupic"} <= set(silipool.presets())
        for name in silipool.presets():
            assert silipool.configuration(name).inputs > 0

    def test_errors_name_key_and_range(self):
        with pytest.raises(ValueError, match=r"pooler.active_columns = 40 is out of range: 1\.\.28"):
            silipool.configuration("mnist", {"pooler.active_columns": 40})
        with pytest.raises(ValueError, match="unknown key pooler.windw"):
            silipool.configuration(KEYS, {"pooler.windw": 3})
        with pytest.raises(ValueError, match="legal are booleans"):
            silipool.configuration(KEYS, {"pooler.window": object()})

    def test_a_missing_file_is_an_oserror(self):
        with pytest.raises(FileNotFoundError, match="nowhere.toml"):
            silipool.configuration("nowhere.toml")
        with pytest.raises(IsADirectoryError):
            silipool.configuration("/")

    def test_pickles(self):
        made = silipool.configuration("mnist")
        assert pickle.loads(pickle.dumps(made)) == made


class TestPooler:
    def test_a_batch_is_its_steps(self, pooler):
        one = silipool.Pooler(KEYS)
        batch = pooler.learn(bits())
        for i, row in enumerate(bits()):
            assert one.step(row).tolist() == batch[i].tolist()
        assert one.digest == pooler.digest and pooler.learning_step == 200
        assert one.step(bits()[0], learn=False).tolist() == pooler.infer(bits()[:1])[0].tolist()
        assert one.digest == pooler.digest

    @pytest.mark.parametrize("form", ["uint8", "int64", "float", "list", "fortran", "strided", "reversed", "csr", "set"])
    def test_layouts_give_the_same_bytes(self, pooler, form):
        X = bits()
        wide = np.zeros((200, 288), bool)
        wide[:, ::2] = X
        given = {"uint8": X.astype(np.uint8), "int64": X.astype(np.int64), "float": X.astype(float),
                 "list": X.astype(int).tolist(), "fortran": np.asfortranarray(X), "strided": wide[:, ::2],
                 "reversed": X[:, ::-1].copy()[:, ::-1], "set": silipool.SdrSet.from_bits(X)}
        if form == "csr":
            given["csr"] = pytest.importorskip("scipy.sparse").csr_matrix(X.astype(float))
        pooler.learn(given[form])
        reference = silipool.Pooler(KEYS)
        reference.learn(X)
        assert pooler.digest == reference.digest

    def test_winners_are_shared_memory(self, pooler):
        winners = pooler.learn(bits())
        assert winners.indices.base is not None and not winners.indices.flags.writeable
        assert np.shares_memory(winners.indices, winners[3])
        dense = winners.dense()
        assert dense.dtype == bool and dense.shape == (200, 72)
        assert silipool.SdrSet.from_bits(dense) == winners
        indices = winners.indices
        kept = indices.copy()
        del winners
        assert (indices == kept).all()

    def test_state_goes_round(self, pooler, tmp_path):
        pooler.learn(bits())
        for other in (pickle.loads(pickle.dumps(pooler)), silipool.Pooler(KEYS), silipool.Pooler(KEYS)):
            if other.learning_step == 0 and not (tmp_path / "s.state").exists():
                other.set_state(pooler.state())
                pooler.save(tmp_path / "s.state")
            elif other.learning_step == 0:
                other.load(tmp_path / "s.state")
            assert other.digest == pooler.digest
            assert other.learn(bits(seed=2)) == pickle.loads(pickle.dumps(pooler)).learn(bits(seed=2))
        with pytest.raises(ValueError, match="s.state"):
            silipool.Pooler("mnist").load(tmp_path / "s.state")
        with pytest.raises(FileNotFoundError):
            pooler.load(tmp_path / "none.state")
        with pytest.raises(OSError):
            pooler.save(tmp_path / "no_folder" / "s.state")
        pooler.reset()
        assert pooler.digest == silipool.Pooler(KEYS).digest

    def test_what_it_shows(self, pooler):
        winners = pooler.step(bits()[0])
        assert pooler.overlaps.shape == (72,) and set(pooler.learners) <= set(winners)
        assert pooler.permanences.shape == (72, 25) and pooler.permanences.dtype == np.uint16
        assert pooler.permanences.max() <= 15
        assert pooler.duties.shape == pooler.boosts.shape == (72,)
        assert pooler.feature_map().shape == (144,)
        assert pooler.receptive_field(5).shape == (1, 12, 12)
        assert pooler.reconstruction(winners.tolist()).dtype == bool
        assert pooler.initial_statistics(0.3)["expected_overlap"] > 0
        with pytest.raises(ValueError, match="column"):
            pooler.receptive_field(72)

    def test_bad_inputs(self, pooler):
        X = bits().astype(float)
        for wrong, message in ((np.nan, "nan"), (np.inf, "inf"), (2, "2"), (0.5, "0.5"), (-1, "-1")):
            X[3, 7] = wrong
            with pytest.raises(ValueError, match=rf"inputs: element \(3, 7\) is {message}.*legal are whole numbers 0\.\.1"):
                pooler.learn(X)
        byte = bits().astype(np.uint8)
        byte[5, 9] = 3
        before = silipool.Pooler(KEYS)
        before.learn(bits()[:5])
        with pytest.raises(ValueError, match="row 5, column 9 is 3, legal are 0 and 1"):
            pooler.learn(byte)
        assert pooler.digest == before.digest  # the steps before it are done, nothing else
        with pytest.raises(ValueError, match="rows differ in length"):
            pooler.learn([[0, 1], [0]])
        with pytest.raises(ValueError, match="rows of 143 bits, legal are 144"):
            pooler.learn(bits()[:, :143])
        with pytest.raises(ValueError, match="3 dimensions"):
            pooler.learn(np.zeros((2, 1, 144), bool))
        with pytest.raises(ValueError, match="elements of type"):
            pooler.learn(np.full((1, 144), "x"))
        with pytest.raises(ValueError, match="2 rows, a step takes one"):
            pooler.step(bits()[:2])
        with pytest.raises(ValueError, match="engine"):
            silipool.Pooler(KEYS, engine="rtl")

    def test_threads_run_while_it_works(self, pooler):
        many = np.tile(bits(), (100, 1))
        together = [silipool.Pooler(KEYS) for _ in range(2)]
        pooler.learn(many)
        threads = [threading.Thread(target=p.learn, args=(many,)) for p in together]
        ticks = 0
        for t in threads:
            t.start()
        while any(t.is_alive() for t in threads):
            ticks += 1
            time.sleep(0.0005)
        assert ticks > 1 and {p.digest for p in together} == {pooler.digest}

    def test_one_pooler_in_two_threads(self, pooler):
        threads = [threading.Thread(target=pooler.learn, args=(bits(),)) for _ in range(4)]
        for t in threads:
            t.start()
        for t in threads:
            t.join()
        assert pooler.learning_step == 800

    def test_ctrl_c_stops_it(self):
        code = ("import numpy, silipool\np = silipool.Pooler('mnist')\nX = numpy.zeros((1000, 784), bool)\nX[:, 300:400] = True\n"
                "print('ready', flush=True)\nwhile True: p.learn(numpy.broadcast_to(X, (1000, 784)))\n")
        child = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                 text=True, env=os.environ)
        assert child.stdout.readline() == "ready\n"
        time.sleep(0.2)
        child.send_signal(signal.SIGINT)
        assert "KeyboardInterrupt" in child.communicate(timeout=20)[1]


class TestReadout:
    @pytest.mark.parametrize("rule", [{"rule": "softmax"}, {"rule": "softmax", "weight_bits": 4}, {"rule": "counts"},
                                      {"rule": "nearest", "neighbours": 3}, {"rule": "svm"}])
    def test_learns_and_pickles(self, rule):
        rng = np.random.default_rng(3)
        labels = rng.integers(0, 4, 300)
        samples = rng.random((300, 60)) < 0.1
        samples[np.arange(300)[:, None], labels[:, None] * 15 + np.arange(8)] = True
        try:
            readout = silipool.Readout({**KEYS, "readout": rule}, 60, 4)
        except RuntimeError as error:
            assert rule["rule"] == "svm" and "LIBLINEAR" in str(error)
            pytest.skip("built without LIBLINEAR")
        readout.train(samples, labels)
        assert readout.accuracy(samples, labels) > 0.95
        again = pickle.loads(pickle.dumps(readout))
        assert (again.predict(samples) == readout.predict(samples)).all()
        again.train_pass(samples, labels, 1)
        readout.train_pass(samples, labels, 1)
        assert (again.predict(~samples) == readout.predict(~samples)).all()

    def test_bad_input(self):
        readout = silipool.Readout(KEYS, 60, 4)
        with pytest.raises(ValueError, match="label 4: legal is 0 to 3"):
            readout.train(np.zeros((1, 60), bool), [4])
        with pytest.raises(ValueError, match="labels: element"):
            readout.train(np.zeros((1, 60), bool), [np.nan])
        with pytest.raises(ValueError, match="features"):
            readout.predict(np.zeros((1, 61), bool))
        with pytest.raises(ValueError, match="2 labels for 1"):
            readout.train(np.zeros((1, 60), bool), [0, 1])


class TestData:
    def test_encodes_as_configured(self):
        X, y = silipool.load_data("digits/train")
        assert X.shape == (10000, 28, 28) and X.dtype == np.uint8 and set(y) == set(range(10))
        assert (silipool.digits("train", 30)[0] == X[:30]).all()
        encoder = silipool.Encoder("digits", X[:100])
        assert (encoder.encode(X[:100]) == (X[:100].reshape(100, -1) > 80)).all()
        for keys in ({"input.encoding": "quantile", "input.fit": "pixel", "input.levels": 3, "input.thresholds": None,
                      "input.planes": 3},
                     {"input.encoding": "mean", "input.thresholds": None}):
            fitted = silipool.Encoder(silipool.configuration("digits", keys), X[:100])
            assert (pickle.loads(pickle.dumps(fitted)).encode(X[100:200]) == fitted.encode(X[100:200])).all()

    def test_files(self, tmp_path):
        (tmp_path / "mine.csv").write_text("0,255,1\n10,20,0\n")
        X, y = silipool.load_data(tmp_path / "mine.csv")
        assert X.reshape(2, 2).tolist() == [[0, 255], [10, 20]] and y.tolist() == [1, 0]
        with pytest.raises(FileNotFoundError):
            silipool.load_data(tmp_path / "none.csv")
        (tmp_path / "bad.csv").write_text("0,x,1\n")
        with pytest.raises(ValueError, match="bad.csv:1"):
            silipool.load_data(tmp_path / "bad.csv")


class TestMeasures:
    def test_known_values(self):
        m = silipool.measures
        X = np.eye(4, dtype=bool)
        assert m.statistics(X)["density"] == 0.25
        assert m.uniqueness(X) == 1 and m.uniqueness(np.ones((3, 4), bool)) == 0
        assert m.overlap(X) == 0 and m.similarity(np.ones((3, 4), bool))["one"] == 1
        assert m.stability(X, X) == 1 and m.reconstruction_error(X, X) == 0
        assert m.connection_change(X, ~X) == (12, 4)
        curve, robustness = m.noise_robustness([0, 0.5], X, [X, X[::-1]])
        assert curve == [1, 0] and robustness == 0.25
        assert m.correlation(np.array([[1, 1, 0, 0], [0, 0, 1, 1]], bool)) == -1
        with pytest.raises(ValueError):
            m.uniqueness(X[:1])


class TestDevices:
    def test_ideal_devices_are_the_model(self, pooler):
        devices = silipool.Pooler({**KEYS, "crossbar": {"synapse": "hybrid"}}, engine="crossbar")
        assert devices.learn(bits()) == pooler.learn(bits())
        assert devices.digest == pooler.digest
        assert devices.learning_work["device_writes"] > 0 and devices.wear["cells"] > 0
        assert devices.conductances(0).shape == (25, 8)
        assert (devices.currents(0, [1, 2]) >= 0).all()
        with pytest.raises(ValueError, match="no devices"):
            pooler.wear
        with pytest.raises(ValueError, match="cannot be pickled"):
            pickle.dumps(devices)

    def test_an_array_is_solved(self):
        g = np.random.default_rng(1).uniform(1e-6, 1e-4, (16, 8))
        v = np.linspace(0, 0.2, 16)
        ideal = silipool.Array(g).solve(v)["column_current_a"]
        assert np.allclose(ideal, v @ g, rtol=1e-9)
        wired = silipool.Array(g, row_ohm=5, column_ohm=5)
        exact = wired.solve(v)
        assert (exact["column_current_a"] < ideal).all() and exact["residual_a"] < 1e-9
        both = wired.solve_batch(np.stack([v, v / 2]), threads=2)
        assert (both[0] == exact["column_current_a"]).all() and both.shape == (2, 8)
        near = wired.approximate(v)[0]
        assert np.abs(near / exact["column_current_a"] - 1).max() < 0.01
        with pytest.raises(ValueError, match="voltages"):
            wired.solve(v[:3])
        with pytest.raises(ValueError, match="conductances"):
            silipool.Array(np.ones(3))

    def test_cells(self):
        assert "taox_hfox" in silipool.cards()
        card = silipool.Card("taox_hfox")
        cells = silipool.CellArray(card, 2, 3, seed=5)
        assert (cells.conductances == cells.g_min_s).all()
        assert cells.pulse(1, 2, "set", 3)["conductance_s"] == cells.conductances[1, 2] > cells.g_min_s
        with pytest.raises(ValueError, match="legal is below"):
            cells.pulse(2, 0, "set")
        with pytest.raises(ValueError, match="unknown memristor card"):
            silipool.Card("none_such")
        with pytest.raises(ValueError, match="unknown effect"):
            silipool.CellArray(card, 1, 1, effects=["rust"])
