"""Runs on the Dask workers and on the scheduler. Installed there as a module from this very text, so that nothing is
pickled but names, bytes and numbers: client, scheduler and workers may run different versions of Python.

A task is handed to a resident Covalent worker, a process of its own in a session of its own, over a Unix socket. The
Dask worker that dies takes the socket with it, and so the resident and whatever the task started."""

import asyncio
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import time
from collections import deque

LOOK_EVERY = 0.2
PIECE = 32 << 10
MOST_LIVE_OUTPUT = 1 << 20
MOST_TOLD = 32 << 10
MOST_SAID = 4 << 10
MOST_LEFT = 4 << 20  # as much as a worker keeps of a stream
SAY_AGAIN = 10.0
START_TIMEOUT = 60.0
GONE = object()
LEFT = object()
_HOST = socket.gethostname()

_lock = threading.Condition()
_places = {}  # place -> argv of the resident, up to its own options; or the text of a refusal
_residents = {}  # (place, idle, grace) -> residents without a task
_running = {}  # job -> _Run


class Refused(Exception):
    """The task cannot run here, for the reason given."""


class _Run:
    def __init__(self, job, worker):
        self.job = job
        self.worker = worker
        self.stop = threading.Event()

    def tell(self, topic, message):
        message["job"] = self.job
        try:
            self.worker.log_event(topic, message)
        except Exception:  # Whoever listens is told again; a Dask worker on its way out cannot tell at all.
            pass

    def is_wanted(self):
        """Whether the scheduler still wants this task of this Dask worker; Dask itself stops no running task."""
        state = getattr(self.worker, "state", self.worker)
        task = state.tasks.get(self.job)
        return task is not None and task.state not in ("cancelled", "released", "forgotten")


