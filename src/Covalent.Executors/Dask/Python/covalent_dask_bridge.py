"""Speaks to a Dask scheduler with Dask's own client, for a Covalent dispatcher that is not written in Python.

Frames go both ways over standard input and output: length of the header (4 bytes, big endian), length of the body
(8 bytes), header (JSON), body. Requests carry an id and get one answer with the same id; events carry none. The bridge
holds no state worth keeping: when anything goes wrong with the link to the scheduler it says so and leaves, and the
next bridge takes all jobs over by their keys. See docs/architecture/dask.md."""

import asyncio
import json
import os
import struct
import sys
import traceback
import types

HEAD = struct.Struct(">IQ")
PIECE = 4 << 20
AT_ONCE = 3
INSTALL = """(lambda m, n, s: m[n] if n in m else (lambda t: (m.__setitem__(n, t), exec(compile(s, n, 'exec'), t.__dict__), t)[2])(type(m['sys'])(n)))(__import__('sys').modules, {0!r}, {1!r})"""


class Problem(Exception):
    def __init__(self, kind, message):
        super().__init__(message)
        self.kind = kind


class Installed:
    """Travels as the text of the module it stands for, and arrives as that module's plug-in."""

    def __init__(self, name, source):
        self.name = name
        self._expression = INSTALL.format(name, source)

    def __reduce__(self):
        return (eval, (self._expression + ".Plugin()",))

    def setup(self, worker=None):
        pass


class Wire:
    def __init__(self, reader, writer):
        self._reader, self._writer = reader, writer

    async def read(self):
        head, body = HEAD.unpack(await self._reader.readexactly(HEAD.size))
        header = json.loads(await self._reader.readexactly(head))
        return header, (await self._reader.readexactly(body) if body else b"")

    def send(self, header, body=b""):
        text = json.dumps(header).encode()
        self._writer.write(HEAD.pack(len(text), len(body)))
        self._writer.write(text)
        if body:
            self._writer.write(body)

    async def drained(self):
        await self._writer.drain()


class Batches:
    """Joins what is added while a round trip is under way into the next one."""

    def __init__(self, trip, largest=64):
        self._trip, self._largest = trip, largest
        self._waiting = {}
        self._is_running = False

    def add(self, key):
        """Answers when the trip that carries the key is over."""
        future = self._waiting.get(key)
        if future is None:
            future = self._waiting[key] = asyncio.get_running_loop().create_future()
        if not self._is_running:
            self._is_running = True
            asyncio.ensure_future(self._drain())
        return future

    async def _drain(self):
        await asyncio.sleep(0)
        while self._waiting:
            batch = {key: self._waiting.pop(key) for key in list(self._waiting)[:self._largest]}
            try:
                await self._trip(list(batch))
                failure = None
            except Exception as e:
                failure = e
            for future in batch.values():
                if not future.done():
                    future.set_result(failure)
        self._is_running = False


