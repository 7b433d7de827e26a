"""Make `.venv` from a lock file, on a machine that has Python 3.11 or newer and nothing else.

Standard library only. Debian ships Python without pip and without `ensurepip`, so a pinned pip wheel stands
beside this file and installs everything else, with hashes. It writes `.venv/bin/plumbline` and makes the project
importable; there is nothing to build.
"""

import hashlib
import os
import stat
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
LAUNCHER = """#!/bin/sh
exec "{python}" -m app.cli "$@"
"""


def stamp_of(lock: Path) -> str:
    """The state that an environment made from this lock file would have."""
    parts = [lock.read_bytes(), sys.version.encode(), str(ROOT).encode()]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def make(lock: Path) -> None:
    """Create or refresh the environment; does nothing when it already fits the lock file."""
    stamp = VENV / f".made-from-{lock.name}"
    if stamp.exists() and stamp.read_text() == stamp_of(lock):
        return
    print(f"Setting up .venv from {lock.name}. This takes about a minute, once.", flush=True)
    if not (VENV / "bin" / "python").exists():
        venv.create(VENV, with_pip=False, symlinks=True)
    python = VENV / "bin" / "python"
    pip = next((ROOT / "tools").glob("pip-*.whl")) / "pip"
    subprocess.run(
        [str(python), str(pip), "install", "--quiet", "--require-hashes", "--only-binary", ":all:",
         "--no-warn-script-location", "--disable-pip-version-check", "-r", str(lock)],
        check=True,
        env={**os.environ, "PIP_ROOT_USER_ACTION": "ignore"},
    )
    site = next((VENV / "lib").glob("python3*")) / "site-packages"
    (site / "plumbline.pth").write_text(f"{ROOT}\n")
    launcher = VENV / "bin" / "plumbline"
    launcher.write_text(LAUNCHER.format(python=python))
    launcher.chmod(launcher.stat().st_mode | stat.S_IXUSR | stat.S_IXGRP | stat.S_IXOTH)
    subprocess.run([str(python), "-m", "compileall", "-q", str(ROOT / "app")], check=False)
    stamp.write_text(stamp_of(lock))


def main() -> int:
    if sys.version_info < (3, 11):
        print(f"Plumbline needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
        return 1
    try:
        make(ROOT / (sys.argv[1] if len(sys.argv) > 1 else "requirements.lock"))
    except subprocess.CalledProcessError:
        print("The packages could not be installed. The lines above say why; then run the same command again.")
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
