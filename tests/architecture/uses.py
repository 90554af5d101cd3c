"""Which names the modules of the forum define at their top, and which of them the forum itself uses."""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field


@dataclass
class Uses:
    """What one module does with names. All are dotted from the top: `forum.topics.policy.may_reply`."""

    defined: set[str] = field(default_factory=set)
    read: set[str] = field(default_factory=set)  # of this module or of one that it imports
    given: dict[str, str] = field(default_factory=dict)  # imported names, as they are called here: whose they are
    handed: set[str] = field(default_factory=set)  # modules that are values here: « for each in (posts, messages) »
    attributes: set[str] = field(default_factory=set)  # read of something else than an imported module


def unused(sources: Mapping[str, str], elsewhere: frozenset[str] = frozenset()) -> set[str]:
    """Of the modules with these sources, the names that none of them reads.

    `elsewhere`: attributes read outside of Python, in templates. Importing a name is a use, save in a package's
    `__init__`, which only hands it on. What a decorator registers counts as used; so does each name of a module that
    is a value somewhere, when something reads an attribute so called.
    """
    found = {module: _uses(source, module, set(sources)) for module, source in sources.items()}
    doors = {f"{module}.{name}": whole for module, each in found.items() for name, whole in each.given.items()}
    read = {doors.get(name, name) for each in found.values() for name in each.read}
    handed = {module for each in found.values() for module in each.handed}
    attributes = elsewhere.union(*(each.attributes for each in found.values()))
    return {
        name
        for module, each in found.items()
        for name in each.defined - read
        if module not in handed or name.rpartition(".")[2] not in attributes
    }


def _uses(source: str, module: str, modules: set[str]) -> Uses:
    tree = ast.parse(source)
    uses = Uses(defined={f"{module}.{name}" for node in tree.body for name in _given_by(node)})
    is_door = any(other.startswith(f"{module}.") for other in modules)
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            wholes = {alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names}
            uses.given |= wholes
            uses.read |= set() if is_door else set(wholes.values())
    owners = set()
    for node in ast.walk(tree):  # from the outside in: an attribute comes before what it is read of
        if isinstance(node, ast.Attribute):
            owner = uses.given.get(node.value.id, "") if isinstance(node.value, ast.Name) else ""
            if owner in modules:
                owners.add(node.value)
                uses.read.add(f"{owner}.{node.attr}")
            else:
                uses.attributes.add(node.attr)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node not in owners:
            whole = uses.given.get(node.id, f"{module}.{node.id}")
            (uses.handed if whole in modules else uses.read).add(whole)
    return uses


def _given_by(node: ast.stmt) -> Iterator[str]:
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        if all(_only_shapes(each) for each in node.decorator_list):
            yield node.name
    elif isinstance(node, ast.Assign):
        yield from (target.id for target in node.targets if isinstance(target, ast.Name) and target.id != "__all__")
    elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
        yield node.target.id


def _only_shapes(decorator: ast.expr) -> bool:
    """Whether it changes what it stands before, and makes it known to nobody else, as a route or a command would."""
    return ast.unparse(decorator).partition("(")[0] in {"dataclass", "lru_cache", "cache", "contextmanager", "wraps"}