class _Resident:
    """A Covalent worker that waits for tasks."""

    def __init__(self, argv, idle, grace, scratch):
        self._number = 0
        self._received = b""
        os.makedirs(scratch, exist_ok=True)
        self.folder = tempfile.mkdtemp(prefix="worker-", dir=scratch)
        # Not in the scratch folder: paths of sockets must be short.
        door = tempfile.mkdtemp(prefix="cov-")
        path = os.path.join(door, "s")
        self._log = os.path.join(self.folder, "log")
        listener = socket.socket(socket.AF_UNIX)
        try:
            listener.bind(path)
            listener.listen(1)
            with open(self._log, "wb") as log:
                self.process = subprocess.Popen(
                    argv + ["feed", "--socket", path, "--folder", self.folder, "--idle", str(idle), "--grace", str(grace)],
                    stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True, close_fds=True)
            self.channel = self._accept(listener)
        except BaseException:
            self.forget()
            raise
        finally:
            listener.close()
            shutil.rmtree(door, ignore_errors=True)

    def _accept(self, listener):
        listener.settimeout(0.1)
        until = time.monotonic() + START_TIMEOUT
        while True:
            try:
                return listener.accept()[0]
            except socket.timeout:
                code = self.process.poll()
                if code is not None:
                    raise Refused("the Covalent worker did not start (exit code %d): %s" % (code, self.last_words()))
                if time.monotonic() > until:
                    raise Refused("the Covalent worker did not start within %d s: %s" % (START_TIMEOUT, self.last_words()))

    def hand(self, work_folder, package):
        """Hands a task over: its bytes, or the path of a file that has them. Fails only when the worker is gone, which hear() then says."""
        self._number += 1
        self.channel.settimeout(None)
        is_file = isinstance(package, str)
        head = ("run\t%d\t%s\t%d\n" % (self._number, work_folder, os.path.getsize(package) if is_file else len(package))).encode()
        try:
            if is_file:
                self.channel.sendall(head)
                with open(package, "rb") as file:
                    self.channel.sendfile(file)
            else:
                self.channel.sendall(head + package)
        except OSError:
            pass

    def cancel(self):
        try:
            self.channel.sendall(("cancel\t%d\n" % self._number).encode())
        except OSError:
            pass

    def hear(self, timeout, large):
        """The outcome, or the path of a file with it where it is large; None when it is not there in time, GONE when there will
        be none, LEFT when the worker had left before it took the task."""
        self.channel.settimeout(timeout)
        while True:
            line, found, rest = self._received.partition(b"\n")
            if line == b"leaving" and found:
                return LEFT
            if found:
                length = int(line.split(b"\t")[1])
                if length > large:
                    self._received = rest[length:]
                    return self._save(rest[:length], length)
                if len(rest) < length:
                    rest = self._receive(rest, length)
                    if rest is None:
                        return GONE
                self._received = rest[length:]
                return rest[:length]
            try:
                piece = self.channel.recv(1 << 16)
            except socket.timeout:
                return None
            except OSError:
                piece = b""
            if not piece:
                return GONE
            self._received += piece

    def _receive(self, begun, length):
        self.channel.settimeout(None)
        whole = bytearray(length)
        whole[:len(begun)] = begun
        view, at = memoryview(whole), len(begun)
        while at < length:
            read = self.channel.recv_into(view[at:])
            if not read:
                return None
            at += read
        return bytes(whole)

    def _save(self, begun, length):
        self.channel.settimeout(None)
        path, piece = os.path.join(self.folder, "outcome"), bytearray(1 << 20)
        with open(path, "wb") as file:
            file.write(begun)
            missing = length - len(begun)
            while missing:
                read = self.channel.recv_into(piece, min(missing, len(piece)))
                if not read:
                    return GONE
                file.write(memoryview(piece)[:read])
                missing -= read
        return path

    def left(self, name):
        """What a task printed under which the worker died: of much, beginning and end."""
        try:
            with open(os.path.join(self.folder, name), "rb") as file:
                length = os.fstat(file.fileno()).st_size
                if length <= MOST_LEFT:
                    return file.read(MOST_LEFT)
                head = file.read(MOST_LEFT // 2)
                file.seek(length - MOST_LEFT // 2)
                tail = file.read(MOST_LEFT // 2)
        except OSError:
            return b""
        return head + ("\n\u2026 %d bytes left out \u2026\n" % (length - len(head) - len(tail))).encode() + tail

    def last_words(self):
        return (_read(self.folder, "log") or b"")[-2000:].decode("utf-8", "replace").strip() or "it said nothing"

    def kill(self):
        """Ends the worker and what the task started, and waits for it."""
        process = getattr(self, "process", None)
        if process is not None:
            try:
                os.killpg(process.pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
            process.wait()

    def forget(self):
        self.kill()
        channel = getattr(self, "channel", None)
        if channel is not None:
            channel.close()
        shutil.rmtree(self.folder, ignore_errors=True)


def run_task(spec, package):
    """The Dask task. Returns a tuple: what became of it, and its parts."""
    from distributed import get_worker

    run = _Run(spec["job"], get_worker())
    with _lock:
        _running[run.job] = run
    folder = None
    try:
        if spec["held"]:
            folder = tempfile.mkdtemp(prefix="package-", dir=_made(_scratch(run.worker)))
            if not _bring(run, spec, folder):
                return ("cancelled", _HOST)
            package = os.path.join(folder, "package")
        result = _run(run, spec, package)
        if spec["tell"] and result[0] == "outcome" and len(result[1]) <= MOST_TOLD:
            # Arrives with the news of the end, which else has to be followed by a question. Nothing is left of the task by now.
            run.tell(spec["topic"], {"what": "outcome", "bytes": result[1], "host": _HOST})
        return result
    except Refused as refusal:
        return ("refused", str(refusal), _HOST)
    finally:
        if folder is not None:
            shutil.rmtree(folder, ignore_errors=True)
        with _lock:
            _running.pop(run.job, None)


def _run(run, spec, package):
    key = (spec["place"], spec["idle"], spec["grace"])
    for attempt in range(3):
        resident = _take(run, spec, key)
        if resident is None:
            return ("cancelled", _HOST)
        keep = False
        try:
            outcome, code = _follow(run, spec, package, resident)
            if outcome is not None:
                keep = code is None and not spec["apart"] and not run.stop.is_set()
                if isinstance(outcome, str):
                    files = [["outcome", os.path.getsize(outcome)]]
                    return ("left", (_leave(run, resident.folder, ["outcome"]), run.worker.address, files), _HOST)
                return ("outcome", outcome, _HOST)
            if run.stop.is_set() or not run.is_wanted():
                return ("cancelled", _HOST)
            if code is not LEFT:
                return ("died", code, resident.left("stdout"), resident.left("stderr"), _HOST)
        finally:
            if keep:
                with _lock:
                    _residents.setdefault(key, []).append(resident)
            else:
                resident.forget()
    raise Refused("three Covalent workers in a row left before they took the task")


def _follow(run, spec, package, resident):
    """Sees a task through; answers its outcome, and else the exit code of the worker that ended with the task, or LEFT."""
    told, killing = False, None
    live = None
    resident.hand(_work_folder(spec), package)
    while True:
        outcome = resident.hear(LOOK_EVERY, spec["large"])
        if outcome is GONE:
            return None, resident.process.wait()
        if outcome is LEFT:
            return None, LEFT
        if outcome is not None:
            return outcome, None
        if not told:
            told = True
            live = _LiveOutput(run, spec["topic"], resident.folder)
            run.tell(spec["topic"], {"what": "started", "worker": run.worker.address})
        live.pass_on()
        if killing is None:
            if run.stop.is_set() or not run.is_wanted():
                killing = time.monotonic() + spec["grace"] + 3
                resident.cancel()
        elif time.monotonic() > killing:
            resident.kill()


class _LiveOutput:
    def __init__(self, run, topic, folder):
        self._run, self._topic = run, topic
        self._folder = folder
        self._files = {name: [os.path.join(folder, name), 0] for name in ("stdout", "stderr")}
        self._said, self._said_at = None, 0.0

    def pass_on(self):
        self._pass_on_progress()
        for name, file in self._files.items():
            path, seen = file
            if seen >= MOST_LIVE_OUTPUT:
                continue
            try:
                with open(path, "rb") as stream:
                    stream.seek(seen)
                    piece = stream.read(PIECE)
            except OSError:
                continue
            if piece:
                file[1] += len(piece)
                self._run.tell(self._topic, {"what": name, "bytes": piece})

    def _pass_on_progress(self):
        said = _read(self._folder, "progress")
        # Said again now and then, for a dispatcher that has come later.
        if said and (said != self._said or time.monotonic() - self._said_at > SAY_AGAIN):
            self._said, self._said_at = said, time.monotonic()
            self._run.tell(self._topic, {"what": "progress", "bytes": said[:MOST_SAID]})


def _take(run, spec, key):
    """A resident for the task; None when the task is stopped before there is one."""
    asked_again = False
    while True:
        with _lock:
            idle = _residents.get(key)
            if idle and not spec["apart"]:
                return idle.pop()
        argv = _place(run, spec)
        if argv is None:
            return None
        try:
            return _Resident(argv, spec["idle"], spec["grace"], _scratch(run.worker))
        except (Refused, OSError) as failure:
            if asked_again:
                raise failure if isinstance(failure, Refused) else Refused("the Covalent worker did not start: %s" % failure)
            # What was placed here may have been pruned since.
            asked_again = True
            with _lock:
                if _places.get(spec["place"]) is argv:
                    del _places[spec["place"]]
            run.tell(spec["topic"], {"what": "place", "place": spec["place"], "worker": run.worker.address, "again": True})


def _place(run, spec):
    asked = 0.0
    while True:
        with _lock:
            found = _places.get(spec["place"])
            if found is None:
                if time.monotonic() - asked > 5:
                    asked = time.monotonic()
                    run.tell(spec["topic"], {"what": "place", "place": spec["place"], "worker": run.worker.address, "again": False})
                _lock.wait(LOOK_EVERY)
        if isinstance(found, str):
            raise Refused(found)
        if found is not None:
            return found
        if run.stop.is_set() or not run.is_wanted():
            return None


def _work_folder(spec):
    folder = os.path.expandvars(os.path.expanduser(spec["workdir"])) if spec["workdir"] else ""
    if spec["unique"]:
        folder = os.path.join(folder or os.getcwd(), spec["unique"])
    return os.path.abspath(folder) if folder else os.getcwd()


def _scratch(worker):
    return os.path.join(getattr(worker, "local_directory", None) or tempfile.gettempdir(), "covalent")


def _read(folder, name):
    try:
        with open(os.path.join(folder, name), "rb") as file:
            return file.read()
    except OSError:
        return None


# Large parts travel beside the scheduler, in pieces between bridge and Dask worker: what a task takes comes when it asks, what it gives is left in a
# folder until it is fetched.

_parcels = {}  # job -> _Parcel
_left = {}  # job -> folder


class _Parcel:
    def __init__(self, folder):
        self.folder = folder
        self.files = {}
        self.heard = 0.0
        self.is_complete = False


def _inside(folder, name):
    folder = os.path.normpath(folder)
    path = os.path.normpath(os.path.join(folder, name))
    if not path.startswith(folder + os.sep):
        raise Refused("the task's file '%s' leads out of its folder" % name)
    return path


def _bring(run, spec, folder):
    """Has the task's files brought into a folder; false when it is stopped before they are there."""
    parcel = _Parcel(folder)
    with _lock:
        _parcels[run.job] = parcel
    try:
        while True:
            with _lock:
                if parcel.is_complete:
                    return True
                if time.monotonic() - parcel.heard > 5:
                    parcel.heard = time.monotonic()
                    run.tell(spec["topic"], {"what": "parcel", "worker": run.worker.address})
                _lock.wait(LOOK_EVERY)
            if run.stop.is_set() or not run.is_wanted():
                return False
    finally:
        with _lock:
            _parcels.pop(run.job, None)
        for file in parcel.files.values():
            os.close(file)


async def put(job, name, offset, data):
    """A piece of a file that a task waits for; without a name, there are no more. Answers whether it still waits."""
    with _lock:
        parcel = _parcels.get(job)
        if parcel is None:
            return False
        parcel.heard = time.monotonic()
        if not name:
            parcel.is_complete = True
            _lock.notify_all()
            return True
        file = parcel.files.get(name)
        if file is None:
            path = _inside(parcel.folder, name)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            file = parcel.files[name] = os.open(path, os.O_CREAT | os.O_WRONLY, 0o600)
        os.pwrite(file, data, offset)
        return True


def _leave(run, folder, names):
    """Keeps files of a folder until they are fetched; answers where."""
    kept = tempfile.mkdtemp(prefix="left-", dir=_scratch(run.worker))
    for name in names:
        os.rename(os.path.join(folder, name), os.path.join(kept, name))
    with _lock:
        older, _left[run.job] = _left.get(run.job), kept
    if older:
        shutil.rmtree(older, ignore_errors=True)
    return kept


async def take(folder, name, offset, length):
    """A piece of a file that a task left."""
    with open(_inside(folder, name), "rb") as file:
        file.seek(offset)
        return file.read(length)


async def drop(jobs):
    """What these jobs left has been fetched."""
    with _lock:
        folders = [_left.pop(job) for job in jobs if job in _left]
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)


# Called on workers out of band, beside running tasks.


def place(name, argv):
    """Says how the resident of a place is started here, or why it cannot be (a text)."""
    with _lock:
        if isinstance(argv, str):
            # A refusal holds for those who wait for it; whoever comes later asks again.
            _places[name] = argv
            threading.Timer(2, lambda: _unplace(name, argv)).start()
        else:
            _places[name] = argv
        _lock.notify_all()


def _unplace(name, argv):
    with _lock:
        if _places.get(name) is argv:
            del _places[name]


async def stop_jobs(jobs):
    """Asks jobs to stop; answers which of them are running here."""
    with _lock:
        here = [_running[job] for job in jobs if job in _running]
    for run in here:
        run.stop.set()
    return [run.job for run in here]


async def jobs_here(jobs):
    """Which of the jobs are running here."""
    with _lock:
        return [job for job in jobs if job in _running]


async def run_shell(argv, data, timeout, limit):
    """Runs a program to its end: exit code (negative: signal) or None when its time ran out, what it printed, and whether that was cut."""
    process = await asyncio.create_subprocess_exec(
        *argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True)
    try:
        out, err = await asyncio.wait_for(process.communicate(data), timeout)
    except asyncio.TimeoutError:
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        await process.wait()
        return None, b"", b"", False
    return process.returncode, out[:limit], err[:limit], len(out) > limit or len(err) > limit


# Called on the scheduler.

KEEPER = "covalent"


async def keep(keys, dask_scheduler=None):
    """Keeps jobs and their results while no client is connected; answers when the scheduler has all of them."""
    until = time.monotonic() + 30
    missing = [key for key in keys if key not in dask_scheduler.tasks]
    while missing and time.monotonic() < until:
        await asyncio.sleep(0.002)
        missing = [key for key in missing if key not in dask_scheduler.tasks]
    gone = set(missing)
    dask_scheduler.client_desires_keys(keys=[key for key in keys if key not in gone], client=KEEPER)
    return missing


def let_go(keys, dask_scheduler=None):
    if KEEPER in dask_scheduler.clients:
        wanted = {task.key for task in dask_scheduler.clients[KEEPER].wants_what}
        dask_scheduler.client_releases_keys(keys=[key for key in keys if key in wanted], client=KEEPER)


def states(keys, dask_scheduler=None):
    """State and, while it is on one, Dask worker of each job; None for those the scheduler does not have."""
    found = {}
    for key in keys:
        task = dask_scheduler.tasks.get(key)
        if task is None or (task.state == "released" and task.run_spec is None):
            found[key] = None
        else:
            found[key] = (task.state, task.processing_on.address if task.processing_on else "")
    return found


def identify(dask_scheduler=None):
    import platform

    import distributed

    return {
        "scheduler": dask_scheduler.id,
        "distributed": distributed.__version__,
        "python": platform.python_version(),
        "workers": [
            {"address": w.address, "name": str(w.name), "threads": w.nthreads, "host": w.host, "status": str(getattr(w.status, "name", w.status)),
             "processing": len(w.processing), "memory_limit": int(w.memory_limit or 0), "pid": w.pid, "nanny": w.nanny or ""}
            for w in dask_scheduler.workers.values()
        ],
        "tasks": len(dask_scheduler.tasks),
    }


def trim(topic, dask_scheduler=None):
    """Forgets the events of a topic; listeners have had them."""
    for events in (getattr(dask_scheduler, "events", None), getattr(getattr(dask_scheduler, "_broker", None), "_topics", None)):
        if events is not None and topic in events:
            kept = getattr(events[topic], "events", events[topic])
            if isinstance(kept, deque):
                kept.clear()


class Plugin:
    """Keeps this module alive on a Dask worker, and ends the residents with it."""

    name = __name__

    def setup(self, worker=None):
        pass

    def teardown(self, worker=None):
        with _lock:
            idle = [resident for residents in _residents.values() for resident in residents]
            _residents.clear()
            warm = list(_warm.values())
            _warm.clear()
        for one in idle + warm:
            one.forget()
