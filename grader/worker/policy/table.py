"""The policy's rules, as one table of names. The engine (``reading``) knows how to apply them and no name of its own.

Each entry says what an answer to *any* exercise may use. ``Policy.of`` adds what one exercise needs. What is not
listed is not forbidden work: it is work that a person looks at first.
"""

from __future__ import annotations

import re


def _words(*texts: str) -> frozenset[str]:
    return frozenset(" ".join(texts).split())


EVERYTHING = _words("*")
"""In ``MODULES``: every public name of that module."""

MODULES = {
    "__future__": EVERYTHING,
    "abc": _words("ABC ABCMeta abstractmethod"),
    "asyncio": _words(
        "AbstractEventLoop ALL_COMPLETED Barrier BoundedSemaphore BrokenBarrierError CancelledError Condition Event",
        "FIRST_COMPLETED FIRST_EXCEPTION Future Handle IncompleteReadError InvalidStateError LifoQueue",
        "LimitOverrunError Lock PriorityQueue Queue QueueEmpty QueueFull QueueShutDown Semaphore StreamReader",
        "StreamWriter Task TaskGroup Timeout TimeoutError TimerHandle all_tasks as_completed create_task current_task",
        "ensure_future gather get_event_loop get_running_loop iscoroutine iscoroutinefunction isfuture run",
        "run_coroutine_threadsafe shield sleep timeout timeout_at to_thread wait wait_for wrap_future",
    ),
    "bisect": EVERYTHING,
    "collections": EVERYTHING,
    "collections.abc": EVERYTHING,
    "concurrent.futures": _words(
        "ALL_COMPLETED CancelledError Executor FIRST_COMPLETED FIRST_EXCEPTION Future ThreadPoolExecutor TimeoutError",
        "as_completed wait",
    ),
    "contextlib": _words(
        "AbstractAsyncContextManager AbstractContextManager AsyncExitStack ExitStack aclosing asynccontextmanager",
        "closing contextmanager nullcontext suppress",
    ),
    "contextvars": _words("ContextVar Token"),
    "copy": _words("copy deepcopy"),
    "dataclasses": _words("FrozenInstanceError InitVar KW_ONLY asdict astuple dataclass field fields replace"),
    "datetime": EVERYTHING,
    "decimal": EVERYTHING,
    "enum": _words("Enum Flag IntEnum IntFlag StrEnum auto unique"),
    "fractions": EVERYTHING,
    "functools": _words("cache cached_property cmp_to_key lru_cache partial partialmethod reduce total_ordering wraps"),
    "hashlib": _words("blake2b md5 sha1 sha256 sha512"),
    "heapq": EVERYTHING,
    "inspect": _words(
        "CORO_CLOSED CORO_CREATED CORO_RUNNING CORO_SUSPENDED getcoroutinestate",
        "isasyncgen isasyncgenfunction isawaitable iscoroutine iscoroutinefunction isgenerator",
    ),
    "io": _words("BytesIO StringIO"),
    "itertools": EVERYTHING,
    "json": _words("JSONDecodeError dumps loads"),
    "logging": _words(
        "CRITICAL DEBUG ERROR INFO Logger NOTSET NullHandler WARNING basicConfig critical debug error exception",
        "getLogger info warning",
    ),
    "math": EVERYTHING,
    "numbers": EVERYTHING,
    "operator": _words(
        "add and_ concat contains eq floordiv ge gt is_ is_not itemgetter le lt mod mul ne neg not_ or_ sub truediv xor"
    ),
    "queue": _words("Empty Full LifoQueue PriorityQueue Queue SimpleQueue"),
    "random": _words(
        "Random betavariate choice choices expovariate gauss getrandbits normalvariate randint random randrange sample",
        "seed shuffle triangular uniform",
    ),
    "re": EVERYTHING,
    "secrets": _words("choice randbelow token_hex token_urlsafe"),
    "statistics": EVERYTHING,
    "string": _words("ascii_letters ascii_lowercase ascii_uppercase capwords digits hexdigits punctuation whitespace"),
    "struct": _words("Struct calcsize error pack unpack unpack_from"),
    "sys": _words("exit float_info maxsize version_info"),
    "textwrap": EVERYTHING,
    "threading": _words(
        "Barrier BoundedSemaphore Condition Event Lock RLock Semaphore Thread Timer",
        "current_thread get_ident local main_thread",
    ),
    "time": _words("monotonic monotonic_ns perf_counter perf_counter_ns process_time sleep time time_ns"),
    "types": _words(
        "AsyncGeneratorType CoroutineType GeneratorType MappingProxyType NoneType SimpleNamespace TracebackType",
        "UnionType coroutine",
    ),
    "typing": _words(
        "AbstractSet Annotated Any AnyStr AsyncContextManager AsyncGenerator AsyncIterable AsyncIterator Awaitable",
        "Callable ClassVar Collection Concatenate ContextManager Coroutine DefaultDict Deque Dict Final FrozenSet",
        "Generator Generic Hashable Iterable Iterator List Literal LiteralString Mapping MutableMapping",
        "MutableSequence NamedTuple Never NewType NoReturn NotRequired Optional ParamSpec Protocol Required Self",
        "Sequence Set Sized TYPE_CHECKING Text Tuple Type TypeAlias TypeGuard TypeVar TypeVarTuple TypedDict Union",
        "Unpack assert_never assert_type cast final overload override reveal_type runtime_checkable",
    ),
    "urllib.parse": _words("parse_qs parse_qsl quote unquote urldefrag urlencode urljoin urlparse urlsplit urlunparse"),
    "uuid": _words("UUID uuid4 uuid5"),
    "weakref": _words("WeakKeyDictionary WeakSet WeakValueDictionary finalize ref"),
}
"""The modules that any answer may import, and their names that it may use."""

