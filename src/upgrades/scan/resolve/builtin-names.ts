/** Names that need no import (https://docs.python.org/3/library/functions.html), as far as changes speak of them or code shadows nothing else. */
const builtins: ReadonlySet<string> = new Set(
  (
    'abs all any ascii bin bool breakpoint bytearray bytes callable chr classmethod compile complex delattr dict dir divmod enumerate eval exec filter float ' +
    'format frozenset getattr globals hasattr hash help hex id input int isinstance issubclass iter len list locals map max memoryview min next object oct ' +
    'open ord pow print property range repr reversed round set setattr slice sorted staticmethod str sum super tuple type vars zip __import__ ' +
    'BaseException Exception ArithmeticError AssertionError AttributeError BlockingIOError BytesWarning ConnectionError DeprecationWarning EOFError ' +
    'EnvironmentError FileExistsError FileNotFoundError FutureWarning GeneratorExit IOError ImportError IndexError KeyError KeyboardInterrupt LookupError ' +
    'MemoryError ModuleNotFoundError NameError NotImplemented NotImplementedError OSError OverflowError PendingDeprecationWarning PermissionError ' +
    'RecursionError ReferenceError ResourceWarning RuntimeError RuntimeWarning StopAsyncIteration StopIteration SyntaxError SystemError SystemExit ' +
    'TimeoutError TypeError UnicodeDecodeError UnicodeEncodeError UnicodeError UserWarning ValueError Warning ZeroDivisionError'
  ).split(' '),
);

export function isBuiltin(name: string): boolean {
  return builtins.has(name);
}
