"""The wheel is whole: installed into a fresh environment, the app starts and finds things."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[1]

CHECK = """
import json
from webapp import create_app
client = create_app().test_client()
pages = [client.get(path).status_code for path in ("/", "/?q=Atlas", "/hilfe", "/static/style.css")]
total = client.get("/api/v1/search?q=Atlas").get_json()["total"]
print(json.dumps({"pages": pages, "total": total}))
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, PROJECT],
        check=True,
        capture_output=True,
    )
    (wheel,) = folder.glob("*.whl")
    return wheel


def test_the_wheel_holds_every_module_template_and_static_file(wheel: Path) -> None:
    tracked = {
        path.relative_to(PROJECT).as_posix()
        for room in ("corpus", "webapp")
        for path in (PROJECT / room).rglob("*")
        if path.is_file() and not {"__pycache__", "compiled"} & set(path.parts)
    }
    with zipfile.ZipFile(wheel) as archive:
        packed = {name for name in archive.namelist() if ".dist-info" not in name}
    assert packed == tracked


def test_the_app_starts_from_the_wheel_in_a_fresh_environment(wheel: Path, tmp_path: Path) -> None:
    environment = tmp_path / "venv"
    subprocess.run([sys.executable, "-m", "venv", environment], check=True)
    binaries = environment / "bin"
    pip = [binaries / "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "--require-hashes", "-r", PROJECT / "requirements.txt"], check=True)
    subprocess.run([*pip, "--no-deps", wheel], check=True)
    clean = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    clean["CORPUS_INDEX"] = str(tmp_path / "index")
    subprocess.run(
        [binaries / "corpus", "build", PROJECT / "seeds"],
        check=True, env=clean, cwd=tmp_path, capture_output=True,
    )  # fmt: skip
    shown = subprocess.run(
        [binaries / "python", "-c", CHECK],
        check=True, env=clean, cwd=tmp_path, capture_output=True, text=True,
    )  # fmt: skip
    assert json.loads(shown.stdout) == {"pages": [200, 200, 200, 200], "total": 4}
