"""Functions of the dependency tests."""
import os


def answer():
    import covalent_wheel
    return covalent_wheel.answer()


def prefix():
    import sys
    return sys.prefix


def helped(value):
    import helper_module
    return helper_module.help_with(value)


def connection_of(connection):
    return connection


def joined(names):
    return ",".join(names)


def first_line(files):
    with open(files[0][1]) as file:
        return file.readline().strip()


def write_result(text, files):
    with open(files[0][0], "w") as file:
        file.write(text)
    return os.path.exists(files[0][0])
