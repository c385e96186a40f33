"""Sweeps through Slurm: against programs that do as sbatch and squeue (Fake), and against a Slurm of one node that this
test starts from Debian's packages, where it can (Real: as root, with slurmctld, slurmd, slurm-client and munge)."""

import os
import pathlib
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import unittest

from sweep_case import SweepCase, environment, kill_now, main

SBATCH = """\
#!{python}
import os, subprocess, sys
folder = "{folder}"
options = [a for a in sys.argv[1:] if a.startswith("--")][:99]
script = next(i for i, a in enumerate(sys.argv) if i > 0 and not a.startswith("--"))
with open(folder + "/calls", "a") as calls:
    calls.write(repr(sys.argv[1:]) + "\\n")
value = lambda name: next(a.split("=", 1)[1] for a in sys.argv[1:script] if a.startswith(name + "="))
first, last = map(int, value("--array").split("-"))
job = str(100 + len(open(folder + "/calls").readlines()))
for task in range(first, last + 1):
    child = subprocess.Popen(["sh", *sys.argv[script:]], cwd=value("--chdir"), stdin=subprocess.DEVNULL,
                             stdout=open(value("--chdir") + "/task-%d.log" % task, "w"), stderr=subprocess.STDOUT,
                             env=dict(os.environ, SLURM_ARRAY_TASK_ID=str(task)), start_new_session=True)
    open(folder + "/task_" + job + "_" + str(task), "w").write(str(child.pid))
print("sbatch: a warning", file=sys.stderr)
print(job)
"""

SQUEUE = """\
#!{python}
import os
folder = "{folder}"
for name in sorted(os.listdir(folder)):
    if name.startswith("task_"):
        try:
            with open("/proc/" + open(folder + "/" + name).read() + "/stat") as stat:
                if stat.read().rsplit(")", 1)[1].split()[0] not in "ZX":
                    print(name[5:])
        except OSError:
            pass
"""

MORE = "[runner]\nname = \"slurm\"\ntasks = 3\npartition = \"main\"\n"


class Slurm(SweepCase):
    """What must hold whoever schedules."""

    def both_ways(self, env, **study):
        """A study through Slurm, and the same one here."""
        sweep = self.study(more=MORE, **study)
        self.succeeds("sweep", sweep, "--store", "s.sqlite", "--quiet", env=env, timeout=600)
        self.succeeds("sweep", sweep, "--store", "calm.sqlite", "--runner", "local", "--quiet")
        self.assert_whole()
        self.assertEqual(self.export(), self.export("calm.sqlite"))
        self.assertEqual(self.export(kind="json"), self.export("calm.sqlite", "json"))

    def cancelled(self, env, cancel):
        """`cancel` ends one task while it works."""
        sweep = self.study(more=MORE, strengths=6, train=3000)
        self.succeeds("sweep", sweep, "--store", "calm.sqlite", "--runner", "local", "--quiet")
        child = self.start(sweep, "--store", "s.sqlite", env=env)
        deadline = time.monotonic() + 120
        while not (job := self.working()):
            self.assertLess(time.monotonic(), deadline, "no task began to work")
            self.assertIsNone(child.poll())
            time.sleep(0.02)
        cancel(*job)
        self.assertEqual(child.wait(timeout=600), 1, "a cancelled task is told")
        waiting = self.ask("SELECT count(*) FROM points WHERE status = 'waiting'")[0][0]
        self.assertGreater(waiting, 0, "the task was over before it was cancelled")
        self.succeeds("sweep", sweep, "--store", "s.sqlite", "--resume", "--quiet", env=env, timeout=600)
        self.assert_whole()
        self.assertEqual(self.ask("SELECT count(*), min(status), max(status) FROM points"), [(24, "done", "done")])
        self.assertEqual(self.export(), self.export("calm.sqlite"))
        return waiting

    def working(self):
        """Job and number of a task that has a point at work, and that has more to do."""
        try:
            shards = self.ask("SELECT job, task, file FROM shards WHERE state = 'open' AND job != ''")
            for job, task, file in shards:
                status = dict(self.ask("SELECT status, count(*) FROM points GROUP BY status", file))
                if status.get("running") and status.get("waiting", 0) > 2:
                    return job, task
        except Exception:  # the tables are not there yet, or a task is writing
            pass
        return None


