"""Python tasks on Dask workers: no worker of Covalent's, no .NET. A part of the far module, see covalent_dask_far.py.

A task is a folder for runner.py. It runs in a process of its own, of the Dask worker's interpreter unless another one is asked for: a fork of a warm
interpreter (nursery.py) on Linux, else a fresh one. Cancelling kills that process and all that it started."""

import fcntl
import hashlib
import json
import select
import sys

KEPT_OUTPUT = 4 << 20


class Failed(Exception):
    """What was to be made ready before the task could not be."""

    def __init__(self, kind, message, output=""):
        super().__init__(message)
        self.kind = kind
        self.output = output


def run_python(spec, body):
    """The Dask task. Returns a tuple: what became of it, and its parts."""
    from distributed import get_worker

    run = _Run(spec["job"], get_worker())
    with _lock:
        _running[run.job] = run
    folder = tempfile.mkdtemp(prefix="python-", dir=_made(_scratch(run.worker)))
    try:
        return _python(run, spec, body, folder) or ("cancelled", _HOST)
    except Refused as refusal:
        return ("refused", str(refusal), _HOST)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        with _lock:
            _running.pop(run.job, None)


def _python(run, spec, body, folder):
    if spec["held"]:
        if not _bring(run, spec, folder):
            return None
    else:
        _unpack(spec["files"], body, folder)
    run.tell(spec["topic"], {"what": "started", "worker": run.worker.address})
    began, output = time.time_ns(), _Output(run, spec["topic"])
    about = {"began": began, "command": sys.executable}
    try:
        work = _made(os.path.abspath(os.path.join(_work_folder(spec), spec["task_folder"])))
        environment = dict(os.environ, **spec["variables"])
        _commands(run, spec["bash"], work, environment, output)
        command, prefix = _interpreter(spec)
        if spec["pip"]:
            prefix = _packages(run, spec["pip"], folder, command, output)
            command = os.path.join(prefix, "bin", "python")
        about["command"] = command
        about["code"], about["peak"] = _call(run, _PythonAt(command, prefix, float(spec["idle"])), folder, work, environment, output, spec["limit"])
    except Failed as failure:
        about["failure"] = {"kind": failure.kind, "message": str(failure), "output": failure.output}
    except OSError as error:
        about["failure"] = {"kind": "work-folder", "message": "%s: %s" % (type(error).__name__, error), "output": ""}
    about["ended"] = time.time_ns()
    if run.stop.is_set() or not run.is_wanted():
        return None
    files = [[name, os.path.getsize(os.path.join(folder, name))] for name in sorted(os.listdir(folder)) if name == "response.json" or name.startswith("result")]
    about["files"], printed = files, [bytes(output.kept["stdout"]), bytes(output.kept["stderr"])]
    about["printed"] = [len(text) for text in printed]
    if sum(length for _, length in files) <= spec["large"]:
        parts = [_read(folder, name) for name, _ in files]
        return ("python", json.dumps(about), b"".join(printed + parts), _HOST)
    return ("python", json.dumps(about), b"".join(printed), (_leave(run, folder, [name for name, _ in files]), run.worker.address, files), _HOST)


