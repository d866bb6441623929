"""Frozen values that are cheap to define and to create.

All stages work on them. A subclass lists annotated fields, optionally with defaults, like a
dataclass; mypy checks it as a frozen dataclass.

Why not dataclasses: one frozen, slotted dataclass costs 0.5 ms at import, one ``Record`` 0.03 ms, and
the build path defines about forty (cold build / yardstick: 0.37 against 0.53). A value is a tuple
underneath, so creating, hashing and comparing happen in C.

A process that builds many decks calls ``warm_up()`` for each: from the second on, ``compile_constructors()`` gives
each class a constructor for its fields, which costs 0.1 ms per class and makes a warm build a tenth faster (8.5 to
7.7 ms of processor time for the 13 slides of the yardstick). For a single short deck it costs more than it gains.

Invariant: modules that define values start with ``from __future__ import annotations``, because the
field names are read from the class body's ``__annotations__``. Each has a field: an empty tuple would be false.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self, dataclass_transform

if TYPE_CHECKING:

    @dataclass_transform(frozen_default=True)
    class Record:
        """A frozen, hashable record; compares equal only to its own class."""

        __fields__: tuple[str, ...]

        def replace(self, **changes: Any) -> Self:
            """Return a copy with these fields changed; TypeError for an unknown field."""
            raise NotImplementedError

    def compile_constructors() -> None:
        """Give every class that is defined by now its own constructor."""

    def warm_up() -> None:
        """Count a deck that this process makes or updates; from the second on, quicken."""

else:
    from _collections import _tuplegetter

    _general = []
    _make = tuple.__new__
    _decks = 0

    def warm_up():
        """Count a deck that this process makes or updates; from the second on, quicken."""
        global _decks
        _decks += 1
        if _decks > 1:
            compile_constructors()

    def compile_constructors():
        """Give every class that is defined by now its own constructor."""
        while _general:
            cls = _general.pop()
            scope = {"_make": _make, "_defaults": cls.__defaults__}
            fields = [f"{name}=_defaults[{name!r}]" if name in cls.__defaults__ else name for name in cls.__fields__]
            values = "".join([f"{name}, " for name in cls.__fields__])
            exec(f"def __new__({', '.join(['_cls', *fields])}): return _make(_cls, ({values}))", scope)
            cls.__new__ = staticmethod(scope["__new__"])

    def _by_name(cls, args, kwargs):
        fields, defaults = cls.__fields__, cls.__defaults__
        try:
            args += tuple([kwargs.pop(name) if name in kwargs else defaults[name] for name in fields[len(args) :]])
        except KeyError as missing:
            raise TypeError(f"{cls.__name__} needs {missing}") from None
        if kwargs or len(args) != len(fields):
            raise TypeError(f"{cls.__name__} does not take {sorted(kwargs) or len(args)}")
        return args

    class _Signature:
        """The signature of a record class for ``inspect.signature``: its fields. Computed on access."""

        def __get__(self, value, cls):
            from inspect import Parameter, Signature

            types = {}
            for base in reversed(cls.__mro__):
                types.update(vars(base).get("__annotations__", {}))
            kind, empty, defaults = Parameter.POSITIONAL_OR_KEYWORD, Parameter.empty, cls.__defaults__
            fields = [
                Parameter(name, kind, default=defaults.get(name, empty), annotation=types.get(name, empty))
                for name in cls.__fields__
            ]
            return Signature(fields)

    class Record(tuple):
        """A frozen, hashable record; compares equal only to its own class."""

        __slots__ = ()
        __signature__ = _Signature()
        __fields__ = __tail__ = ()
        __count__ = 0
        __defaults__ = {}

        def __init_subclass__(cls, **kwargs):
            super().__init_subclass__(**kwargs)
            said, fields = cls.__dict__, cls.__fields__
            names = said.get("__annotations__", ())
            cls.__defaults__ = defaults = {**cls.__defaults__, **{name: said[name] for name in names if name in said}}
            own = [name for name in names if name not in fields]
            for index, name in enumerate(own, len(fields)):
                setattr(cls, name, _tuplegetter(index, None))
            cls.__fields__ = cls.__match_args__ = fields = (*fields, *own)
            cls.__count__ = first = len(fields)
            while first and fields[first - 1] in defaults:
                first -= 1
            cls.__tail__ = tuple([defaults[name] for name in fields[first:]])
            if "__new__" not in said:
                cls.__new__ = Record.__new__  # a base class may have its own by now, with fewer fields
                _general.append(cls)

        def __new__(cls, *args, **kwargs):
            missing = cls.__count__ - len(args)
            if missing or kwargs:
                if 0 < missing <= len(cls.__tail__):  # what is missing has defaults
                    tail = cls.__tail__[-missing:]
                    args += tuple(map(kwargs.pop, cls.__fields__[-missing:], tail)) if kwargs else tail
                    missing = 0
                if missing or kwargs:
                    args = _by_name(cls, args, kwargs)
            return _make(cls, args)

        def replace(self, **changes):
            """Return a copy with these fields changed; TypeError for an unknown field."""
            values = [*map(changes.pop, self.__fields__, self)]
            if changes:
                raise TypeError(f"{type(self).__name__} does not take {', '.join(changes)}")
            return tuple.__new__(type(self), values)

        def __getnewargs__(self):
            return tuple(self)

        def __eq__(self, other):
            return type(self) is type(other) and tuple.__eq__(self, other)

        def __ne__(self, other):
            return not self == other

        __hash__ = tuple.__hash__

        def __repr__(self):
            pairs = ", ".join(f"{name}={value!r}" for name, value in zip(self.__fields__, self))
            return f"{type(self).__name__}({pairs})"
