"""A study whose sweeps are killed with -9 at random moments gives, after the last resume, the bytes of one that was
left alone: no point lost, none doubled.

kill_test.py Fast: 24 points, 12 kills. kill_test.py Slow: 200 points, 100 kills.
"""

import random
import time
import unittest

from sweep_case import SweepCase, kill_now, main


class Kills(SweepCase):
    def disturb(self, kills, **study):
        more = "[limits]\nattempts = 100\n"  # points are killed too
        sweep = self.study(more=more, **study)
        points = 2 * study["strengths"] * study["seeds"]
        began = time.monotonic()
        self.succeeds("sweep", sweep, "--store", "calm.sqlite", "--workers", "2", "--quiet", timeout=7200)
        of_a_point = 2 * (time.monotonic() - began) / points  # on this machine, with two at once
        calm = self.export("calm.sqlite"), self.export("calm.sqlite", "json")
        draw = random.Random(1)
        for number in range(kills):
            child = self.start(sweep, "--store", "s.sqlite", "--workers", "2")
            time.sleep(draw.uniform(0.02, 2) * of_a_point)
            alive = self.points_running(child)
            self.assertIsNone(child.poll(), f"the study was over before kill {number}")
            if number % 10 == 3 and alive:  # now and then a point dies before its sweep
                kill_now(alive[0])
                time.sleep(0.05)
                alive = self.points_running(child)
            kill_now(child.pid)
            child.wait()
            deadline = time.monotonic() + 30
            while any(self.alive(pid) for pid in alive):
                self.assertLess(time.monotonic(), deadline, "a point outlives its sweep")
                time.sleep(0.005)
            if (self.work / "s.sqlite").exists() and number % 10 == 0:
                self.assert_whole()
        done_before_the_last = self.ask("SELECT count(*) FROM points WHERE status = 'done'")[0][0]
        self.assertGreater(done_before_the_last, 0, "kills came so fast that nothing was tested")
        self.succeeds("sweep", "s.sqlite", "--resume", "--workers", "2", "--quiet", timeout=7200)
        self.assert_whole()
        disturbed = self.export(), self.export("s.sqlite", "json")
        self.assertEqual(disturbed, calm)
        self.assertEqual(self.ask("SELECT count(*), count(DISTINCT id), min(status), max(status) FROM points"),
                         [(points, points, "done", "done")])
        # Nothing that was done was run again: more attempts than points only where a sweep or a point was killed.
        attempts = self.ask("SELECT sum(attempts) FROM points")[0][0]
        self.assertLessEqual(attempts, points + 2 * kills + kills // 10 + 1)
        print(f"{kills} kills, {done_before_the_last} of {points} points done before the last resume, "
              f"{attempts} attempts: the same {len(calm[0])} bytes")

    @staticmethod
    def alive(pid) -> bool:
        try:
            with open(f"/proc/{pid}/stat") as stat:
                return stat.read().rsplit(")", 1)[1].split()[0] not in "ZX"
        except OSError:
            return False


class Fast(Kills):
    def test_twelve_kills_of_24_points(self):
        self.disturb(12, strengths=6, seeds=2, train=300)


class Slow(Kills):
    def test_a_hundred_kills_of_200_points(self):
        self.disturb(100, strengths=10, seeds=10, train=3000)


if __name__ == "__main__":
    main()
