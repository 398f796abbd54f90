"""Keeps one interpreter warm: every call runs in a fork of it. `python nursery.py RUNNER SOCKET IDLE`, Linux only, standard library only.

Three connections make a call, each beginning with a line `ID ROLE LENGTH`: `out` and `err`, which become the call's standard output and error, and
`call`, followed by LENGTH bytes of JSON: folder (see runner.py), work folder, environment. The answer on `call` is `pid N`, then `exit CODE PEAK`,
where PEAK is the most memory the call used, in bytes. Closing `call` ends the call and all that it started. End of standard input, or nothing to do
for IDLE seconds, ends the nursery.

Calls share nothing but what importing a few large packages leaves in memory: what a call imports of them is imported here, too, as soon as
nothing runs, so that the next fork has it."""
import gc
import importlib
import json
import os
import select
import signal
import socket
import sys
import types

SHARED = ("numpy", "scipy", "pandas", "sklearn")


class Call:
    def __init__(self):
        self.ends = {}
        self.request = None
        self.pid = 0


class Newcomer:
    """A connection that has not said yet what it is for."""

    def __init__(self, connection):
        self.connection = connection
        self.received = b""

    def read(self):
        """What it is for, once that is known; None before, an exception when it left."""
        piece = self.connection.recv(1 << 16)
        if not piece:
            raise OSError("left")
        self.received += piece
        line, found, rest = self.received.partition(b"\n")
        if not found:
            return None
        name, role, length = line.decode().split(" ")
        return (name, role, rest) if len(rest) >= int(length) else None


