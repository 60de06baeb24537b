"""Answers to an exercise that are wrong in every way we could think of, each as the source of a cell.

In these sources NAME and PARAMETERS stand for the exercise's own, ARGUMENTS for its parameters without their defaults, and `r` is
the right answer for the arguments at hand.
"""

import builtins
import functools
import linecache
import warnings
from collections.abc import Callable, Collection, Iterator
from typing import Any

import numpy as np

HEAD = "def NAME(PARAMETERS):\n    r = right(ARGUMENTS)\n"

# What a cell of a hostile reader may define above the function.
PRELUDE = """
import abc, array, asyncio, collections, contextlib, copy, ctypes, dataclasses, datetime, decimal, enum, fractions, functools, gc, io
import itertools, math, operator, pathlib, random, re, string, sys, threading, time, types, typing, uuid, warnings, weakref
import numpy as np

def no(*_, **__):
    raise ValueError("no")

EVERYTHING = [name for name in dir(int) + dir(list) + dir(np.ndarray) + ["__array__", "__array_ufunc__", "__array_function__"]
    if name.startswith("__") and name not in ("__new__", "__init__", "__class__", "__init_subclass__", "__subclasshook__",
        "__getattribute__", "__dict__", "__doc__", "__setstate__", "__class_getitem__")]

class Raises:
    def __getattribute__(self, name):
        raise ValueError("no")
for _name in EVERYTHING:
    setattr(Raises, _name, no)

class AlwaysEqual:
    def __eq__(self, other): return True
    def __ne__(self, other): return False
    def __hash__(self): return hash(float)

class EqualTypes(type):
    def __eq__(self, other): return True
    def __hash__(self): return hash(float)
    def __instancecheck__(self, other): return True
    def __subclasscheck__(self, other): return True
    def __getattribute__(self, name): raise ValueError("no")
class OfEqualTypes(metaclass=EqualTypes): pass

class Pretends:
    __class__ = np.ndarray
    dtype, ndim, size = np.dtype(float), 1, 3
    shape = (3,)
    def __array__(self, *_, **__): return np.zeros(3)
    def __len__(self): return 3
    def __getitem__(self, key): return 0.0

class PretendsFloat:
    __class__ = float
    def __float__(self): return 1.0
    def __eq__(self, other): return True

class MyFloat(float):
    def __eq__(self, other): return True
    def __float__(self): raise ValueError("no")
    def __repr__(self): raise ValueError("no")
    def __format__(self, how): raise ValueError("no")
    def __sub__(self, other): return 0.0
    __hash__ = None
class MyInt(int):
    def __eq__(self, other): return True
    def __index__(self): raise ValueError("no")
    __hash__ = None
class MyText(str):
    def __str__(self): raise ValueError("no")
    def __repr__(self): return 3
    def __len__(self): return -5
class MyList(list):
    def __iter__(self): raise ValueError("no")
    def __len__(self): raise SystemExit
class MyArray(np.ndarray):
    def __eq__(self, other): return True
    def __array_finalize__(self, other): pass
    def __array_ufunc__(self, *_, **__): raise ValueError("no")
    def __array_function__(self, *_, **__): raise ValueError("no")
    def __getattribute__(self, name): raise ValueError("no")
class Leaves:
    def __del__(self): print("still here"); sys.exit()
class MyError(Exception):
    def __str__(self): raise ValueError("no")
    __repr__ = __str__
    @property
    def __traceback__(self): raise ValueError("no")
class ExitingError(Exception):
    def __str__(self): sys.exit(1)
class WordyError(Exception):
    def __str__(self): return "`<b>&" + chr(0xd800) + chr(27) + chr(10) + "x" * 10**6
class NoTextError(Exception):
    def __str__(self): return 3
class TextError(Exception):
    def __str__(self): return MyText("text")
class MetaError(type(Exception)):
    def __getattribute__(self, name): raise ValueError("no")
class OfMetaError(Exception, metaclass=MetaError): pass
@dataclasses.dataclass
class Data:
    x: float = 1.0
class Colour(enum.IntEnum):
    RED = 1
Pair = collections.namedtuple("Pair", "x y")

itself = []
itself.append(itself)
deep = 1.0
for _ in range(500):
    deep = [deep]
calls = 0
buffer = {}
kept = []
"""

