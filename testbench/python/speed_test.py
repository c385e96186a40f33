"""A batch through Python against the same steps called from C++, both in turns: the least processor time of
many."""

import os
import subprocess
import time

import numpy as np
import silipool

COUNT, ROUNDS, REPEATS = 1000, 12, 10


def test_a_batch_costs_at_most_a_tenth_more(tmp_path):
    X, _ = silipool.digits("train", COUNT)
    bits = silipool.Encoder("mnist", X).encode(X)
    bits.tofile(tmp_path / "bits")
    (tmp_path / "c.toml").write_text(silipool.configuration("mnist").text)
    command = [os.environ["SILIPOOL_BENCH"], str(tmp_path / "c.toml"), str(tmp_path / "bits"), str(COUNT), str(REPEATS)]
    best = {"c++": [np.inf, np.inf], "python": [np.inf, np.inf]}
    pooler = silipool.Pooler("mnist")
    for _ in range(ROUNDS):
        learn, infer, winners = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
        best["c++"] = [min(best["c++"][0], float(learn)), min(best["c++"][1], float(infer))]
        for _ in range(REPEATS):
            pooler.reset()
            times = []
            for work in (pooler.learn, pooler.infer):
                start = time.process_time()
                found = work(bits)
                times.append(time.process_time() - start)
            assert len(found.indices) == int(winners)
            best["python"] = [min(a, b) for a, b in zip(best["python"], times)]
    ratios = [p / c for p, c in zip(best["python"], best["c++"])]
    for what, p, c, r in zip(("learning", "inference"), best["python"], best["c++"], ratios):
        print(f"{what}: {1e6 * p / COUNT:.2f} us a sample through Python, {1e6 * c / COUNT:.2f} in C++: {r:.3f}")
    assert max(ratios) <= 1.1
