"""Settings: a start that cannot be is refused in one line, and no line ever shows a secret."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from shared.kit.settings import Settings, SettingsRefused

GOOD = {
    "PINS_DATABASE_URL": "postgresql://pins:secret-word@127.0.0.1:9/pins", "PINS_PUBLIC_URL": "http://x.test",
    "PINS_ISSUER": "x", "PINS_AUDIENCE": "pins", "PINS_JWKS_URL": "http://x.test/j",
    "PINS_TOKEN_URL": "http://x.test/t",
}  # fmt: skip


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch):
    for name in os.environ:
        if name.startswith("PINS_"):
            monkeypatch.delenv(name)
    for name, value in GOOD.items():
        monkeypatch.setenv(name, value)


def run(verb: str, service: str = "partnership", **changed: str) -> subprocess.CompletedProcess[str]:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("PINS_")}
    command = [sys.executable, "-m", f"services.{service}_api", verb]
    return subprocess.run(
        command, env=inherited | GOOD | changed, capture_output=True, text=True, timeout=60, check=False
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PINS_DATABASE_URL", "postgresql+asyncpg://pins:secret-word@x/pins"),
        ("PINS_DATABASE_URL", "postgres://pins:secret-word@x/pins"),
        ("PINS_DATABASE_URL", "secret-word"),
        ("PINS_LOG_LEVEL", "chatty"), ("PINS_PORT", "0"), ("PINS_PORT", "x"), ("PINS_PUBLIC_URL", "x.test"),
        ("PINS_STATEMENT_SECONDS", "nan"), ("PINS_STATEMENT_SECONDS", "0"), ("PINS_READ_CONNECTIONS", "0"),
        ("PINS_IDEMPOTENCY_HOURS", "1"), ("PINS_ISSUER", ""), ("PINS_DRAIN_SECONDS", "-1"),
        ("PINS_TRUSTED_PROXIES", "everybody"), ("PINS_TRUSTED_PROXIES", "10.0.0.0/8,0.0.0.0/0"),
    ],
)  # fmt: skip
def test_a_wrong_setting_is_refused_by_name_in_one_line(monkeypatch: pytest.MonkeyPatch, name: str, value: str):
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsRefused) as refused:
        Settings.read()
    said = str(refused.value)
    assert name in said
    assert "\n" not in said
    assert "secret-word" not in said


def test_every_wrong_setting_is_named_at_once_and_a_process_ends_with_one_line():
    done = run("serve", PINS_PORT="x", PINS_LOG_LEVEL="chatty")
    assert (done.returncode, done.stdout) == (1, "")
    assert len(done.stderr.splitlines()) == 1
    assert "PINS_PORT" in done.stderr
    assert "PINS_LOG_LEVEL" in done.stderr


def test_following_without_the_address_of_a_source_is_refused_in_one_line():
    done = run("subscribe", "reporting", PINS_CLIENT_ID="service:reporting", PINS_CLIENT_SECRET="secret-word")
    assert done.returncode == 1
    assert done.stderr == "PINS_PARTNERSHIP_URL is needed to follow the partnership service.\n"


def test_a_database_that_is_away_is_told_without_its_password():
    done = run("migrate")
    assert done.returncode == 1
    assert "secret-word" not in done.stderr + done.stdout


def test_a_log_level_may_be_written_small(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PINS_LOG_LEVEL", "warning")
    assert Settings.read().log_level == "WARNING"


def test_a_secret_may_stand_in_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    (tmp_path / "pins_client_secret").write_text("of the file\n")
    monkeypatch.setenv("PINS_SECRETS_DIR", str(tmp_path))
    secret = Settings.read().client_secret
    assert secret is not None
    assert secret.get_secret_value() == "of the file"
    assert "of the file" not in repr(Settings.read())
