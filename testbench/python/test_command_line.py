"""Predictions of the classifier are the command line's, bit for bit."""

import csv
import json
import os
import subprocess
from pathlib import Path

import numpy as np
import pytest
import silipool

pytest.importorskip("sklearn")
BIN = os.environ.get("SILIPOOL_BIN")
pytestmark = pytest.mark.skipif(not BIN, reason="SILIPOOL_BIN names no silipool to compare with")

CONFIGS = Path(__file__).resolve().parents[2] / "sim" / "configs"
QUANTILE = {"input.encoding": "quantile", "input.thresholds": None, "input.levels": 2, "input.planes": None,
            "input.fit": "pixel"}
CASES = {
    "digits": ("digits", 1500, 500, {}, {}),
    "digits-epochs-seed": ("digits", 300, 300, {"readout.rule": "counts", "readout.passes": None, "readout.learning_rate": None},
                           {"random_state": 7, "epochs": 2}),
    "digits-quantile": ("digits", 300, 300, QUANTILE, {}),
    "digits-shifted": ("digits", 300, 300, {"readout.shift": 1, "readout.passes": 2}, {}),
    "mnist": ("mnist", 2000, 500, {}, {}),
    "mhtm-nearest": ("presets/mhtm", 100, 100, {"readout.rule": "nearest", "readout.passes": None,
                                                "readout.learning_rate": None, "readout.learning_rate_decay": None,
                                                "readout.cost": None}, {}),
}


@pytest.mark.parametrize("case", CASES)
def test_same_predictions(case, tmp_path):
    name, train, test, keys, parameters = CASES[case]
    if name == "mnist" and not (Path(os.environ.get("SILIPOOL_DATA", "data")) / "mnist").is_dir():
        pytest.skip("MNIST is not there: set SILIPOOL_DATA")
    data = {"data.train": "digits/train", "data.test": "digits/test"} if name != "mnist" else {}
    configuration = silipool.configuration(name, {**data, **keys})
    (tmp_path / "c.toml").write_text(configuration.text)
    command = [BIN, "run", str(tmp_path / "c.toml"), "--train", str(train), "--test", str(test), "--no-baselines",
               "--predictions", str(tmp_path / "p.csv"), "--json", str(tmp_path / "r.json"), "--quiet"]
    if "epochs" in parameters:
        command += ["--epochs", str(parameters["epochs"])]
    if "random_state" in parameters:
        command += ["--seed", str(parameters["random_state"])]
    subprocess.run(command, check=True, capture_output=True)
    with open(tmp_path / "p.csv", encoding="ascii") as file:
        rows = [(int(r["sample"]), int(r["label"]), int(r["prediction"])) for r in csv.DictReader(file)]
    result = json.loads((tmp_path / "r.json").read_text())

    X, y = (a[:train] for a in silipool.load_set(configuration, "train"))
    T, t = (a[:test] for a in silipool.load_set(configuration, "test"))
    model = silipool.SpatialPoolerClassifier(configuration, **parameters).fit(X.reshape(len(X), -1), y)
    predicted = model.predict(T.reshape(len(T), -1))
    assert [r[0] for r in rows] == list(range(test)) and [r[1] for r in rows] == t.tolist()
    assert [r[2] for r in rows] == predicted.tolist()
    assert result["accuracy"]["test"] == np.mean(predicted == t) > 0.3
    assert result["state"]["digest"] == model.pooler_.digest

    # The state that the command line saves is one of the package's.
    subprocess.run([*command, "--save", str(tmp_path / "s.state")], check=True, capture_output=True)
    pooler = silipool.Pooler(model.configuration_)
    pooler.load(tmp_path / "s.state")
    assert pooler.digest == model.pooler_.digest