class Fake(Slurm):
    def setUp(self):
        super().setUp()
        self.slurm = self.scratch / "slurm"
        self.slurm.mkdir()
        for name, text in (("sbatch", SBATCH), ("squeue", SQUEUE)):
            path = self.slurm / name
            path.write_text(text.format(python=sys.executable, folder=self.slurm))
            path.chmod(0o755)
        self.env = environment(PATH=f"{self.slurm}:{os.environ['PATH']}")
        self.addCleanup(self.end_tasks)

    def tasks(self):
        return {p.name[5:]: int(p.read_text() or 0) for p in self.slurm.glob("task_*")}

    def end_tasks(self):
        for pid in self.tasks().values():
            kill_now(pid)

    def test_the_same_bytes_as_here_and_options_are_passed_on(self):
        self.both_ways(self.env)
        call = (self.slurm / "calls").read_text()
        for word in ("'--array=0-2'", "'--partition=main'", "'--cpus-per-task=1'", "'--parsable'"):
            self.assertIn(word, call)
        self.assertNotIn("--account", call)

    def test_a_cancelled_task_is_run_again_by_resume(self):
        self.cancelled(self.env, lambda job, task: kill_now(self.tasks()[f"{job}_{task}"]))

    def test_the_submitter_may_die_and_the_job_goes_on(self):
        sweep = self.study(more=MORE, strengths=4, train=1000)
        child = self.start(sweep, "--store", "s.sqlite", env=self.env)
        deadline = time.monotonic() + 60
        while not self.working():
            self.assertLess(time.monotonic(), deadline)
            time.sleep(0.02)
        # A second one must not submit beside it.
        self.assert_one_message(self.silipool("sweep", sweep, "--store", "s.sqlite", env=self.env), "another sweep submits")
        kill_now(child.pid)
        child.wait()
        self.succeeds("sweep", sweep, "--store", "s.sqlite", "--resume", "--quiet", env=self.env)
        self.assertEqual(len((self.slurm / "calls").read_text().splitlines()), 1, "nothing was submitted again")
        self.assertEqual(self.ask("SELECT count(*), sum(attempts) FROM points WHERE status = 'done'"), [(16, 16)])

    def test_without_slurm_it_says_so(self):
        bare = self.scratch / "bare"
        bare.mkdir()
        result = self.silipool("sweep", self.study(more=MORE), "--store", "s.sqlite", env=environment(PATH=bare))
        self.assertEqual(result.status, 3, result)
        self.assert_one_message(result, "slurm-client")
        self.assertEqual(self.ask("SELECT count(*) FROM points WHERE status = 'running'"), [(0,)])

    def test_what_sbatch_refuses_is_told(self):
        (self.slurm / "sbatch").write_text("#!/bin/sh\necho 'sbatch: error: invalid partition' >&2\nexit 1\n")
        result = self.silipool("sweep", self.study(more=MORE), "--store", "s.sqlite", env=self.env)
        self.assertEqual(result.status, 2, result)
        self.assert_one_message(result, "invalid partition")
        self.assertEqual(self.ask("SELECT DISTINCT status FROM points"), [("waiting",)])

    def test_hostile_names_reach_no_shell(self):
        name = "a $(touch pwned) `touch pwned` ;touch pwned; %j %A 'x' \"y\""
        (self.work / name).mkdir()
        more = MORE.replace('"main"', "'$(touch pwned);`touch pwned`'") + "account = \"a'; touch pwned\"\n"
        sweep = self.study(more=more, strengths=1)
        self.succeeds("sweep", sweep, "--store", f"{name}/s.sqlite", "--quiet", env=self.env)
        self.assertIn("--partition=$(touch pwned);`touch pwned`", (self.slurm / "calls").read_text())
        self.assertEqual([p for p in self.scratch.rglob("pwned*")], [])


