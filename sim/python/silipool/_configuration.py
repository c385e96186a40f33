"""Configurations from files, text, keys and the package's own."""

import json
import os
from collections.abc import Mapping
from pathlib import Path

from ._silipool import Configuration, _schema

_CONFIGS = Path(__file__).parent / "configs"


def _toml(key, value):
    """A value as TOML; "" takes the key out."""
    if value is None:
        return ""
    if hasattr(value, "tolist"):
        value = value.tolist()
    if isinstance(value, (bool, int, float, str)):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(_toml(key, v) for v in value)}]"
    raise ValueError(f"{key} = {value!r}: legal are booleans, numbers, strings and lists of them")


def _flat(keys, table=""):
    """("pooler.window", "[9, 9]") of keys, which may stand in tables."""
    for key, value in keys.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{table}{key}.")
        else:
            yield f"{table}{key}", _toml(f"{table}{key}", value)


def presets():
    """The names of the configurations that come with the package."""
    return sorted(str(p.relative_to(_CONFIGS).with_suffix("")) for p in _CONFIGS.rglob("*.toml")
                  if not {"searches", "sweeps"} & set(p.parts))


def schema():
    """Every key of a configuration (docs/configuration.md), as dicts."""
    names = ("key", "class", "type", "legal", "default", "meaning")
    return [dict(zip(names, row)) for row in _schema()]


def configuration(source=None, keys=None, *, text=None):
    """The configuration of a file, a preset, a `text`, another one, or of nothing; with the values of `keys`
    in place of its own. Keys are dotted, {"pooler.window": [9, 9]}, or stand in tables,
    {"pooler": {"window": [9, 9]}}; None takes one out."""
    flat = list(_flat(keys or {}))
    if text is not None:
        if source is not None:
            raise ValueError("configuration: give source or text, not both")
        return Configuration._parse(text, "text", flat)
    if source is None:
        named = any(key == "name" for key, _ in flat)
        return Configuration._parse("", "keys", flat if named else [("name", '"python"'), *flat])
    if isinstance(source, Configuration):
        return source._with(flat)
    if isinstance(source, Mapping):
        return configuration(None, {**dict(_flat_values(source)), **dict(_flat_values(keys or {}))})
    if isinstance(source, str) and source in presets():
        source = _CONFIGS / f"{source}.toml"
    return Configuration._load(os.fspath(source), flat)


def _flat_values(keys, table=""):
    for key, value in keys.items():
        if isinstance(value, Mapping):
            yield from _flat_values(value, f"{table}{key}.")
        else:
            yield f"{table}{key}", value


def _value(toml):
    try:
        return json.loads(toml)
    except ValueError:
        return toml


def _getitem(self, key):
    """The value of a key after defaults; None where it is absent."""
    for name, toml, *_ in self._entries():
        if name == key:
            return _value(toml) if toml else None
    raise KeyError(key)


def _keys(self):
    """All keys that have a value, with it."""
    return {name: _value(toml) for name, toml, *_ in self._entries() if toml}


Configuration.__getitem__ = _getitem
Configuration.keys = _keys