# What a function may return that has nothing to do with the exercise.
NOTHING_LIKE_IT = """
None; ...; NotImplemented; True; False; 10**400; -10**400; 1j; complex("nan"); "text"; ""; b"bytes"; bytearray(3); memoryview(b"abc");
[]; (); {}; set(); frozenset({1}); range(3); object(); object; type; int; float; list; np.ndarray; abs; len; print; np.add;
np.float64; lambda:1; iter([1]); zip([1]); map(abs,[1]); enumerate([1]); reversed([1]); slice(1); math; sys.modules; np;
re.compile("a"); Raises(); Raises; AlwaysEqual(); OfEqualTypes(); OfEqualTypes; Pretends(); PretendsFloat(); MyFloat(1); MyInt(1);
MyText("a"); MyList([1.0,2.0]); np.zeros(3).view(MyArray); Leaves(); MyError(); itself; deep; [[]]; [[1],[2,3]]; ["a"]; [None];
[1,None]; [Raises()]; (1,"a"); {"x":1}; {1.0,2.0}; [itself]; [float("nan")]; [10**400]; [True,False]; [1j]; [np.zeros(3)]*3;
[np.zeros(2),np.zeros(3)]; np.array([]); np.array(None); np.array("text"); np.array(["a","b"]); np.array([b"a"]); np.zeros((0,3));
np.zeros((3,0)); np.zeros((2,)*12); np.zeros((1,)*30); np.zeros(100000); np.broadcast_to(1.0,(10**6,10**6)); np.full(3,np.nan);
np.full(3,np.inf); np.full(3,-np.inf); np.array([1,2],dtype="datetime64[D]"); np.datetime64("2020-01-01"); np.timedelta64(3,"s");
np.zeros(3,dtype=[("x",float)]); np.rec.array([(1,2.0)]); np.ma.masked; np.ma.array([1.0,2.0],mask=[True,False]);
np.matrix([1.0,2.0]); np.array([Raises(),Raises()],dtype=object); np.array([None,1],dtype=object); np.array([itself,1],dtype=object);
np.zeros(3,dtype=bool); np.zeros(3,dtype=complex); np.zeros(3,dtype=np.int8); np.zeros(3,dtype="V8"); np.zeros(3,dtype="S4");
np.bool_(True); np.int8(3); np.uint64(2**63); np.str_("a"); np.bytes_(b"a"); np.void(b"ab"); np.complex64(1); np.float16(70000);
np.longdouble("nan"); np.nan; np.inf; -np.inf; np.random; np.random.default_rng(1); np.dtype(float); np.errstate(); np.poly1d([1,2]);
np.nditer([1,2]); np.vectorize(abs); np.iinfo(int); decimal.Decimal(1); fractions.Fraction(1,3); array.array("d",[1,2]);
ctypes.c_double(1); (ctypes.c_double*3)(); datetime.date(2020,1,1); pathlib.Path("."); uuid.UUID(int=1); io.StringIO("a"); Data();
Colour.RED; Pair(1,2); collections.Counter("a"); collections.deque([1,2]); collections.OrderedDict(a=1); functools.partial(abs,1);
itertools.count(); itertools.repeat(1); types.SimpleNamespace(x=1); typing.Any; weakref.ref(Data); threading.Lock(); sys.stdout;
sys._getframe(); sys.exc_info(); Exception("text"); ValueError; StopIteration(); contextlib.nullcontext(); asyncio.Future;
contextlib.suppress(ValueError); operator.add; string.Template("a"); property(); staticmethod(abs); classmethod(abs); super(int,1);
copy.copy(Data); types.MappingProxyType({}); types.GenericAlias(list,(int,)); int|None; abc.ABC; NAME; warnings;
(i for i in range(3))
"""