CONF = """\
ClusterName=test
SlurmctldHost=localhost(127.0.0.1)
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket={r}/munge/munge.socket
CredType=cred/munge
MpiDefault=none
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
AccountingStorageType=accounting_storage/none
JobCompType=jobcomp/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core_Memory
SchedulerType=sched/backfill
SchedulerParameters=sched_interval=5,bf_interval=5
ReturnToService=2
SlurmctldPidFile={r}/slurmctld.pid
SlurmdPidFile={r}/slurmd.pid
StateSaveLocation={r}/state
SlurmdSpoolDir={r}/spool
SlurmctldLogFile={r}/slurmctld.log
SlurmdLogFile={r}/slurmd.log
SlurmctldPort={port}
SlurmdPort={port1}
KillWait=5
NodeName=n1 NodeHostname={host} NodeAddr=127.0.0.1 CPUs={cpus} RealMemory=4000 State=UNKNOWN
PartitionName=main Nodes=n1 Default=YES MaxTime=INFINITE State=UP DefMemPerCPU=500
"""


class Real(Slurm):
    @classmethod
    def setUpClass(cls):
        missing = [p for p in ("munged", "slurmctld", "slurmd", "sbatch", "squeue", "scancel", "setpriv")
                   if shutil.which(p, path=os.environ["PATH"] + ":/usr/sbin:/sbin") is None]
        if missing:
            raise unittest.SkipTest(f"no {missing[0]}: apt-get install slurmctld slurmd slurm-client munge")
        if os.geteuid() != 0:
            raise unittest.SkipTest("a Slurm of one's own must be started as root")
        cls.folder = tempfile.TemporaryDirectory(prefix="silipool-slurm-")
        r = cls.root = pathlib.Path(cls.folder.name).resolve()
        r.chmod(0o755)
        cls.addClassCleanup(cls.folder.cleanup)
        for name in ("munge", "state", "spool"):
            (r / name).mkdir()
        (r / "munge" / "key").write_bytes(os.urandom(128))
        (r / "munge" / "key").chmod(0o400)
        for path in (r / "munge", r / "munge" / "key"):
            shutil.chown(path, "munge", "munge")
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        (r / "slurm.conf").write_text(CONF.format(r=r, host=socket.gethostname(), cpus=os.cpu_count(), port=port,
                                                  port1=port - 1 if port > 60000 else port + 1))
        cls.env = environment(SLURM_CONF=r / "slurm.conf", PATH=os.environ["PATH"] + ":/usr/sbin:/sbin")
        munged = subprocess.Popen(
            ["setpriv", "--reuid", "munge", "--regid", "munge", "--clear-groups", "munged", "-F", "-S", r / "munge/munge.socket",
             f"--key-file={r}/munge/key", f"--pid-file={r}/munge/pid", f"--log-file={r}/munge/log", f"--seed-file={r}/munge/seed"],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=cls.env)
        cls.addClassCleanup(munged.wait)
        cls.addClassCleanup(munged.terminate)
        # -D: in the foreground, so that what is started is what is stopped.
        for words in (["slurmctld", "-D", "-i"], ["slurmd", "-D", "-N", "n1"]):
            time.sleep(1)
            daemon = subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=cls.env)
            cls.addClassCleanup(daemon.wait)
            cls.addClassCleanup(daemon.terminate)
        cls.addClassCleanup(cls.run_tool, "scancel", "--user=root")
        deadline = time.monotonic() + 60
        while "idle" not in cls.run_tool("sinfo", "--noheader", "--format=%T"):
            if time.monotonic() > deadline:
                logs = "".join(p.read_text(errors="replace")[-600:] for p in r.glob("slurm*.log"))
                raise unittest.SkipTest(f"Slurm does not start here: {logs}")
            time.sleep(0.5)

    @classmethod
    def run_tool(cls, *words):
        return subprocess.run(words, env=cls.env, capture_output=True, text=True, stdin=subprocess.DEVNULL).stdout

    def test_the_same_bytes_as_here(self):
        self.both_ways(self.env)

    def test_a_cancelled_task_is_run_again_by_resume(self):
        self.cancelled(self.env, lambda job, task: self.run_tool("scancel", f"{job}_{task}"))


if __name__ == "__main__":
    main()
