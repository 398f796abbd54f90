"""Runs one Python function for Covalent: `python runner.py FOLDER`. Standard library only, Python 3.8 or newer.

FOLDER/request.json says what to call, blobs lie beside it; FOLDER/response.json is written at the end, whole or not at all.
The protocol is described in docs/architecture/leptons.md. Exit code 0 means "response written", whatever the function did.
"""
import base64
import cmath
import importlib
import json
import math
import os
import pickle
import platform
import sys
import threading
import traceback

FORMAT = "covalent/lepton"
VERSION = 1
CODES = {"f8": "d", "f4": "f", "i8": "q", "i4": "i", "i2": "h", "i1": "b", "u8": "Q", "u4": "I", "u2": "H", "u1": "B", "b1": "?"}


class ResultError(Exception):
    """The function's result does not fit what was declared."""


class ArgumentError(Exception):
    """An argument cannot be read in this interpreter."""


def numpy_or_none():
    try:
        import numpy
        return numpy
    except ImportError:
        return None


def pyarrow():
    try:
        import pyarrow
        import pyarrow.ipc
        return pyarrow
    except ImportError:
        raise ArgumentError("Tables travel as Arrow, and pyarrow is not installed for %s (Python %s). Add DepsPip(\"pyarrow\"), "
                            "or pass columns as arrays." % (sys.executable, platform.python_version())) from None


# ---- NPY without numpy -------------------------------------------------------------------------------------------------------------

def read_npy_header(file):
    if file.read(6) != b"\x93NUMPY":
        raise ArgumentError("'%s' is not an NPY file" % file.name)
    major = file.read(2)[0]
    length = int.from_bytes(file.read(2 if major == 1 else 4), "little")
    import ast
    header = ast.literal_eval(file.read(length).decode("latin1"))
    return header["descr"], header["shape"], header["fortran_order"], file.tell()


def read_npy_plain(path):
    """Without numpy: array.array for one dimension, a read-only memoryview of the mapped file for more."""
    import array
    import mmap
    with open(path, "rb") as file:
        descr, shape, _, start = read_npy_header(file)
        count = math.prod(shape)
        if descr[1:] == "c16":
            values = array.array("d")
            values.fromfile(file, 2 * count)
            return nest([complex(values[2 * i], values[2 * i + 1]) for i in range(count)], shape)
        code = CODES.get(descr[1:])
        if code is None:
            raise ArgumentError("An array of type %s needs numpy, which is not installed for %s." % (descr, sys.executable))
        if count == 0:
            return nest([], shape) if len(shape) > 1 else []
        if len(shape) == 1 and code != "?":
            values = array.array(code)
            values.fromfile(file, count)
            return values
        view = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))[start:]
        return view.cast(code, shape) if len(shape) > 1 else view.cast(code).tolist()


def nest(flat, shape):
    for length in reversed(shape[1:]):
        flat = [flat[i:i + length] for i in range(0, len(flat), length)] if length else [[] for _ in range(shape[0])]
    return flat


def write_npy_header(file, descr, shape):
    text = "{'descr': '%s', 'fortran_order': False, 'shape': %s, }" % (descr, repr(tuple(shape)))
    text += " " * (-(len(text) + 11) % 64 + 64) + "\n"
    file.write(b"\x93NUMPY\x01\x00" + len(text).to_bytes(2, "little") + text.encode("latin1"))


def flatten(value, depth):
    shape = []
    items = value
    for level in range(depth):
        if not isinstance(items, (list, tuple)) and not hasattr(items, "__len__"):
            raise ResultError("a value of %d dimensions was returned where %d are declared" % (level, depth))
        shape.append(len(items))
        items = items[0] if len(items) else []
    flat = list(value)
    for level in range(1, depth):
        if any(len(row) != shape[level] for row in flat):
            raise ResultError("rows of different lengths were returned where an array of %d dimensions is declared" % depth)
        flat = [item for row in flat for item in row]
    return shape, flat


def write_npy_plain(path, value, dtype, rank):
    import array
    if isinstance(value, memoryview):
        value = value.tolist()
    shape, flat = flatten(value, rank)
    with open(path, "wb") as file:
        write_npy_header(file, dtype, shape)
        if dtype[1:] == "c16":
            array.array("d", [part for item in flat for part in (complex(item).real, complex(item).imag)]).tofile(file)
        elif dtype[1:] == "b1":
            file.write(bytes(bool(item) for item in flat))
        else:
            code = CODES.get(dtype[1:])
            if code is None:
                raise ResultError("an array of type %s needs numpy, which is not installed for %s" % (dtype, sys.executable))
            array.array(code, flat).tofile(file)


# ---- values ------------------------------------------------------------------------------------------------------------------------