# What a function may return that is the right answer in a wrong form, or almost right.
ALMOST = """
[*np.atleast_1d(r)]; (*np.atleast_1d(r),); [float(i) for i in np.atleast_1d(r)]; {*np.atleast_1d(r).tolist()};
dict(enumerate(np.atleast_1d(r))); iter(np.atleast_1d(r)); (i for i in np.atleast_1d(r)); str(r); repr(r); f"{r}"; [r]; (r,);
{"result": r}; (r, r); [[r]]; lambda: r; np.array([r]); np.array([[r]]); np.atleast_1d(r)[:, None]; np.atleast_1d(r)[None];
np.atleast_3d(r); np.array(r, dtype=object); np.array(r, dtype=np.float32); np.array(r, dtype=np.float16); np.array(r, dtype=complex);
np.array(r).astype(int); np.array(r).astype(np.int8); np.array(r).astype(str); np.array(r).astype(bytes); np.array(r).astype(bool);
np.array(r) > 0; np.ma.array(r); np.matrix(r); np.atleast_1d(r).view(MyArray); np.atleast_1d(r).view(np.recarray);
np.atleast_1d(r).view(np.uint64); np.atleast_1d(r).data; np.atleast_1d(r).tobytes(); np.atleast_1d(r).flat;
np.nditer(np.atleast_1d(r)); -r; r + 1; r - 1e-3; r + 1e-6; r * (1 + 1e-6); r * 2; r / 2; r * 0; r * np.nan; r + np.inf; r ** 2;
abs(r) + 1; np.sqrt(r); np.log(r); np.exp(r); np.sign(r); np.round(r); np.round(r, 3); np.trunc(r); np.floor(r); np.sum(r) + 1;
np.append(r, 0); np.append(r, r); np.insert(r, 0, 0); np.resize(r, 7); np.outer(r, r); np.cumsum(r) + 1; np.diff(np.append(r, 0));
np.atleast_1d(r)[:-1]; np.atleast_1d(r)[1:]; np.atleast_1d(r)[::2][:1]; np.full(np.shape(r), 5.0); np.zeros_like(r); np.ones_like(r);
np.empty((0,)); np.where(np.arange(np.size(r)) == 0, np.nan, r); np.where(np.arange(np.size(r)) == 0, r + 1, r); np.clip(r, 0, 1);
np.clip(r, -1, 1) + 0.5; np.linspace(0, 1, np.size(r)); np.arange(np.size(r)); np.random.default_rng().normal(size=np.shape(r));
decimal.Decimal(float(np.sum(r))); fractions.Fraction(float(np.sum(r))); MyFloat(np.sum(r)); complex(np.sum(r)); bool(np.sum(r));
np.float32(np.sum(r) + 0.1); [r] * 3; np.stack([r, r]); np.broadcast_to(r, (2, *np.shape(r)));
array.array("d", np.atleast_1d(r).tolist()); types.SimpleNamespace(r=r); functools.partial(right, ARGUMENTS)
"""