def _unpack(files, body, folder):
    at = 0
    for name, length in files:
        path = _inside(folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(memoryview(body)[at:at + length])
        at += length


def _made(folder):
    os.makedirs(folder, exist_ok=True)
    return folder


class _Output:
    """What the task prints: its end is kept, its beginning is passed on while it runs."""

    def __init__(self, run, topic):
        self._run, self._topic = run, topic
        self._passed_on = {"stdout": 0, "stderr": 0}
        self.kept = {"stdout": bytearray(), "stderr": bytearray()}

    def add(self, name, piece):
        kept = self.kept[name]
        kept += piece
        if len(kept) > 2 * KEPT_OUTPUT:
            del kept[:-KEPT_OUTPUT]
        if self._passed_on[name] < MOST_LIVE_OUTPUT:
            self._passed_on[name] += len(piece)
            self._run.tell(self._topic, {"what": name, "bytes": piece})


class _Program:
    """A process with its output, in a session of its own."""

    def __init__(self, argv, work, environment):
        self._process = subprocess.Popen(argv, cwd=work, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                         start_new_session=True, close_fds=True)
        self.streams = {self._process.stdout: "stdout", self._process.stderr: "stderr"}
        self.ends = []

    def ended(self):
        code = self._process.poll()
        return None if code is None else (code if code >= 0 else 128 - code, 0)

    def kill(self):
        try:
            os.killpg(self._process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass

    def close(self):
        self.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout, self._process.stderr):
            stream.close()


class _Fork:
    """A call in a fork of a warm interpreter."""

    def __init__(self, door, name, request):
        self._connections = []
        data = json.dumps(request).encode()
        try:
            out, err, self._control = self._open(door, name, "out", b""), self._open(door, name, "err", b""), self._open(door, name, "call", data)
            self._answers = self._control.makefile("rb")
            begun = self._answers.readline()
        except OSError:
            begun = b""
        if not begun:
            self.close()
            raise EOFError("the warm interpreter has left")
        self.streams = {out: "stdout", err: "stderr"}
        self.ends = [self._control]

    def _open(self, door, name, role, data):
        end = socket.socket(socket.AF_UNIX)
        self._connections.append(end)
        end.connect(door)
        end.sendall(b"%s %s %d\n" % (name.encode(), role.encode(), len(data)) + data)
        return end

    def ended(self):
        if not select.select([self._control], [], [], 0)[0]:
            return None
        words = self._answers.readline().split()
        return (int(words[1]), int(words[2])) if len(words) == 3 else (-1, 0)

    def kill(self):
        try:
            self._control.shutdown(socket.SHUT_WR)
        except OSError:
            pass

    def close(self):
        for end in self._connections:
            end.close()


class _Warm:
    """A warm interpreter of this Dask worker."""

    def __init__(self, python, environment):
        self._number = 0
        self._folder = tempfile.mkdtemp(prefix="cov-")
        self.door = os.path.join(self._folder, "s")
        for name in ("nursery.py", "runner.py"):
            with open(os.path.join(self._folder, name), "w", encoding="utf-8") as file:
                file.write(PROGRAMS[name])
        try:
            self._process = subprocess.Popen(
                [python.command, os.path.join(self._folder, "nursery.py"), os.path.join(self._folder, "runner.py"), self.door, str(python.idle)],
                env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, close_fds=True)
        except OSError:
            shutil.rmtree(self._folder, ignore_errors=True)
            raise
        self.is_up = self._process.stdout.readline() == b"ready\n"

    def is_alive(self):
        return self.is_up and self._process.poll() is None

    def begin(self, request):
        with _lock:
            self._number += 1
            name = str(self._number)
        return _Fork(self.door, name, request)

    def forget(self):
        self._process.stdin.close()
        self._process.stdout.close()
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        shutil.rmtree(self._folder, ignore_errors=True)


_warm = {}  # (command, prefix) -> _Warm
_starting = threading.Lock()


class _PythonAt:
    def __init__(self, command, prefix, idle):
        self.command, self.prefix, self.idle = command, prefix, idle

    def prepare(self, environment):
        environment.update(PYTHONIOENCODING="utf-8", PYTHONUNBUFFERED="1", PYTHONDONTWRITEBYTECODE="1")
        if self.prefix:
            environment["PATH"] = os.path.join(self.prefix, "bin") + os.pathsep + environment.get("PATH", "")
            environment["CONDA_PREFIX" if os.path.isdir(os.path.join(self.prefix, "conda-meta")) else "VIRTUAL_ENV"] = self.prefix
            environment.pop("PYTHONHOME", None)
        return environment

    def begin(self, folder, work, environment):
        environment = self.prepare(environment)
        if self.idle > 0 and sys.platform == "linux":
            for _ in range(2):
                warm = self._find()
                if not warm.is_up:
                    break
                try:
                    return warm.begin({"folder": folder, "work": work, "environment": environment})
                except EOFError:
                    continue
        runner = os.path.join(folder, "runner.py")
        with open(runner, "w", encoding="utf-8") as file:
            file.write(PROGRAMS["runner.py"])
        return _Program([self.command, runner, "--watch-parent", folder], work, environment)

    def _find(self):
        key = (self.command, self.prefix)
        with _starting:
            warm = _warm.get(key)
            if warm is None or warm.is_up and not warm.is_alive():
                if warm is not None:
                    warm.forget()
                warm = _warm[key] = _Warm(self, self.prepare(dict(os.environ)))
            return warm


def _call(run, python, folder, work, environment, output, limit):
    """Runs the folder; answers exit code and most memory used."""
    try:
        call = python.begin(folder, work, environment)
    except OSError as error:
        raise Failed("python-missing", "The Python interpreter '%s' cannot be started on %s: %s. Name another one (PythonFunction.Interpreter, ElectronOptions.Python, "
                     "or the variable COVALENT_PYTHON of the Dask worker)." % (python.command, _HOST, error))
    return _follow_program(run, call, output, limit)


def _follow_program(run, call, output, limit=None):
    """Sees a program through; answers exit code and most memory used. One that is to stop is killed, and has ended when this returns."""
    until = time.monotonic() + limit if limit else None
    is_late, ended, left_open = False, None, 0.0
    try:
        open_streams = dict(call.streams)
        while ended is None or open_streams and time.monotonic() < left_open:
            watched = list(open_streams) + (call.ends if ended is None else [])
            for stream in select.select(watched, [], [], LOOK_EVERY if watched else 0.002)[0]:
                if stream not in open_streams:
                    continue
                piece = os.read(stream.fileno(), PIECE)
                if piece:
                    output.add(open_streams[stream], piece)
                else:
                    del open_streams[stream]
            if ended is None:
                ended = call.ended()
                # What it left running may hold the streams open for as long as it likes.
                left_open = time.monotonic() + 2
                if ended is None:
                    is_late = is_late or until is not None and time.monotonic() > until
                    if is_late or run.stop.is_set() or not run.is_wanted():
                        call.kill()
        if is_late:
            raise Failed("time-limit", "")
        return ended
    finally:
        call.close()


# Interpreters and packages.


def _interpreter(spec):
    """Command and environment folder."""
    if spec["conda"]:
        prefix = _conda(spec["conda"])
        if prefix is not None:
            return os.path.join(prefix, "bin", "python"), prefix
        if not spec["conda_optional"]:
            raise Refused("The conda environment %s could not be activated on %s." % (spec["conda"], _HOST))
    asked = spec["interpreter"] or os.environ.get("COVALENT_PYTHON") or ""
    if not asked:
        return sys.executable, sys.prefix if sys.prefix != sys.base_prefix else None
    if asked.startswith("conda:"):
        prefix = _conda(asked[6:])
    elif asked.startswith("venv:"):
        prefix = os.path.expanduser(asked[5:])
    else:
        prefix = asked if os.path.isdir(asked) else None
        if prefix is None:
            command = shutil.which(asked)
            if command is None:
                raise _missing(asked, "there is no such file" if os.path.isabs(asked) else "it is not in PATH")
            return os.path.abspath(command), None
    command = os.path.join(prefix, "bin", "python") if prefix else ""
    if not os.path.exists(command):
        raise _missing(asked, "there is no file %s" % command if prefix else "no conda environment of that name is known there")
    return command, prefix


def _missing(what, reason):
    return Failed("python-missing", "The Python interpreter '%s' was not found on %s: %s. Install Python 3.8 or newer there, or name another one (PythonFunction.Interpreter, "
                  "ElectronOptions.Python, or the variable COVALENT_PYTHON on that machine)." % (what, _HOST, reason))


def _conda(name):
    """Folder of a conda environment, found without running conda, which takes about a second."""
    if os.path.isabs(name):
        return name if os.path.exists(os.path.join(name, "bin", "python")) else None
    folders = []
    try:
        with open(os.path.expanduser("~/.conda/environments.txt"), encoding="utf-8") as file:
            folders += [line.strip() for line in file if os.path.basename(line.strip().rstrip("/")) == name]
    except OSError:
        pass
    for program in (os.environ.get("CONDA_EXE"), shutil.which("conda")):
        if program:
            folders.append(os.path.join(os.path.dirname(os.path.dirname(program)), "envs", name))
    return next((folder for folder in folders if os.path.exists(os.path.join(folder, "bin", "python"))), None)


def _cache(kind, key, run, build):
    """A folder that is made once on this machine, by one process while the others wait, and used only when it is complete. The lock is the one that the
    .NET side takes."""
    root = os.environ.get("COVALENT_CACHE_DIR") or os.path.join(os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache"), "covalent")
    folder = os.path.join(root, kind, key)
    complete = os.path.join(folder, ".complete")
    if os.path.exists(complete):
        return folder
    os.makedirs(os.path.dirname(folder), exist_ok=True)
    with open(folder + ".lock", "ab") as lock:
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except OSError:
                if run.stop.wait(0.1):
                    raise Failed("cancelled", "")
        if not os.path.exists(complete):
            shutil.rmtree(folder, ignore_errors=True)
            os.makedirs(folder)
            try:
                build(folder)
            except BaseException:
                shutil.rmtree(folder, ignore_errors=True)
                raise
            with open(complete, "w"):
                pass
    return folder


def _commands(run, steps, work, environment, output):
    """DepsBash."""
    shell = shutil.which("bash") or shutil.which("sh")

    def go(commands):
        for command in commands:
            code, words = _run_step(run, [shell, "-c", command], work, environment, output)
            if code != 0:
                raise Failed("deps-bash", "The command '%s' (DepsBash) ended with exit code %d on %s%s" % (command, code, _HOST, ": " + words if words else "."), words)

    for step in steps:
        if step["once"]:
            _cache("bash", hashlib.sha256("\0".join(step["commands"]).encode()).hexdigest(), run, lambda _: go(step["commands"]))
        else:
            go(step["commands"])


def _packages(run, steps, files, command, output):
    """DepsPip: the folder of the environment."""
    program = os.stat(os.path.realpath(command))
    key = hashlib.sha256(json.dumps([command, os.path.realpath(command), program.st_size, program.st_mtime_ns, [step["key"] for step in steps]]).encode()).hexdigest()[:32]
    python = _PythonAt(command, None, 0)

    def step(arguments, titles):
        code, words = _run_step(run, [command] + arguments, os.getcwd(), python.prepare(dict(os.environ)), output)
        if code != 0:
            remedy = (" Install pip and venv for that interpreter (on Debian and Ubuntu: python3-pip and python3-venv), or name another one."
                      if any(text in words for text in ("No module named pip", "No module named venv", "ensurepip")) else "")
            raise Failed("deps-pip", "The Python packages %s (DepsPip) could not be installed for %s on %s: %s%s" % (titles, command, _HOST, words[-3000:], remedy), words)

    def build(folder):
        visible = [] if any(step["isolated"] for step in steps) else ["--system-site-packages"]
        step(["-m", "venv", "--without-pip"] + visible + [folder], "; ".join(each["title"] for each in steps))
        for each in steps:
            arguments = ["-m", "pip", "--python", os.path.join(folder, "bin", "python"), "install", "--no-input", "--disable-pip-version-check", "--no-warn-script-location"]
            if each["wheels"]:
                arguments += ["--find-links", os.path.join(files, each["wheels"])]
            if each["no_index"]:
                arguments.append("--no-index")
            for option, value in (("--find-links", each["find_links"]), ("--index-url", each["index_url"])):
                if value:
                    arguments += [option, value]
            arguments += ["--requirement", os.path.join(files, each["requirements"])] if each["requirements"] else each["packages"]
            step(arguments, each["title"])

    return _cache("python", "dask-" + key, run, build)


def _run_step(run, argv, work, environment, output):
    """Runs a program that prepares the task: exit code and the end of what it said on standard error."""
    before = len(output.kept["stderr"])
    try:
        code, _ = _follow_program(run, _Program(argv, work, environment), output)
    except OSError as error:
        return 127, str(error)
    return code, bytes(output.kept["stderr"][before:]).decode("utf-8", "replace").strip()
