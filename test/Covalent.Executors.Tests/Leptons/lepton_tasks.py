"""Functions that the lepton tests call. Plain Python; numpy only where a name says so."""
import collections
import dataclasses
import os
import sys
import time


class Model:
    def __init__(self, weight):
        self.weight = weight

    def __repr__(self):
        return "Model(weight=%r)" % self.weight


@dataclasses.dataclass
class Person:
    name: str
    age: int


def echo(value):
    return value


def describe(value):
    return "%s %r" % (type(value).__name__, value)


def add(a, b=10, *, c=100):
    return a + b + c


def total(values):
    return float(sum(values))


def person(name, age):
    return Person(name, age)


def pair():
    return "two", 2


def shout(text):
    print("said: " + text)
    print("whispered: " + text, file=sys.stderr)
    return text.upper()


def fail(depth):
    if depth == 0:
        raise ValueError("no more depth")
    fail(depth - 1)


def needs_missing_module():
    import a_module_that_nobody_has  # noqa: F401


def exit_process(code):
    os._exit(code)


def leave(code):
    sys.exit(code)


def train(weight):
    return Model(weight)


def weigh(model, factor):
    return model.weight * factor


def unjsonable():
    return Model(1)


def sleep_after(marker, seconds):
    with open(marker, "w") as file:
        file.write(str(os.getpid()))
    time.sleep(seconds)
    return 1


def matrix(rows, columns):
    return [[float(row * columns + column) for column in range(columns)] for row in range(rows)]


def count_words(text):
    return collections.Counter(text.split())


async def later(value):
    return value + 1


def numpy_kind(array):
    import numpy
    return "%s %s %s %s" % (type(array) is numpy.ndarray, array.dtype, array.shape, array.flags.writeable)


def numpy_double(array):
    return array * 2


def numpy_doubled_in_place(array):
    array *= 2
    return array


def numpy_split(count):
    import numpy
    return numpy.arange(count * 2, dtype=float).reshape(count, 2), numpy.arange(count)


def nothing():
    return None


def environment(name):
    return os.environ.get(name, "")


def table(values):
    import pandas
    return pandas.DataFrame({"value": values})


def process_ids():
    import os
    return [os.getpid(), os.getppid()]


def draw():
    import random

    import numpy
    return [float(numpy.random.rand()), random.random()]


def leave_a_mark():
    import builtins
    was_there = hasattr(builtins, "covalent_mark")
    builtins.covalent_mark = True
    return was_there


def crash():
    import os
    import signal
    os.kill(os.getpid(), signal.SIGSEGV)


def stay(path):
    import os
    import subprocess
    import time
    child = subprocess.Popen(["sleep", "600"])
    with open(path + ".part", "w") as file:
        file.write("%d %d" % (os.getpid(), child.pid))
    os.rename(path + ".part", path)
    while True:
        time.sleep(0.05)


def executable():
    return sys.executable


def numpy_zeros(count):
    import numpy
    return numpy.zeros(count)


def variable(name):
    return os.environ.get(name, "")


def type_name(value):
    return type(value).__name__


def print_lines(count):
    for number in range(count):
        print("line %d" % number)
    return count


def leave_threads_and_forks(value):
    import threading
    import time

    threading.Thread(target=time.sleep, args=(3600,)).start()
    if os.fork() == 0:
        time.sleep(1)
        os._exit(0)
    return value


def interpreter_options():
    return ",".join(sys._xoptions)