class Nursery:
    def __init__(self, runner, listener, idle):
        self._runner = runner
        self._listener = listener
        self._idle = idle
        self._newcomers = {}
        self._calls = {}
        self._waited = {}
        self._wanted = []
        self._files = {}
        self._wake, wake = os.pipe()
        self._told, self._tell = os.pipe()
        for end in (self._wake, wake, self._told):
            os.set_blocking(end, False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.set_wakeup_fd(wake, warn_on_full_buffer=False)
        self._poll = select.poll()
        for end in (0, self._wake, self._told, listener.fileno()):
            self._poll.register(end, select.POLLIN)

    def run(self):
        while True:
            busy = self._calls or self._newcomers
            if not busy and self._wanted:
                self._share()
            ready = self._poll.poll(None if busy else self._idle * 1000)
            if not ready and not busy:
                return
            for end, _ in ready:
                if end == 0:
                    self._kill_all()
                    return
                if end == self._wake:
                    os.read(self._wake, 4096)
                elif end == self._told:
                    self._hear()
                elif end == self._listener.fileno():
                    connection, _ = self._listener.accept()
                    self._newcomers[connection.fileno()] = Newcomer(connection)
                    self._poll.register(connection, select.POLLIN)
                elif end in self._newcomers:
                    self._introduce(end)
                elif end in self._waited:
                    self._abandon(end)
            self._reap()

    def _introduce(self, end):
        newcomer = self._newcomers[end]
        try:
            known = newcomer.read()
        except (OSError, ValueError):
            known = ()
        if known is None:
            return
        self._poll.unregister(end)
        del self._newcomers[end]
        if not known:
            newcomer.connection.close()
            return
        name, role, rest = known
        call = self._calls.setdefault(name, Call())
        call.ends[role] = newcomer.connection
        if role == "call":
            call.request = json.loads(rest.decode())
        if len(call.ends) == 3:
            self._begin(name, call)

    def _begin(self, name, call):
        if self._is_stale():
            # An installer has changed what is in memory here; whoever asked begins anew.
            self._close(name)
            self._idle = 0
            return
        call.pid = os.fork()
        if call.pid == 0:
            self._live(call)
        for role in ("out", "err"):
            call.ends[role].close()
        control = call.ends["call"]
        self._waited[control.fileno()] = name
        self._poll.register(control, select.POLLIN)
        self._send(control, "pid %d\n" % call.pid)

    def _live(self, call):
        """The life of a child."""
        code = 70
        try:
            os.setsid()
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            signal.signal(signal.SIGINT, signal.default_int_handler)
            for end, role in ((0, "call"), (1, "out"), (2, "err")):
                os.dup2(call.ends[role].fileno(), end)
            os.set_blocking(0, True)
            for other in list(self._calls.values()):
                for connection in other.ends.values():
                    connection.close()
            self._listener.close()
            request = call.request
            os.environ.clear()
            os.environ.update(request["environment"])
            os.chdir(request["work"])
            if "numpy" in sys.modules:
                # Else every child would draw the same numbers.
                sys.modules["numpy"].random.seed()
            before = set(sys.modules)
            code = self._runner.main(["--watch-parent", request["folder"]])
            self._pass_on([name for name in sys.modules if name not in before and name.split(".")[0] in SHARED])
        except BaseException:
            import traceback
            traceback.print_exc()
        finally:
            try:
                sys.stdout.flush()
                sys.stderr.flush()
            finally:
                os._exit(code)

    def _pass_on(self, names):
        batch = b""
        for name in names:
            if len(batch) + len(name) > 3000:
                os.write(self._tell, batch)
                batch = b""
            batch += name.encode() + b"\n"
        if batch:
            os.write(self._tell, batch)

    def _hear(self):
        for name in os.read(self._told, 1 << 16).decode().split("\n"):
            if name and name not in sys.modules and name not in self._wanted:
                self._wanted.append(name)

    def _share(self):
        for name in self._wanted:
            try:
                module = importlib.import_module(name)
            except Exception:  # It is not to be had alone; the calls import it themselves.
                continue
            path = getattr(module, "__file__", None)
            if path and name in SHARED:
                self._files[path] = os.stat(path).st_mtime_ns
        self._wanted = []
        gc.collect()
        gc.freeze()

    def _is_stale(self):
        for path, changed in self._files.items():
            try:
                if os.stat(path).st_mtime_ns != changed:
                    return True
            except OSError:
                return True
        return False

    def _reap(self):
        while True:
            try:
                pid, status, usage = os.wait4(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if pid == 0:
                return
            for name, call in list(self._calls.items()):
                if call.pid == pid:
                    code = os.WEXITSTATUS(status) if os.WIFEXITED(status) else 128 + os.WTERMSIG(status)
                    self._send(call.ends["call"], "exit %d %d\n" % (code, usage.ru_maxrss * 1024))
                    self._close(name)

    def _abandon(self, end):
        """Whoever asked for the call has closed it."""
        call = self._calls[self._waited.pop(end)]
        self._poll.unregister(end)
        self._kill(call)

    def _kill(self, call):
        if call.pid:
            for kill in (os.killpg, os.kill):  # In its first moments it has no group of its own.
                try:
                    kill(call.pid, signal.SIGKILL)
                except ProcessLookupError:
                    pass

    def _kill_all(self):
        for call in self._calls.values():
            self._kill(call)

    def _close(self, name):
        call = self._calls.pop(name)
        control = call.ends["call"]
        if self._waited.pop(control.fileno(), None):
            self._poll.unregister(control)
        for connection in call.ends.values():
            connection.close()

    def _send(self, control, text):
        try:
            control.sendall(text.encode())
        except OSError:
            pass


def load(path):
    with open(path, encoding="utf-8") as file:
        source = file.read()
    module = types.ModuleType("covalent_runner")
    module.__file__ = path
    sys.modules[module.__name__] = module
    exec(compile(source, path, "exec"), module.__dict__)
    return module


def main():
    runner_path, path, idle = sys.argv[1:]
    sys.path[:] = [entry for entry in sys.path if os.path.abspath(entry or ".") != os.path.dirname(os.path.abspath(__file__))]
    runner = load(runner_path)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(path)
        listener.listen(128)
        os.write(1, b"ready\n")
        Nursery(runner, listener, float(idle)).run()


if __name__ == "__main__":
    main()
    os._exit(0)