# Whole bodies; `ARRAY` is the first parameter, which is an array.
BODIES = [
    "ARRAY[:] = 0\nreturn r",
    "ARRAY += 1\nreturn r",
    "ARRAY.sort()\nARRAY[0] = 1e9\nreturn r",
    "ARRAY.fill(np.nan)\nreturn r",
    "ARRAY.shape = (1, -1)\nreturn r",
    "ARRAY[:] = ARRAY * -1 - 1\nreturn r",
    "ARRAY.view(np.int64)[0] ^= 1\nreturn r",
    "memoryview(ARRAY).cast('B')[0] ^= 1\nreturn r",
    "np.add(ARRAY, 1, out=ARRAY)\nreturn r",
    "np.copyto(ARRAY, 7.5)\nreturn r",
    "np.random.shuffle(ARRAY)\nARRAY[0] -= 1\nreturn r",
    "kept.append(ARRAY)\nfor each in kept: each *= 2\nreturn r",
    "del ARRAY\nreturn None",
    "return NAME(ARGUMENTS)",
    "return np.vectorize(NAME)(ARGUMENTS)",
    "return sorted([2, 1], key=lambda _: NAME(ARGUMENTS))",
    "class Recursive:\n    def __getattr__(self, name): return getattr(self, name + 'x')\nreturn Recursive().x",
    "return (lambda f: f(f))(lambda f: f(f))",
    "exit()",
    "quit()",
    "exit(0)\nreturn r",
    "sys.exit()",
    "sys.exit('text')",
    "raise SystemExit(r)",
    "raise KeyboardInterrupt",
    "raise GeneratorExit",
    "raise MyError",
    "raise ExitingError",
    "raise WordyError",
    "raise NoTextError",
    "raise TextError",
    "raise OfMetaError",
    "raise NameError('text', name=MyText('a'))",
    "raise NameError",
    "raise Raises",
    "raise None",
    "raise ExceptionGroup('text', [ValueError(1), TypeError(2)])",
    "raise BaseExceptionGroup('text', [KeyboardInterrupt()])",
    "raise ValueError(Raises())",
    "raise ValueError('a' * 10**6)",
    "raise ValueError(hex(id(object())))",
    "raise ValueError from MyError()",
    "try:\n    raise ValueError\nfinally:\n    return None",
    "assert False",
    "assert r is None, 'text'",
    "undefined",
    "return undefinedd",
    "return ARRAY.undefined",
    "return np.undefined(ARRAY)",
    "if False: late = 1\nreturn late",
    "return ARRAY ^ 2",
    "return ARRAY(2)",
    "return 2(ARRAY)",
    "return ARRAY[100]",
    "return ARRAY[0][0]",
    "return ARRAY[0, 0]",
    "return ARRAY + np.zeros(17)",
    "return math.sqrt(ARRAY)",
    "return float(ARRAY) + 1",
    "return int('x')",
    "if ARRAY: return r",
    "return max(ARRAY, 0)",
    "return ARRAY + 'a'",
    "return ARRAY + None",
    "return 1 / 0",
    "return math.exp(10**6)",
    "return np.ones((10**7, 10**7))",
    "return [0] * 10**15",
    "import undefined_module",
    "from math import undefined",
    "return open('/there/is/nothing')",
    "return eval('1 +')",
    "return input()",
    "return input('a number')",
    "print(r)",
    "print(r)\nprint(r)",
    "print('x' * 10**6)\nreturn None",
    "for i in range(2000): print(i)\nreturn -r",
    "print(chr(0xd800), chr(27), chr(0), '<script>', '`')\nreturn -r",
    "print(MyText('a'))",
    "sys.stdout.write('a')\nsys.stderr.write('b')\nsys.stdout.flush()",
    "sys.stdout.write(3)",
    "sys.stdout.close()\nsys.stderr.close()\nreturn -r",
    "sys.stdout = sys.stderr = None\nreturn -r",
    "warnings.warn('text')\nreturn -r",
    "np.seterr(all='raise')\nreturn np.zeros(3) / 0",
    "np.random.seed(0)\nrandom.seed(0)\nreturn -r",
    "np.set_printoptions(precision=1)\nreturn -r",
    "warnings.simplefilter('error')\nreturn -r",
    "global calls\ncalls += 1\nreturn r + calls",
    "global calls\ncalls += 1\nreturn r if calls % 2 else -r",
    "global calls\ncalls += 1\nreturn r if calls % 2 else [r]",
    "global calls\ncalls += 1\nif calls % 2: return r\nraise ValueError",
    "global calls\ncalls += 1\nif calls > 4: return -r\nreturn r",
    "global calls\ncalls += 1\nraise ValueError(str(calls))",
    "return r + np.random.normal()",
    "return r + time.perf_counter()",
    "return r + id(object()) % 7 + 1",
    "key = np.shape(r)\nhad = buffer.setdefault(key, np.zeros(key))\nhad[...] = r * 0 + len(kept)\nkept.append(1)\nreturn had",
    "return right(*kept.pop())",
    "return ARRAY",
    "return ARRAY[:]",
    "return ARRAY.view()",
    "return ARRAY.copy()",
    "return Leaves()",
    "leaves = Leaves()\nreturn -r",
    "globals().pop('np')\nreturn None",
    "globals()['NAME'] = None\nreturn None",
    "sys.setswitchinterval(0.005)\nreturn -r",
    "sys.settrace(lambda *_: None)\nsys.settrace(None)\nreturn -r",
    "threading.Thread(target=lambda: None).start()\nreturn -r",
    "threading.current_thread().join()",
    "threading.current_thread().name = MyText('a')\nreturn -r",
    "gc.collect()\nreturn -r",
    "return -r if sys.exc_info() else r",
    "return (yield_ for yield_ in [r])",
    "r = -r\nreturn locals",
    "return type('Made', (), {})()",
    "return __import__('types').ModuleType('made')",
    "async def inner(): return r\nmade = inner()\nmade.close()\nreturn made",
    "def inner(): yield r\nreturn inner()",
    "with np.errstate(all='raise'): return np.float64(1) / 0",
    "return r if np.size(ARRAY) < 4 else -r",
    "return r if np.array_equal(ARRAY, np.round(ARRAY, 1)) else r + 1",
    "if np.size(r) == 1: return -r\nreturn r",
    "for each in ARRAY: return each",
    "for each in np.atleast_1d(r): last = each\nreturn [last]",
    "return",
    "pass\nr",
]

