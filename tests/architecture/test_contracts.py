"""Arrows point down: the import contracts of pyproject.toml, and what they cannot say."""

import subprocess
import sys
from pathlib import Path

from tests.architecture.source_tree import FORUM, ROOT, imports, python_files


def test_import_contracts_hold() -> None:
    command = Path(sys.executable).with_name("lint-imports")
    run = subprocess.run([command, "--no-logo", "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr


def test_accounts_take_only_the_mixins_from_flask_security() -> None:
    source = (FORUM / "accounts/models.py").read_text("utf-8")
    taken = {name for module, name in imports(source) if module.split(".")[0] == "flask_security"}
    assert taken
    assert taken <= {"UserMixin", "RoleMixin", "WebAuthnMixin"}


def test_importing_the_pure_rooms_does_not_load_flask_or_sqlalchemy() -> None:
    """The child that renders Markdown starts with these alone, and starts fast."""
    program = (
        "import sys, forum.markup, forum.legal\n"
        "sys.exit(', '.join({'flask', 'sqlalchemy', 'werkzeug'} & set(sys.modules)) or 0)"
    )
    run = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr


def test_every_package_of_the_forum_has_its_init() -> None:
    """Without one, the import contracts would not see the folder."""
    folders = {path.parent for path in python_files("forum")}
    assert [folder for folder in folders if not (folder / "__init__.py").exists()] == []