DATABASE_MODULES = {
    "sqlalchemy": EVERYTHING,
    "sqlalchemy.dialects.postgresql": _words("ARRAY JSONB insert"),
    "sqlalchemy.dialects.sqlite": _words("insert"),
    "sqlalchemy.engine": _words("MappingResult Result Row RowMapping ScalarResult"),
    "sqlalchemy.exc": EVERYTHING,
    "sqlalchemy.ext.asyncio": _words(
        "AsyncAttrs AsyncConnection AsyncEngine AsyncMappingResult AsyncResult AsyncScalarResult AsyncSession",
        "AsyncSessionTransaction AsyncTransaction async_sessionmaker",
    ),
    "sqlalchemy.future": _words("select"),
    "sqlalchemy.orm": _words(
        "DeclarativeBase DynamicMapped Load Mapped MappedAsDataclass Session WriteOnlyMapped aliased contains_eager",
        "defaultload defer deferred immediateload joinedload lazyload load_only mapped_column noload raiseload",
        "declared_attr relationship scoped_session selectinload sessionmaker subqueryload undefer validates",
        "with_loader_criteria",
    ),
    "sqlalchemy.orm.exc": _words("DetachedInstanceError NoResultFound ObjectDeletedError StaleDataError"),
    "sqlalchemy.pool": _words("NullPool StaticPool"),
    "sqlalchemy.schema": _words("CreateTable DropTable"),
    "sqlalchemy.sql": _words("and_ case delete exists func insert not_ or_ select text update"),
    "sqlalchemy.types": EVERYTHING,
}
"""The same, for an exercise that uses SQLAlchemy."""

EXCEPT = {
    "collections": _words("UserDict UserList UserString"),
    "sqlalchemy": _words("DDL create_engine create_mock_engine engine_from_config event inspect"),
}
"""Names that ``EVERYTHING`` does not cover."""

BUILTINS = _words(
    "ArithmeticError AssertionError AttributeError BaseException BaseExceptionGroup BlockingIOError BrokenPipeError",
    "BufferError ChildProcessError ConnectionAbortedError ConnectionError ConnectionRefusedError",
    "ConnectionResetError DeprecationWarning EOFError Ellipsis EnvironmentError Exception ExceptionGroup False",
    "FileExistsError FileNotFoundError FloatingPointError FutureWarning GeneratorExit IOError ImportError IndexError",
    "IndentationError InterruptedError IsADirectoryError KeyError KeyboardInterrupt LookupError MemoryError",
    "ModuleNotFoundError NameError None NotADirectoryError NotImplemented NotImplementedError OSError OverflowError",
    "PermissionError ProcessLookupError RecursionError ReferenceError ResourceWarning RuntimeError RuntimeWarning",
    "StopAsyncIteration StopIteration SyntaxError SystemError SystemExit TabError TimeoutError True TypeError",
    "UnboundLocalError UnicodeDecodeError UnicodeEncodeError UnicodeError UserWarning ValueError Warning",
    "ZeroDivisionError __debug__ __name__ abs aiter all anext any ascii bin bool bytearray bytes callable chr",
    "classmethod complex dict divmod enumerate filter float format frozenset getattr hasattr hash hex id int",
    "isinstance issubclass iter len list map max min next object oct ord pow print property range repr reversed round",
    "set slice sorted staticmethod str sum super tuple type zip",
)
"""The builtins that any answer may use. A name that no Python has is let through: it raises NameError."""