class Folder:
    """The blobs beside the request and the response."""

    def __init__(self, path):
        self.path = path
        self.count = 0

    def file(self, name):
        if os.path.basename(name) != name:
            raise ArgumentError("'%s' is not the name of a file in the task's folder" % name)
        return os.path.join(self.path, name)

    def new(self, suffix):
        self.count += 1
        return "result%d%s" % (self.count, suffix)


def read(node, folder):
    kind = node["kind"]
    if kind == "json":
        return node["value"]
    if kind == "float":
        return float(node["value"])
    if kind == "complex":
        return complex(*node["value"])
    if kind == "decimal":
        import decimal
        return decimal.Decimal(node["value"])
    if kind == "tuple":
        return tuple(read(item, folder) for item in node["items"])
    if kind == "list":
        return [read(item, folder) for item in node["items"]]
    if kind == "map":
        return {read(key, folder): read(item, folder) for key, item in node["items"]}
    path = folder.file(node["file"])
    if kind in ("npy", "npylist"):
        return read_array(path, kind == "npylist")
    if kind == "bytes":
        with open(path, "rb") as file:
            return file.read()
    if kind == "pickle":
        return read_pickle(path, node)
    if kind == "arrow":
        arrow = pyarrow()
        with arrow.memory_map(path) as source:
            table = arrow.ipc.open_stream(source).read_all()
        try:
            import pandas  # noqa: F401
        except ImportError:
            return table
        return table.to_pandas()
    raise ArgumentError("Values of kind '%s' are not known to this runner; dispatcher and runner come from different versions." % kind)


def read_array(path, as_list):
    numpy = numpy_or_none()
    if numpy is None:
        values = read_npy_plain(path)
        return list(values) if as_list else values
    try:
        values = numpy.load(path, mmap_mode="c", allow_pickle=False)
    except ValueError:  # Nothing can be mapped of an empty array.
        values = numpy.load(path, allow_pickle=False)
    # A plain ndarray on the mapped pages: copy on write, so the function may change it, and nothing is read before it is used.
    return values.tolist() if as_list else values.view(numpy.ndarray)


def read_pickle(path, node):
    with open(path, "rb") as file:
        try:
            return pickle.load(file)
        except (ImportError, AttributeError) as error:
            raise ArgumentError("The Python object %s was made by Python %s with %s and cannot be opened by %s (Python %s): %s. Install the same "
                                "packages there, or send the module along with DepsModule." % (
                                    node.get("type", "?"), node.get("python", "?"), modules_text(node.get("modules") or {}),
                                    sys.executable, platform.python_version(), error)) from error


def modules_text(modules):
    return ", ".join("%s %s" % item for item in sorted(modules.items())) or "no further modules"


def write(value, want, folder):
    kind = want["kind"]
    if value is None and kind != "pickle":
        return {"kind": "json", "value": None}
    return WRITERS[kind](value, want, folder)


def write_json(value, want, folder):
    return {"kind": "json", "value": to_json(value)}


def write_float(value, want, folder):
    value = float(value)
    return {"kind": "float", "value": value if math.isfinite(value) else ("NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity")}


def write_decimal(value, want, folder):
    import decimal
    # A float as it is written, not as it is in binary.
    return {"kind": "decimal", "value": str(decimal.Decimal(repr(float(value)) if isinstance(value, float) else value))}


def write_complex(value, want, folder):
    value = complex(value)
    if not cmath.isfinite(value):
        return {"kind": "complex", "value": [to_json(value.real), to_json(value.imag)]}
    return {"kind": "complex", "value": [value.real, value.imag]}


def write_tuple(value, want, folder):
    items = list(vars(value).values()) if hasattr(value, "__dataclass_fields__") else list(value)
    if len(items) != len(want["items"]):
        raise ResultError("%d values were returned where %d are declared" % (len(items), len(want["items"])))
    return {"kind": "tuple", "items": [write(item, part, folder) for item, part in zip(items, want["items"])]}


def write_list(value, want, folder):
    return {"kind": "list", "items": [write(item, want["item"], folder) for item in value]}


def write_map(value, want, folder):
    return {"kind": "map", "items": [[write(key, want["key"], folder), write(item, want["item"], folder)] for key, item in dict(value).items()]}


