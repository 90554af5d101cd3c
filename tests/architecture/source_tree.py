"""What the tests of the architecture read: the project's own files, and what stands in them."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
FORUM = ROOT / "forum"
TEMPLATES = ROOT / "templates"

Function = ast.FunctionDef | ast.AsyncFunctionDef


def python_files(*tops: str) -> list[Path]:
    """The Python files below these folders of the project; never none."""
    found = sorted(path for top in tops for path in (ROOT / top).rglob("*.py"))
    assert found, f"no Python file in {tops}"
    return found


def template_files() -> list[Path]:
    """Every template of the site, mails and feeds included; never none."""
    found = sorted(path for path in TEMPLATES.rglob("*") if path.is_file())
    assert found, "no template"
    return found


def name_of(path: Path) -> str:
    """How a message names a file: from the top of the project."""
    return path.relative_to(ROOT).as_posix()


def functions(source: str) -> Iterator[Function]:
    """Every function and method of a module, nested ones too."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, Function):
            yield node


def length(function: Function) -> int:
    """Lines from `def` to the last one, docstring included, decorators not."""
    assert function.end_lineno is not None
    return function.end_lineno - function.lineno + 1


def imports(source: str) -> Iterator[tuple[str, str | None]]:
    """Each imported (module, name): the name is None for `import module`."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from ((alias.name, None) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from ((node.module, alias.name) for alias in node.names)