CALLED_ONLY = _words("getattr hasattr super")
"""Builtins that are called, and are no value."""

BY_NAME = _words("getattr hasattr")
"""Builtins that take the name of an attribute: only a literal one, and one that may be used."""

DECORATORS_ONLY = _words("functools.wraps functools.total_ordering dataclasses.dataclass enum.unique typing.final")
"""Names that change the object they are given: that must be the function or class under the ``@``."""

ONE_ARGUMENT = _words("functools.wraps type")
"""They do more when they get more."""

LOGGING_SETTINGS = _words("datefmt force format level")
"""What ``logging.basicConfig`` may be told."""

READ_DUNDERS = _words(
    "__aenter__ __aexit__ __aiter__ __anext__ __await__ __call__ __cause__ __class__ __context__ __doc__ __enter__",
    "__exit__ __iter__ __len__ __members__ __name__ __next__ __notes__ __qualname__",
)
"""Attributes of this kind that may be read, on anything."""

DATABASE_DUNDERS = _words("__table__ __tablename__")
"""The same, for an exercise that uses SQLAlchemy."""

DEFINED_DUNDERS = _words(
    "__aenter__ __aexit__ __aiter__ __all__ __anext__ __author__ __await__ __bool__ __call__ __contains__ __delitem__",
    "__doc__ __enter__ __eq__ __exit__ __getitem__ __hash__",
    "__init__ __iter__ __len__ __lt__ __mapper_args__ __match_args__",
    "__next__ __post_init__ __repr__ __reversed__ __setitem__ __slots__ __str__ __table_args__ __tablename__",
    "__version__",
)
"""Methods and settings of this kind that a class or module of the answer may define, and reach by ``super()``."""

FIXED_NAMES = _words(
    "_asdict _field_defaults _fields _generate_next_value_ _ignore_ _make _mapping _missing_ _name_ _order_ _replace",
    "_tuple _value_",
)
"""Names with an underscore that the library chose: they keep their name when private names are renamed."""

LOOKS_INSIDE = re.compile(r"(ag|co|cr|f|gi|tb)_\w+")
"""Attributes that lead into frames, code and tracebacks."""

NEVER = _words(
    "add_reader add_writer call_exception_handler connect_accepted_socket connect_read_pipe connect_write_pipe",
    "create_connection create_datagram_endpoint create_server create_unix_connection create_unix_server",
    "dbapi dbapi_connection default_exception_handler dialect dispatch driver_connection exec_driver_sql",
    "format_map get_bind get_context get_coro get_exception_handler get_extra_info get_raw_connection get_stack",
    "get_task_factory impl mro print_stack raw_connection register_event sendfile",
    "set_default_executor set_exception_handler set_task_factory sock_accept sock_connect",
    "sock_recv sock_sendall sock_sendfile subprocess_exec subprocess_shell sync_connection sync_engine sync_session",
    "with_traceback",
)
"""Attributes that reach behind the scenes. An exercise whose own files use one has it; defining one does not help."""

EVERYDAY = _words(
    "array base calendar chunk cmd code compile copy email exit formatter heapq help html http input json locale",
    "logging mailbox numbers open operator parser pipes platform profile queue random resource sched secrets select",
    "shelve signal site statistics string struct symbol test time token trace types uuid",
)
"""Attributes that an answer may define although a module or a builtin that is not listed has that name."""

LOOP_NAMES = _words(
    "call_at call_later call_soon call_soon_threadsafe create_future create_task elapsed monotonic now",
    "perf_counter run_in_executor sleep time",
)
"""Attributes that measure or move time. No answer stores one, not even on its own ``self``."""