def write_npy(value, want, folder):
    name = folder.new(".npy")
    numpy = numpy_or_none()
    if numpy is None or want["kind"] == "npylist" and isinstance(value, list) and len(value) < 1000:
        write_npy_plain(folder.file(name), value, want["dtype"], want["rank"])
        return {"kind": want["kind"], "file": name}
    dtype = numpy.dtype(want["dtype"])
    array = numpy.asarray(value)
    if array.dtype != dtype and not numpy.can_cast(array.dtype, dtype, "same_kind") and array.size:
        raise ResultError("an array of %s was returned where %s is declared" % (array.dtype, dtype))
    if array.ndim != want["rank"]:
        raise ResultError("an array of %d dimensions was returned where %d are declared" % (array.ndim, want["rank"]))
    with open(folder.file(name), "wb") as file:
        write_npy_header(file, want["dtype"], array.shape)
        if array.dtype == dtype and array.flags.c_contiguous:
            array.tofile(file)
        else:
            # In pieces, so that a conversion does not double the memory.
            rows = max(1, (1 << 24) // max(1, array[0].nbytes)) if len(array) else 1
            for start in range(0, len(array), rows):
                numpy.ascontiguousarray(array[start:start + rows], dtype=dtype).tofile(file)
    return {"kind": want["kind"], "file": name}


def write_bytes(value, want, folder):
    name = folder.new(".bin")
    with open(folder.file(name), "wb") as file:
        file.write(value.encode() if isinstance(value, str) else value)
    return {"kind": "bytes", "file": name}


def write_pickle(value, want, folder):
    name = folder.new(".pickle")
    with open(folder.file(name), "wb") as file:
        pickler().dump(value, file, protocol=4)
    kind = type(value)
    preview = repr(value) if not hasattr(value, "nbytes") else "%s of shape %s" % (kind.__name__, getattr(value, "shape", ""))
    return {"kind": "pickle", "file": name, "type": (kind.__module__ + "." if kind.__module__ != "builtins" else "") + kind.__qualname__,
            "preview": preview if len(preview) <= 200 else preview[:199] + "\u2026", "python": platform.python_version(), "modules": module_versions(value)}


def pickler():
    try:
        import cloudpickle
    except ImportError:
        return pickle
    module = sys.modules.get(STATE.get("file_module", ""))
    if module is not None and hasattr(cloudpickle, "register_pickle_by_value"):
        cloudpickle.register_pickle_by_value(module)  # Other electrons need not have the file.
    return cloudpickle


def module_versions(value):
    names = {type(value).__module__.split(".")[0]} | {name for name in ("numpy", "pandas", "sklearn", "torch") if name in sys.modules}
    found = {}
    for name in names:
        version = getattr(sys.modules.get(name), "__version__", None)
        if isinstance(version, str):
            found[name] = version
    return found


def write_arrow(value, want, folder):
    arrow = pyarrow()
    if isinstance(value, arrow.RecordBatch):
        value = arrow.Table.from_batches([value])
    elif not isinstance(value, arrow.Table):
        value = arrow.Table.from_pandas(value) if hasattr(value, "iloc") else arrow.table(value)
    name = folder.new(".arrow")
    with arrow.OSFile(folder.file(name), "wb") as sink, arrow.ipc.new_stream(sink, value.schema) as writer:
        writer.write_table(value)
    return {"kind": "arrow", "file": name}


def write_nothing(value, want, folder):
    return {"kind": "json", "value": None}


WRITERS = {"json": write_json, "float": write_float, "decimal": write_decimal, "complex": write_complex, "tuple": write_tuple, "list": write_list, "map": write_map,
           "npy": write_npy, "npylist": write_npy, "bytes": write_bytes, "pickle": write_pickle, "arrow": write_arrow, "nothing": write_nothing}


def to_json(value):
    if value is None or isinstance(value, (bool, str, int)):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else ("NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity")
    if isinstance(value, complex):
        return [to_json(value.real), to_json(value.imag)]
    if isinstance(value, dict):
        if all(isinstance(key, str) for key in value):
            return {key: to_json(item) for key, item in value.items()}
        return {scalar_key(key): to_json(item) for key, item in value.items()}
    if hasattr(value, "_asdict"):
        return to_json(value._asdict())
    if isinstance(value, (list, tuple, set, frozenset)) or type(value).__name__ in ("dict_keys", "dict_values", "array", "memoryview"):
        return [to_json(item) for item in value]
    if hasattr(value, "__dataclass_fields__"):
        return {name: to_json(getattr(value, name)) for name in value.__dataclass_fields__}
    if isinstance(value, (bytes, bytearray)):
        return base64.b64encode(value).decode()
    if hasattr(value, "isoformat"):
        return value.isoformat()
    if hasattr(value, "tolist"):  # numpy scalars and arrays
        return to_json(value.tolist())
    import decimal
    import enum
    import pathlib
    import uuid
    if isinstance(value, enum.Enum):
        return value.name
    if isinstance(value, (decimal.Decimal, pathlib.PurePath, uuid.UUID)):
        return float(value) if isinstance(value, decimal.Decimal) else str(value)
    raise ResultError("a value of type %s.%s has no JSON form; declare PythonObject to pass it on as it is, or return plain values"
                      % (type(value).__module__, type(value).__qualname__))


def scalar_key(key):
    if isinstance(key, (str, int, float, bool)):
        return str(key)
    raise ResultError("a dictionary has a key of type %s, which has no JSON form; use text or numbers" % type(key).__qualname__)


# ---- the call ----------------------------------------------------------------------------------------------------------------------

STATE = {}


def find(request, folder):
    for path in reversed(request.get("path", [])):
        sys.path.insert(0, os.path.join(folder.path, path))
    source = request["source"]
    if request.get("is_file"):
        STATE["file_module"] = source
    importlib.invalidate_caches()
    target = importlib.import_module(source)
    for part in request["function"].split("."):
        try:
            target = getattr(target, part)
        except AttributeError:
            known = [name for name, item in vars(target).items() if callable(item) and not name.startswith("_")][:20]
            raise ArgumentError("%s has no function '%s'. It has: %s." % (
                request.get("title", source), request["function"], ", ".join(known) or "none")) from None
    return target


def takes(target, name):
    import inspect
    try:
        parameters = inspect.signature(target).parameters.values()
    except (TypeError, ValueError):
        return False
    return any(parameter.name == name or parameter.kind is parameter.VAR_KEYWORD for parameter in parameters)


def call(request, folder):
    target = find(request, folder)
    positional, named = [], {}
    for argument in request["arguments"]:
        if argument.get("optional") and not takes(target, argument["name"]):
            continue
        value = read(argument["value"], folder)
        if argument.get("name"):
            named[argument["name"]] = value
        else:
            positional.append(value)
    result = target(*positional, **named)
    if hasattr(result, "__await__"):
        import asyncio

        async def awaited():
            return await result
        result = asyncio.run(awaited())
    return result


def failure(error, kind):
    frames = traceback.TracebackException.from_exception(error)
    own = os.path.abspath(__file__)
    frames.stack = traceback.StackSummary.from_list([frame for frame in frames.stack if os.path.abspath(frame.filename) != own])
    module = type(error).__module__
    return {"kind": kind, "type": ("" if module == "builtins" else module + ".") + type(error).__qualname__, "message": str(error),
            "module": getattr(error, "name", None) if isinstance(error, ModuleNotFoundError) else None, "traceback": "".join(frames.format())}


def answer(folder, response):
    response.update({"format": FORMAT, "version": VERSION, "python": platform.python_version(), "executable": sys.executable})
    temporary = os.path.join(folder.path, "response.json.tmp")
    with open(temporary, "w", encoding="utf-8") as file:
        json.dump(response, file, allow_nan=False)
    os.replace(temporary, os.path.join(folder.path, "response.json"))


def watch_parent():
    """The dispatcher's end of our input closes with the dispatcher, however it died."""
    def wait():
        try:
            while os.read(0, 1024):
                pass
        finally:
            os._exit(75)
    threading.Thread(target=wait, daemon=True).start()


def main(arguments):
    if sys.version_info < (3, 8):
        sys.stderr.write("Python 3.8 or newer is needed; %s is %s\n" % (sys.executable, platform.python_version()))
        return 78
    if "--watch-parent" in arguments:
        arguments.remove("--watch-parent")
        watch_parent()
    folder = Folder(os.path.abspath(arguments[0]))
    with open(os.path.join(folder.path, "request.json"), encoding="utf-8") as file:
        request = json.load(file)
    if request.get("version") != VERSION:
        raise SystemExit("The request has version %s and this runner reads %s." % (request.get("version"), VERSION))
    try:
        sys.argv = [request["source"]]
        sys.path[:] = [entry for entry in sys.path if os.path.abspath(entry or ".") != os.path.dirname(os.path.abspath(__file__))]
        result = call(request, folder)
    except ArgumentError as error:
        response = {"status": "failed", "error": failure(error, "arguments")}
    except ModuleNotFoundError as error:
        response = {"status": "failed", "error": failure(error, "module")}
    except SystemExit as error:
        response = {"status": "failed", "error": failure(RuntimeError("the function called sys.exit(%r)" % (error.code,)), "user")}
    except BaseException as error:  # Whatever the function throws is its result.
        response = {"status": "failed", "error": failure(error, "user")}
    else:
        try:
            response = {"status": "completed", "value": write(result, request["want"], folder)}
        except Exception as error:
            response = {"status": "failed", "error": failure(error, "result")}
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except OSError:
        pass
    answer(folder, response)
    return 0


if __name__ == "__main__":
    code = main(sys.argv[1:])
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)  # Threads that the function left running do not keep the task open.
