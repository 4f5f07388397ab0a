"""Reads the test cases of django-upgrade (https://github.com/adamchainz/django-upgrade) out of a checkout and prints them as JSON.

    python3 scripts/django-upgrade-cases.py CHECKOUT > cases.json
    node scripts/measure-django-upgrade.ts cases.json

Its tests call two functions with a file before, a file after, the target version and the file's name. Those two are replaced by ones
that write the call down; django-upgrade itself and pytest need not be installed.
"""

import importlib
import inspect
import itertools
import json
import os
import sys
import textwrap
import types


class Settings:
    def __init__(self, target_version, only_fixers=None, skip_fixers=None):
        self.target_version = target_version


class Mark:
    """pytest.mark, as far as the tests use it: parametrize() is kept, everything else is passed over."""

    def parametrize(self, names, values, **_):
        names = [name.strip() for name in names.split(",")] if isinstance(names, str) else list(names)

        def decorate(function):
            function.__dict__.setdefault("parameters", []).append((names, list(values)))
            return function

        return decorate

    def __getattr__(self, name):
        return lambda *args, **kwargs: lambda function: function


def stand_in(name, **contents):
    module = types.ModuleType(name)
    module.__dict__.update(contents)
    sys.modules[name] = module
    return module


def calls_of(function):
    """Every combination of a test's parameters, as keyword arguments."""
    parameters = getattr(function, "parameters", [])
    for values in itertools.product(*[rows for _, rows in parameters]):
        arguments = {}
        for (names, _), value in zip(parameters, values):
            arguments.update({names[0]: value} if len(names) == 1 else zip(names, value))
        yield arguments


def tests_of(module):
    for name, thing in list(vars(module).items()):
        if name.startswith("test_") and callable(thing):
            yield name, thing
        if inspect.isclass(thing) and name.startswith("Test"):
            instance = thing()
            for method in dir(instance):
                if method.startswith("test_"):
                    yield f"{name}.{method}", getattr(instance, method)


def main(checkout):
    sys.path.insert(0, checkout)
    stand_in("django_upgrade", __path__=[])
    stand_in("django_upgrade.data", Settings=Settings, FIXERS={})
    stand_in("django_upgrade.main", apply_fixers=lambda *args, **kwargs: "")
    stand_in("django_upgrade.tokens").__getattr__ = lambda name: None
    stand_in(
        "pytest",
        mark=Mark(),
        param=lambda *values, **_: values if len(values) > 1 else values[0],
        register_assert_rewrite=lambda *_: None,
    )
    tools = importlib.import_module("tests.fixers.tools")
    cases = []
    here = {}

    def note(before, after, settings, filename):
        cases.append({
            **here,
            "target": ".".join(map(str, settings.target_version)),
            "filename": filename,
            "before": textwrap.dedent(before),
            **({} if after is None else {"after": textwrap.dedent(after)}),
        })

    tools.check_noop = lambda before, settings, filename="example.py": note(before, None, settings, filename)
    tools.check_transformed = lambda before, after, settings, filename="example.py": note(before, after, settings, filename)
    for name in sorted(os.listdir(os.path.join(checkout, "tests", "fixers"))):
        if not name.startswith("test_"):
            continue
        for label, test in tests_of(importlib.import_module(f"tests.fixers.{name[:-3]}")):
            here.update(fixer=name[len("test_"):-3], test=label)
            for arguments in calls_of(test):
                test(**arguments)
    json.dump(cases, sys.stdout, indent=1)


main(sys.argv[1])