# Instead of a function with the exercise's own parameters.
DEFINITIONS = [
    "class NAME: pass",
    "class NAME:\n    def __init__(self, *_): pass",
    "class NAME(metaclass=EqualTypes): pass",
    "def NAME(): return 1",
    "def NAME(x): return x",
    "def NAME(*arguments): return right(*arguments)",
    "def NAME(more, PARAMETERS): return right(ARGUMENTS)",
    "def NAME(PARAMETERS, *, more): return right(ARGUMENTS)",
    "def NAME(PARAMETERS, /): return right(ARGUMENTS)",
    "def NAME(*, PARAMETERS): return right(ARGUMENTS)",
    "def NAME(**named): return right(**named)",
    "def NAME(x_, *rest, key=Raises(), **more): return 1",
    "def NAME(one, two=MyText('a'), three=Raises()): return 1",
    "async def NAME(PARAMETERS): return right(ARGUMENTS)",
    "async def NAME(PARAMETERS): yield right(ARGUMENTS)",
    "def NAME(PARAMETERS): yield right(ARGUMENTS)",
    "def NAME(PARAMETERS): return (yield)",
    "NAME = lambda: 1",
    "NAME = lambda PARAMETERS: -right(ARGUMENTS)",
    "NAME = functools.partial(right)",
    "NAME = functools.lru_cache(lambda PARAMETERS: -right(ARGUMENTS))",
    "NAME = functools.lru_cache(functools.partial(right))",
    "def NAME(*more, **named): return -right(*more, **named)\nNAME.__wrapped__ = right",
    "def NAME(*more, **named): return right(*more, **named)\nNAME.__wrapped__ = NAME",
    "def NAME(*more, **named): return right(*more, **named)\nNAME.__wrapped__ = Raises()",
    "NAME = np.vectorize(right)",
    "NAME = staticmethod(right)",
    "NAME = classmethod(right)",
    "NAME = property(right)",
    "NAME = abs",
    "NAME = np.add",
    "NAME = 3",
    "NAME = None",
    "NAME = 'text'",
    "NAME = [right]",
    "NAME = Raises()",
    "NAME = OfEqualTypes",
    "NAME = type('NAME', (), {'__call__': lambda self, *arguments: right(*arguments)})()",
    "def NAME(PARAMETERS): return -right(ARGUMENTS)\nNAME.__signature__ = 3",
    "def NAME(PARAMETERS): return -right(ARGUMENTS)\nNAME.__name__ = MyText('a')",
    "def NAME(PARAMETERS): return -right(ARGUMENTS)\nNAME.__defaults__ = (Raises(),)",
    "def NAME(PARAMETERS): return -right(ARGUMENTS)\nNAME.__code__ = (lambda: 1).__code__",
    "def NAME(PARAMETERS): return -right(ARGUMENTS)\nNAME.__wrapped__ = right",
    "NAME = types.FunctionType((lambda PARAMETERS: -1.0).__code__, {}, 'NAME')",
]