ATTRIBUTES = _words(
    "add args avg c coalesce concat count critical current_timestamp debug dense_rank error exception excluded func",
    "getChild info isEnabledFor kwargs lag lead length level lower max min name now nullif on_conflict_do_nothing",
    "on_conflict_do_update pg_advisory_xact_lock propagate rank register row_number setLevel setter deleter getter",
    "substr sum total trim upper warning log",
)
"""Attributes that no type of the two lists below has, and that are harmless: SQL functions, loggers, decorators."""

TYPES = _words(
    "builtins:str builtins:bytes builtins:bytearray builtins:int builtins:float builtins:complex",
    "builtins:list builtins:tuple builtins:dict builtins:set builtins:frozenset builtins:range",
    "builtins:slice builtins:BaseException builtins:OSError builtins:SystemExit builtins:StopIteration",
    "builtins:ExceptionGroup builtins:ImportError builtins:AttributeError builtins:UnicodeDecodeError",
    "types:GeneratorType types:CoroutineType types:AsyncGeneratorType types:MappingProxyType",
    "asyncio:AbstractEventLoop asyncio:Task asyncio:Future asyncio:Semaphore asyncio:Lock asyncio:Event",
    "asyncio:Condition asyncio:Barrier asyncio:Queue asyncio:TaskGroup asyncio:Timeout",
    "asyncio:Handle asyncio:TimerHandle asyncio:StreamReader asyncio:StreamWriter",
    "collections:deque collections:Counter collections:OrderedDict collections:defaultdict",
    "collections:ChainMap concurrent.futures:Future concurrent.futures:ThreadPoolExecutor",
    "contextlib:AsyncExitStack contextvars:ContextVar datetime:datetime datetime:timedelta",
    "datetime:timezone decimal:Decimal enum:Enum fractions:Fraction functools:partial io:StringIO",
    "io:BytesIO itertools:chain queue:Queue random:Random re:Pattern re:Match statistics:NormalDist",
    "struct:Struct threading:Thread threading:Event threading:Condition threading:Semaphore",
    "urllib.parse:ParseResult uuid:UUID weakref:WeakSet weakref:WeakValueDictionary weakref:finalize",
)
"""The harmless types, as ``module:name``: what they have, an answer may use on anything."""

TYPE_EXTRAS = _words(
    "cache_clear cache_info colno currsize deadline digest doc expected",
    "hexdigest hits lineno maxsize misses msg partial pos consumed",
)
"""What values of harmless types have and their types do not show."""

DATABASE_TYPES = _words(
    "sqlalchemy:Select sqlalchemy:Insert sqlalchemy:Update sqlalchemy:Delete sqlalchemy:Row",
    "sqlalchemy:Result sqlalchemy:ScalarResult sqlalchemy:Table sqlalchemy:Column",
    "sqlalchemy:CompoundSelect sqlalchemy:Subquery sqlalchemy:CTE sqlalchemy:MetaData",
    "sqlalchemy:TextClause sqlalchemy:MappingResult sqlalchemy:Inspector",
    "sqlalchemy.ext.asyncio:AsyncSession sqlalchemy.ext.asyncio:AsyncEngine",
    "sqlalchemy.ext.asyncio:AsyncConnection sqlalchemy.ext.asyncio:AsyncResult",
    "sqlalchemy.ext.asyncio:AsyncScalarResult sqlalchemy.ext.asyncio:AsyncAttrs",
    "sqlalchemy.ext.asyncio:async_sessionmaker sqlalchemy.orm:InstrumentedAttribute",
    "sqlalchemy.orm:Load sqlalchemy.sql.functions:Function sqlalchemy.sql.elements:Label",
)
"""The same, for an exercise that uses SQLAlchemy."""

NOT_TAKEN = _words(
    "adapter bind binds comparator compile compiler connection context cursor cursor_strategy driver engine entity",
    "entity_namespace inspect manager mapper memoized_attribute memoized_instancemethod orig parent parententity pool",
    "prop property registry self_group statement_compiler sync_session_class transport",
)
"""Attributes of harmless types that lead to a transport, the driver, the mapper or the compiler."""

INSTANCE_EXTRAS = _words("in_transaction info inserted_primary_key lastrowid rowcount")
"""What values of SQLAlchemy's types have and their types do not show."""