class Bridge:
    def __init__(self, wire):
        self._wire = wire
        self._client = None
        self._far = None
        self._futures = {}
        self._told = set()
        self._left = {}
        self._inbox = ""
        self._unreachable = set()
        self._transfers = asyncio.Semaphore(4)
        self._quiet = set()
        self._topic = ""
        self._topic_bytes = 0
        self._fetching = Batches(self._fetch)
        self._doubting = Batches(self._doubt, largest=1000)
        self._scheduler = ""
        self._releasing = Batches(self._release, largest=1000)

    # Requests

    async def connect(self, ask, body):
        try:
            import distributed
            from distributed import Client
            from distributed.security import Security
        except ImportError as e:
            raise Problem("no-distributed", "%s has no usable 'distributed' (%s)" % (sys.executable, e))
        security = None
        if ask["tls"]:
            tls = ask["tls"]
            try:
                security = Security(tls_ca_file=tls["ca"] or None, tls_client_cert=tls["cert"] or None, tls_client_key=tls["key"] or None,
                                    require_encryption=True)
            except Exception as e:
                raise Problem("tls", "%s: %s" % (type(e).__name__, e))
        try:
            self._client = await Client(ask["address"], asynchronous=True, timeout=ask["timeout"], security=security, name="covalent", set_as_default=False)
        except Exception as e:
            raise Problem("unreachable", _text(e))
        self._install(ask["module"], body.decode())
        client = self._client
        try:
            await client.run_on_scheduler(eval, INSTALL.format(ask["module"], body.decode()) + ".__name__")
            identity = await client.run_on_scheduler(self._far.identify)
        except Exception as e:
            raise Problem("mismatch", "the scheduler did not understand this client (distributed %s, Python %s): %s"
                          % (distributed.__version__, sys.version.split()[0], _text(e)))
        identity["client"] = {"distributed": distributed.__version__, "python": sys.version.split()[0], "executable": sys.executable}
        if identity["distributed"] != distributed.__version__ and not ask["any_version"]:
            raise Problem("mismatch", "the scheduler runs distributed %s (Python %s) and %s has distributed %s"
                          % (identity["distributed"], identity["python"], sys.executable, distributed.__version__))
        self._inbox = ask["inbox"]
        if ask["topic"]:
            self._topic = ask["topic"]
            client.subscribe_topic(self._topic, self._on_event)
            plugin = Installed(ask["module"], body.decode())
            if hasattr(client, "register_plugin"):
                plugin = _as_worker_plugin(plugin)
                await client.register_plugin(plugin, name=ask["module"])
            else:
                await client.register_worker_plugin(plugin, name=ask["module"])
        self._scheduler = identity["scheduler"]
        asyncio.ensure_future(self._watch_link())
        return identity

    def _install(self, name, source):
        if name not in sys.modules:
            module = types.ModuleType(name)
            sys.modules[name] = module
            exec(compile(source, name, "exec"), module.__dict__)
        self._far = sys.modules[name]

    async def submit(self, ask, body):
        view, at, keys = memoryview(body), 0, []
        for job in ask["jobs"]:
            package = bytes(view[at:at + job["length"]])
            at += job["length"]
            key = job["spec"]["job"]
            keys.append(key)
            function = self._far.run_python if job["spec"]["python"] else self._far.run_task
            future = self._client.submit(function, job["spec"], package, key=key, pure=False, retries=0, priority=job.get("priority", 0),
                                         resources=ask.get("resources") or None, workers=ask.get("workers") or None)
            self._watch(key, future)
        missing = await self._client.run_on_scheduler(self._far.keep, keys)
        return {"missing": missing}

    async def adopt(self, ask, body):
        from distributed import Future

        found = await self._client.run_on_scheduler(self._far.states, ask["keys"])
        for key, state in found.items():
            if state is not None and key not in self._futures and ask.get("watch", True):
                self._watch(key, Future(key, self._client))
        return {"states": {key: state and state[0] for key, state in found.items()}}

    async def release(self, ask, body):
        failure = await self._releasing.add(ask["key"])
        if failure is not None:
            raise failure
        worker = self._left.pop(ask["key"], None)
        if worker:
            asyncio.ensure_future(self._ask_workers({worker: [ask["key"]]}, self._far.drop))
        return {}

    async def push(self, ask, body):
        """Brings files to the Dask worker on which a task waits for them."""
        async with self._transfers:
            for file in ask["files"]:
                with open(file["path"], "rb") as source:
                    length = os.fstat(source.fileno()).st_size
                    # An empty file has its one piece, too.
                    if not await self._pieces(ask["worker"], range(0, max(length, 1), PIECE), lambda at: (
                            self._far.put, (ask["job"], file["name"], at, os.pread(source.fileno(), PIECE, at))), lambda is_awaited, _: is_awaited):
                        return {}
            await self._beside(ask["worker"], self._far.put, (ask["job"], "", 0, b""))
        return {}

    async def cancel(self, ask, body):
        """Running jobs are asked to stop and end by themselves, with their outcome; others never begin."""
        keys = ask["keys"]
        stopping = await self._on_workers(keys, self._far.stop_jobs)
        idle = [key for key in keys if key not in stopping and key in self._futures]
        self._quiet.update(idle)
        try:
            placed = await self._places_of(idle)
            futures = [self._futures[key] for key in idle if not self._futures[key].done()]
            if futures:
                await self._client.cancel(futures, force=True)
            # One that began in this moment learns from its Dask worker that it is no longer wanted, and stops; it has ended only then.
            for _ in range(600):
                if not await self._ask_workers(placed, self._far.jobs_here):
                    break
                await asyncio.sleep(0.1)
        finally:
            self._quiet.difference_update(idle)
        for key in idle:
            if key in self._futures and self._futures[key].done():
                self._fetching.add(key)
        return {}

    async def _on_workers(self, keys, function):
        return await self._ask_workers(await self._places_of(keys), function)

    async def _places_of(self, keys):
        """The jobs that are on Dask workers, by worker."""
        by_worker = {}
        for key, state in (await self._client.run_on_scheduler(self._far.states, keys)).items():
            if state is not None and state[1]:
                by_worker.setdefault(state[1], []).append(key)
        return by_worker

    async def _ask_workers(self, by_worker, function):
        found = set()
        for worker, keys in by_worker.items():
            try:
                for answer in (await self._client.run(function, keys, workers=[worker])).values():
                    found.update(answer)
            except Exception as e:  # A worker that died has nothing running.
                self._wire.send({"event": "note", "text": "asking %s about %d job(s): %s" % (worker, len(keys), _text(e))})
        return found

    async def shell(self, ask, body):
        answers = await self._client.run(self._far.run_shell, ask["argv"], body, ask["timeout"], ask["limit"], workers=[ask["worker"]])
        if ask["worker"] not in answers:
            raise Problem("gone", "the Dask worker %s has left" % ask["worker"])
        code, out, err, cut = answers[ask["worker"]]
        return {"code": code, "out": len(out), "cut": cut}, out + err

    async def place(self, ask, body):
        await self._client.run(self._far.place, ask["place"], ask.get("argv") or ask["refusal"], workers=[ask["worker"]])
        return {}

    async def identify(self, ask, body):
        return await self._client.run_on_scheduler(self._far.identify)

    async def retire(self, ask, body):
        await self._client.retire_workers(names=ask["names"], close_workers=True)
        return {}

    # Round trips

    async def _fetch(self, keys):
        """Brings the results of ended jobs and passes them on."""
        await self._fetch_all(keys)
        self._wire.send({"event": "news"})
        await self._wire.drained()

    async def _fetch_all(self, keys):
        done = []
        for key in keys:
            future = self._futures.get(key)
            if future is None or key in self._quiet or key in self._told:
                continue
            if future.status == "finished":
                done.append((key, future))
            elif future.status == "error":
                self._tell_end(key, await self._error_of(future))
            elif future.done():
                self._doubting.add(key)
        if not done:
            return
        values = await self._client.gather([future for _, future in done], errors="skip", asynchronous=True)
        if len(values) != len(done):
            # A result was lost with its Dask worker since its end. Dask runs that job again; the others need not wait for it.
            for key, future in done:
                asyncio.ensure_future(self._fetch_alone(key, future))
            return
        for (key, future), value in zip(done, values):
            self._tell_value(key, future, value)

    async def _doubt(self, keys):
        """Futures also say 'cancelled' when the link breaks. Only the scheduler knows, and only the one that took the jobs."""
        try:
            identity = await asyncio.wait_for(self._client.run_on_scheduler(self._far.identify), 30)
            states = await asyncio.wait_for(self._client.run_on_scheduler(self._far.states, keys), 30)
        except Exception:
            await self._lost()
        if identity["scheduler"] != self._scheduler or any(state is not None for state in states.values()):
            await self._lost()
        for key in keys:
            self._tell_end(key, {"state": "cancelled"})
        self._wire.send({"event": "news"})

    async def _lost(self):
        self._wire.send({"event": "lost", "text": "the connection to the Dask scheduler was lost"})
        await self._wire.drained()
        os._exit(3)

    async def _fetch_alone(self, key, future):
        try:
            self._tell_value(key, future, await future.result())
        except Exception:
            self._tell_end(key, await self._error_of(future))
        self._wire.send({"event": "news"})

    async def _error_of(self, future):
        try:
            cause = await future.exception()
        except Exception as e:
            cause = e
        return {"state": "error", "type": type(cause).__name__, "message": _text(cause)}

    def _tell_end(self, key, end, body=b""):
        if key in self._futures:
            self._wire.send(dict(end, event="ended", key=key), body)

    def _tell_value(self, key, future, value):
        left = value[-2] if value[0] in ("left", "python") and isinstance(value[-2], tuple) else None
        if left is None:
            self._tell_end(key, *_parts(value))
        else:
            asyncio.ensure_future(self._bring(key, future, value, left))

    async def _bring(self, key, future, value, left):
        """Fetches what a task has left with its Dask worker, and tells its end then."""
        there, worker, files = left
        here = os.path.join(self._inbox, key)
        os.makedirs(here, mode=0o700, exist_ok=True)
        try:
            async with self._transfers:
                for name, length in files:
                    with open(os.path.join(here, os.path.basename(name)), "wb") as target:
                        def keep(piece, at, target=target):
                            os.pwrite(target.fileno(), piece, at)
                            return True
                        await self._pieces(worker, range(0, length, PIECE), lambda at: (self._far.take, (there, name, at, PIECE)), keep)
        except Exception as e:
            # It went with its Dask worker: Dask runs the task again, and its end is told then.
            self._wire.send({"event": "note", "text": "fetching the result of %s from %s: %s" % (key, worker, _text(e))})
            await asyncio.sleep(1)
            if key in self._futures and self._client.status == "running":
                from distributed import Future

                self._watch(key, Future(key, self._client))
            return
        self._left[key] = worker
        head, body = _parts(value)
        self._tell_end(key, dict(head, folder=here), body)
        self._wire.send({"event": "news"})

    async def _pieces(self, worker, offsets, call, keep):
        """A few calls at a time; false as soon as one of them was in vain."""
        waiting = []
        for at in list(offsets) + [None] * AT_ONCE:
            if len(waiting) == AT_ONCE or at is None and waiting:
                begun, answer = waiting.pop(0)
                if not keep(await answer, begun):
                    for _, other in waiting:
                        other.cancel()
                    return False
            if at is not None:
                waiting.append((at, asyncio.ensure_future(self._beside(worker, *call(at)))))
        return True

    async def _beside(self, worker, function, arguments):
        """Calls a function on a Dask worker, not by way of the scheduler where the worker can be reached from here."""
        if worker not in self._unreachable:
            try:
                from distributed.protocol.pickle import dumps

                answer = await asyncio.wait_for(self._client.rpc(worker).run(function=dumps(function), args=dumps(arguments), kwargs=dumps({}), wait=True), 60)
                if answer["status"] == "OK":
                    return answer["result"]
            except (OSError, asyncio.TimeoutError):
                pass
            self._unreachable.add(worker)
            self._wire.send({"event": "note", "text": "the Dask worker %s cannot be reached from here; data pass through the scheduler, in pieces" % worker})
        answers = await self._client.run(function, *arguments, workers=[worker])
        if worker not in answers:
            raise Problem("gone", "the Dask worker %s has left" % worker)
        return answers[worker]

    async def _release(self, keys):
        await self._client.run_on_scheduler(self._far.let_go, keys)
        for key in keys:
            self._futures.pop(key, None)
            self._told.discard(key)
        return {}

    # Events

    def _watch(self, key, future):
        self._futures[key] = future
        state = getattr(future, "_state", None)
        if hasattr(state, "wait"):
            # Saves a thread's round; where this version of distributed has no such thing, the documented way serves.
            asyncio.ensure_future(self._wait_for(key, state))
        else:
            loop = asyncio.get_running_loop()
            future.add_done_callback(lambda _: loop.call_soon_threadsafe(self._fetching.add, key))

    async def _wait_for(self, key, state):
        await state.wait()
        self._fetching.add(key)

    def _on_event(self, event):
        message = event[1] if isinstance(event, (tuple, list)) else event
        body = message.get("bytes", b"")
        if message["what"] == "outcome":
            if message["job"] in self._futures and message["job"] not in self._told:
                self._told.add(message["job"])
                self._tell_end(message["job"], {"state": "outcome", "host": message["host"]}, body)
                self._wire.send({"event": "news"})
            return
        self._wire.send({"event": message["what"], "key": message["job"], "place": message.get("place", ""), "worker": message.get("worker", ""),
                         "again": message.get("again", False)}, body)
        self._topic_bytes += len(body) + 200
        if self._topic_bytes > 4 << 20:
            self._topic_bytes = 0
            asyncio.ensure_future(self._client.run_on_scheduler(self._far.trim, self._topic))

    async def _watch_link(self):
        while self._client.status == "running":
            await asyncio.sleep(0.1)
        await self._lost()

    # The loop

    async def serve(self):
        while True:
            try:
                ask, body = await self._wire.read()
            except asyncio.IncompleteReadError:
                await self._leave()
                return
            asyncio.ensure_future(self._answer(ask, body))

    async def _answer(self, ask, body):
        reply = b""
        try:
            answer = await getattr(self, ask["op"])(ask, body)
            if isinstance(answer, tuple):
                answer, reply = answer
            answer = dict(answer, id=ask["id"])
        except Problem as e:
            answer = {"id": ask["id"], "problem": e.kind, "message": str(e)}
        except Exception as e:
            answer = {"id": ask["id"], "problem": "failed", "message": _text(e), "trace": traceback.format_exc(limit=-4)}
        self._wire.send(answer, reply)
        await self._wire.drained()

    async def _leave(self):
        if self._client is not None:
            try:
                await asyncio.wait_for(self._client.close(), 2)
            except Exception:
                pass
        os._exit(0)


