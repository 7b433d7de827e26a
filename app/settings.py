"""Every setting, read from the environment alone, with a sentence each. Defaults are safe in production, harmless in public."""

from functools import lru_cache
from pathlib import Path
from typing import Literal, Self

from pydantic import Field, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from app.domain.account import Role

ROOT = Path(__file__).resolve().parent.parent


class Settings(BaseSettings):
    """The settings of one process. The README's table is tested against these fields and sentences."""

    model_config = SettingsConfigDict(env_prefix="", extra="ignore", frozen=True)

    host: str = Field(default="127.0.0.1", description="Address on which the server listens.")
    port: int = Field(default=8000, ge=1, le=65535, description="Port on which the server listens.")
    var_dir: Path = Field(
        default=ROOT / "var",
        alias="PLUMBLINE_VAR",
        description="Folder for the database, the uploaded papers and the queue of work.",
    )
    database_url: str = Field(
        default="", description="Database to use instead of the SQLite file in the folder above, such as postgresql+psycopg://…"
    )
    markers_dir: Path = Field(
        default=ROOT / "markers",
        alias="PLUMBLINE_MARKERS",
        description="Folder with the instruments, each as <instrument>/<version>/.",
    )
    base_url: str = Field(
        default="",
        alias="PLUMBLINE_URL",
        description="Address under which people reach the service; used in one-time sign-in links.",
    )
    secure_cookies: bool | None = Field(
        default=None,
        alias="PLUMBLINE_SECURE_COOKIES",
        description="Send the sign-in cookie over https only. Left empty: yes, except on the loopback address.",
    )
    session_hours: int = Field(
        default=12, ge=1, le=720, alias="PLUMBLINE_SESSION_HOURS", description="Hours after which a person has to sign in again."
    )
    idle_minutes: int = Field(
        default=60,
        ge=5,
        le=1440,
        alias="PLUMBLINE_IDLE_MINUTES",
        description="Minutes without opening or saving anything after which a person has to sign in again.",
    )
    link_minutes: int = Field(
        default=60, ge=1, le=10080, alias="PLUMBLINE_LINK_MINUTES", description="Minutes for which a one-time sign-in link works."
    )
    passwords: bool = Field(
        default=True,
        alias="PLUMBLINE_PASSWORDS",
        description="Let people sign in by password. Without: with the organisation's account, or by one-time link.",
    )
    factor_roles: str = Field(
        default="",
        alias="PLUMBLINE_FACTOR_ROLES",
        description="Roles that need a second factor, such as administrator,commissioner. Not asked of whoever signs in with the "
        "organisation's account.",
    )
    openid_issuer: str = Field(
        default="",
        alias="PLUMBLINE_OPENID_ISSUER",
        description="Issuer of the organisation's OpenID Connect provider, of one tenant. Empty: nobody outside is asked.",
    )
    openid_client_id: str = Field(
        default="", alias="PLUMBLINE_OPENID_CLIENT_ID", description="Name under which the provider knows this service."
    )
    openid_client_secret: str = Field(
        default="", repr=False, alias="PLUMBLINE_OPENID_CLIENT_SECRET", description="Secret that goes with that name."
    )
    openid_button: str = Field(
        default="Sign in with your organisation's account",
        alias="PLUMBLINE_OPENID_BUTTON",
        description="Words on the button that leads to the provider.",
    )
    upload_megabytes: int = Field(
        default=50, ge=1, le=500, alias="PLUMBLINE_UPLOAD_MB", description="Largest size of one paper, in megabytes."
    )
    upload_pages: int = Field(
        default=1000, ge=1, alias="PLUMBLINE_UPLOAD_PAGES", description="Largest number of pages of one paper."
    )
    reading_seconds: int = Field(
        default=180,
        ge=1,
        alias="PLUMBLINE_READING_SECONDS",
        description="Seconds after which the reading of one paper is stopped.",
    )
    reading_megabytes: int = Field(
        default=1536,
        ge=128,
        alias="PLUMBLINE_READING_MB",
        description="Memory that the reading of one paper may use, in megabytes.",
    )
    tesseract: str = Field(
        default="tesseract",
        alias="PLUMBLINE_TESSERACT",
        description="Program that reads text off pictures: its name or its whole path. Empty: pictures stay pictures.",
    )
    text_characters: int = Field(
        default=20000,
        ge=1000,
        alias="PLUMBLINE_TEXT_CHARACTERS",
        description="Longest text that one field of a form takes, in characters.",
    )
    smtp_host: str = Field(
        default="",
        alias="PLUMBLINE_SMTP_HOST",
        description="Mail server through which letters are sent. Empty: none are, and links are shown to copy.",
    )
    smtp_port: int = Field(
        default=587, ge=1, le=65535, alias="PLUMBLINE_SMTP_PORT", description="Port of the mail server; 465 is usual with ssl."
    )
    smtp_user: str = Field(
        default="", alias="PLUMBLINE_SMTP_USER", description="Name with which to sign in to the mail server. Empty: not at all."
    )
    smtp_password: str = Field(
        default="",
        alias="PLUMBLINE_SMTP_PASSWORD",
        description="Password for the mail server; never sent without encryption.",
        repr=False,
    )
    smtp_security: Literal["starttls", "ssl", "none"] = Field(
        default="starttls",
        alias="PLUMBLINE_SMTP_SECURITY",
        description="How the way to the mail server is encrypted: starttls, ssl (from the first byte) or none.",
    )
    smtp_sender: str = Field(
        default="",
        alias="PLUMBLINE_SMTP_SENDER",
        description="E-mail address from which letters come; needed for sending.",
    )
    smtp_seconds: int = Field(
        default=30,
        ge=1,
        le=120,
        alias="PLUMBLINE_SMTP_SECONDS",
        description="Seconds after which a mail server that does not answer is given up for now.",
    )

    @property
    def sends_letters(self) -> bool:
        """Whether letters can be sent by e-mail."""
        return bool(self.smtp_host and self.smtp_sender)

    @property
    def roles_with_factor(self) -> frozenset[Role]:
        """The roles whose holders must have a second factor, unless the organisation's account brings its own."""
        return frozenset(Role(word) for word in self.factor_roles.replace(",", " ").lower().split())

    @model_validator(mode="after")
    def _known_roles(self) -> Self:
        unknown = [word for word in self.factor_roles.replace(",", " ").lower().split() if word not in list(Role)]
        if unknown:
            raise ValueError(f"PLUMBLINE_FACTOR_ROLES: there is no role {unknown[0]}. There are {', '.join(Role)}.")
        return self

    @model_validator(mode="after")
    def _whole_provider(self) -> Self:
        parts = (self.openid_issuer, self.openid_client_id, self.openid_client_secret)
        if any(parts) and not all(parts):
            raise ValueError(
                "PLUMBLINE_OPENID_ISSUER, PLUMBLINE_OPENID_CLIENT_ID and PLUMBLINE_OPENID_CLIENT_SECRET go together."
            )
        return self

    @property
    def has_provider(self) -> bool:
        """Whether people may sign in with the organisation's OpenID Connect provider."""
        return bool(self.openid_issuer)

    @property
    def database(self) -> str:
        """The database address, SQLite under `var_dir` where none is set."""
        return self.database_url or f"sqlite:///{self.var_dir / 'plumbline.db'}"

    @property
    def files_dir(self) -> Path:
        """Where the originals of papers are kept."""
        return self.var_dir / "files"

    @property
    def pictures_dir(self) -> Path:
        """Where pages as printed are kept once drawn; may be emptied at any time."""
        return self.var_dir / "pictures"

    @property
    def address(self) -> str:
        """The address to print and to put in links, without a slash at the end."""
        return self.base_url.rstrip("/") or f"http://{self.host}:{self.port}"

    @property
    def cookies_are_secure(self) -> bool:
        """Whether the sign-in cookie is sent over https only."""
        if self.secure_cookies is not None:
            return self.secure_cookies
        return not (self.host in ("127.0.0.1", "localhost", "::1") and not self.base_url.startswith("https"))


@lru_cache
def get_settings() -> Settings:
    """The settings of this process, read once."""
    return Settings()