def hostile_sources(
    parameters: str,
    takes_array: bool = True,
    sizes_in: Collection[int] = (1, 4),
    sizes_out: Collection[int] = (1, 4),
    largest: float = 2.0,
) -> Iterator[str]:
    """Yield the sources of all hostile answers to an exercise that takes these parameters, as "x, a, b, c".

    Where the first of them is no array but a number, to change it does no harm, and such answers are left out. So are answers that
    are wrong for some sizes only, if the first argument, or the right answer, has none of these, and those that are wrong only for
    numbers above 1, if the largest right one is none of them.
    """
    unseen = {"np.size(ARRAY) < 4": max(sizes_in, default=0) < 4, "np.size(r) == 1": 1 not in sizes_out, "np.clip(r, 0, 1)": largest <= 1}
    array = parameters.split(",")[0].strip()
    for expression in [*NOTHING_LIKE_IT.split(";"), *ALMOST.split(";")]:
        if unseen.get(expression.strip()):
            continue
        yield f"{HEAD}    return {expression.strip()}\n"
    bodies = [body for body in BODIES if not any(part in body for part, is_unseen in unseen.items() if is_unseen)]
    for body in (body for body in bodies if takes_array or "ARRAY" not in body):
        yield HEAD + "".join(f"    {line}\n" for line in body.replace("ARRAY", array).split("\n"))
    for name, kind in vars(builtins).items():
        if isinstance(kind, type) and issubclass(kind, BaseException):
            yield f"{HEAD}    raise {name}\n"
    yield from (f"{definition}\n" for definition in DEFINITIONS)
    for seed in range(80):
        yield f"{HEAD}    return spoil(r, {seed})\n"


def define(source: str, name: str, parameters: str, right: Callable[..., Any]) -> Any:
    """Return what the name stands for after a cell with this source, which a traceback can show."""
    arguments = ", ".join(part.split("=")[0].strip() for part in parameters.split(","))
    source = source.replace("NAME", name).replace("PARAMETERS", parameters).replace("ARGUMENTS", arguments)
    file = f"<cell {abs(hash(source))}>"
    linecache.cache[file] = (len(source), None, source.splitlines(keepends=True), file)
    names: dict[str, Any] = {**_prelude(), "right": right, "spoil": spoil, "calls": 0, "kept": [], "buffer": {}}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Python has its own opinion of `2(x)`
        exec(compile(source, file, "exec", dont_inherit=True), names)
    return names[name]


@functools.cache
def _prelude() -> dict[str, Any]:
    names: dict[str, Any] = {"__name__": "cell"}
    exec(PRELUDE, names)
    return names


def spoil(right: Any, seed: int) -> Any:
    """Return the right answer with one thing about it changed, which depends on the seed alone."""
    generator = np.random.default_rng(seed)
    values = np.array(right, dtype=float)
    flat = values.reshape(-1)
    place = generator.integers(flat.size)
    change = [
        lambda: flat.__setitem__(place, flat[place] + 10.0 ** generator.integers(-5, 5)),
        lambda: flat.__setitem__(place, generator.choice([np.nan, np.inf, -np.inf])),
        lambda: flat.__setitem__(slice(None), flat * generator.choice([-2.0, -1.0, 0.0, 0.5, 3.0]) - 1e-3),
        lambda: flat.__setitem__(slice(None), flat + generator.normal(size=flat.size)),
    ][seed % 4]
    change()
    if seed % 3 == 0:
        return values.tolist()
    return values if values.ndim else float(values)