def _parts(value):
    """What run_task returned, as a header and a body."""
    what, host = value[0], value[-1]
    if what == "outcome":
        return {"state": what, "host": host}, value[1]
    if what == "left":
        return {"state": "outcome", "host": host}, b""
    if what == "python":
        return {"state": what, "host": host, "about": value[1]}, value[2]
    if what == "died":
        return {"state": what, "host": host, "code": value[1], "out": len(value[2])}, value[2] + value[3]
    return {"state": what, "host": host, "message": value[1] if what == "refused" else ""}, b""


def _as_worker_plugin(plugin):
    from distributed import WorkerPlugin

    class Travelling(Installed, WorkerPlugin):
        pass

    plugin.__class__ = Travelling
    return plugin


def _text(e):
    words = str(e).strip()
    return ("%s: %s" % (type(e).__name__, words)) if words else type(e).__name__


async def main():
    # What libraries print must not get between the frames.
    out = os.dup(1)
    os.dup2(2, 1)
    loop = asyncio.get_running_loop()
    reader = asyncio.StreamReader(limit=1 << 20)
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    transport, protocol = await loop.connect_write_pipe(asyncio.streams.FlowControlMixin, os.fdopen(out, "wb", 0))
    await Bridge(Wire(reader, asyncio.StreamWriter(transport, protocol, None, loop))).serve()


if __name__ == "__main__":
    asyncio.run(main())
