"""Lists the wheels that a package index has of one package, by name and digest.

Run as `python3 -I -c <this file> PACKAGE`. Written to standard output is one JSON object: `{"wheels": [{"file",
"sha256", "bytes", "yanked"}], "indexes": [...]}`, where `bytes` is null where the index does not say, and `yanked` is
null or the reason. Anything that goes wrong ends it with one line on standard error and status 1; without pip that line
is `No module named pip`.

pip is asked how it is set up (`pip config list`, so `PIP_INDEX_URL`, `PIP_CONFIG_FILE` and its files hold), and the
pages are read as PEP 503 and PEP 691 have them: pip has no command that tells the digests of all platforms.
"""

from __future__ import annotations

import ast
import base64
import hashlib
import json
import netrc
import re
import ssl
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib import error, parse, request

DEFAULT_INDEX = "https://pypi.org/simple"
ACCEPT = "application/vnd.pypi.simple.v1+json, application/vnd.pypi.simple.v1+html;q=0.2, text/html;q=0.1"
PAGE_LIMIT = 256 << 20
# As pip takes them: a command's own settings over general ones, the environment over files.
SECTIONS = ("global", "download", ":env:")
# Without the first, Python would import a `pip` that happens to lie in the user's folder.
PIP = "import sys; del sys.path[0]; import runpy; sys.argv[0] = 'pip'; runpy.run_module('pip', run_name='__main__')"


class ListingError(Exception):
    """What ends the listing, in one line."""


def settings() -> dict[str, str]:
    """Returns pip's settings by their names, such as `index-url`."""
    arguments = [sys.executable, "-c", PIP, "config", "list"]
    outcome = subprocess.run(arguments, capture_output=True, text=True, check=False)
    if outcome.returncode:
        if "No module named pip" in outcome.stderr:
            raise ListingError("No module named pip")
        raise ListingError(f"pip does not tell how it is set up: {outcome.stderr.strip()[-300:]}")
    sections: dict[str, dict[str, str]] = {section: {} for section in SECTIONS}
    for line in outcome.stdout.splitlines():
        name, separator, value = line.partition("=")
        section, _, key = name.rpartition(".")
        if separator and section in sections:
            sections[section][key] = str(ast.literal_eval(value))
    return {key: value for section in SECTIONS for key, value in sections[section].items()}


class LinkParser(HTMLParser):
    """Collects the links of a page."""

    def __init__(self) -> None:
        """Begin without any."""
        super().__init__()
        self.links: list[dict[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take in a link."""
        if tag == "a":
            self.links.append(dict(attrs))


def plain_host(host: str | None) -> bool:
    """Whether pip takes unencrypted answers of a host without being told to."""
    return host in (None, "localhost", "::1") or re.fullmatch(r"127(\.\d+){3}", host) is not None


class Index:
    """Reads pages as pip is set up to."""

    def __init__(self, settings: dict[str, str]) -> None:
        """Take in proxy, certificates and trusted hosts."""
        self.trusted = settings.get("trusted-host", "").split()
        self.timeout = float(settings.get("timeout") or settings.get("default-timeout") or 15)
        self.retries = int(settings.get("retries", "2"))
        self.client_certificate = settings.get("client-cert")
        self.certificates = settings.get("cert")
        proxy = settings.get("proxy")
        self.proxies = request.ProxyHandler({"http": proxy, "https": proxy} if proxy else None)

    def get(self, url: str) -> tuple[bytes, str] | None:
        """Return a page and its type; None where there is none of that address."""
        parts = parse.urlsplit(url)
        if parts.scheme == "file":
            return self.local(Path(parse.unquote(parts.path)))
        if parts.scheme not in ("http", "https"):
            raise ListingError(f"{parts.scheme or 'no'}: is no way to reach an index")
        host = parts.hostname or ""
        is_trusted = host in self.trusted or f"{host}:{parts.port}" in self.trusted
        if parts.scheme == "http" and not is_trusted and not plain_host(host):
            raise ListingError(f"{host} is reached without encryption and is none of pip's trusted hosts")
        asked = request.Request(parse.urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2])))
        asked.add_header("Accept", ACCEPT)
        asked.add_header("User-Agent", "pawl")
        if credentials := self.credentials(parts):
            # Not sent to where the index redirects.
            asked.add_unredirected_header("Authorization", f"Basic {credentials}")
        opener = request.build_opener(
            self.proxies, request.HTTPSHandler(context=self.encryption(is_trusted=is_trusted))
        )
        for attempt in range(self.retries + 1):
            try:
                with opener.open(asked, timeout=self.timeout) as answer:
                    page = answer.read(PAGE_LIMIT + 1)
                    if len(page) > PAGE_LIMIT:
                        raise ListingError(f"the page of {host} is longer than {PAGE_LIMIT} bytes")
                    return page, answer.headers.get_content_type()
            except error.HTTPError as refusal:
                if refusal.code in (404, 410):
                    return None
                if attempt == self.retries or refusal.code < 500:
                    raise ListingError(f"{host} answered {refusal.code} {refusal.reason}") from None
            except OSError as failure:
                if attempt == self.retries:
                    raise ListingError(f"{host} cannot be reached: {getattr(failure, 'reason', failure)}") from None
        return None

    @staticmethod
    def local(path: Path) -> tuple[bytes, str] | None:
        """Return a page of the file system; a folder stands for its `index.html`, as for pip."""
        path = path / "index.html" if path.is_dir() else path
        return (path.read_bytes(), "text/html") if path.is_file() else None

    def encryption(self, *, is_trusted: bool) -> ssl.SSLContext:
        """Return how a host's certificate is checked."""
        context = ssl.create_default_context(cafile=self.certificates)
        if is_trusted:
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
        if self.client_certificate:
            context.load_cert_chain(self.client_certificate)
        return context

    @staticmethod
    def credentials(parts: parse.SplitResult) -> str | None:
        """Return user and password of an address, else those that ~/.netrc has of its host."""
        user, password = parts.username, parts.password or ""
        if user is None:
            try:
                found = netrc.netrc().authenticators(parts.hostname or "")
            except (OSError, netrc.NetrcParseError):
                return None
            if found is None:
                return None
            user, password = found[0], found[2] or ""
        text = f"{parse.unquote(user)}:{parse.unquote(password)}"
        return base64.b64encode(text.encode()).decode()


def wheel(name: str, sha256: str | None, size: object = None, yanked: object = None) -> dict[str, object] | None:
    """Return one wheel; None for another kind of file, and for one without a digest."""
    if not name.endswith(".whl") or not sha256 or not re.fullmatch("[0-9a-f]{64}", sha256):
        return None
    reason = None if yanked is False or yanked is None else str("" if yanked is True else yanked)
    return {"file": name, "sha256": sha256, "bytes": size if isinstance(size, int) else None, "yanked": reason}


def wheels_of_json(page: bytes) -> list[dict[str, object]]:
    """Return the wheels of a page in JSON (PEP 691)."""
    found = [
        wheel(item["filename"], item.get("hashes", {}).get("sha256"), item.get("size"), item.get("yanked"))
        for item in json.loads(page)["files"]
    ]
    return [item for item in found if item]


def wheels_of_html(page: bytes) -> list[dict[str, object]]:
    """Return the wheels of a page in HTML (PEP 503)."""
    parser = LinkParser()
    parser.feed(page.decode("utf-8", "replace"))
    found = []
    for link in parser.links:
        parts = parse.urlsplit(link.get("href") or "")
        name = parse.unquote(parts.path).rpartition("/")[2]
        digest = parse.parse_qs(parts.fragment).get("sha256", [None])[0]
        yanked = (link["data-yanked"] or True) if "data-yanked" in link else None
        found.append(wheel(name, digest, None, yanked))
    return [item for item in found if item]


def wheels_of_folder(folder: Path, package: str) -> list[dict[str, object]]:
    """Return the package's wheels that lie in a folder."""
    found = []
    for path in sorted(folder.glob("*.whl")):
        if normalized(path.name.partition("-")[0]) == package:
            digest = hashlib.sha256()
            with path.open("rb") as file:
                while chunk := file.read(1 << 20):
                    digest.update(chunk)
            found.append(wheel(path.name, digest.hexdigest(), path.stat().st_size))
    return [item for item in found if item]


def normalized(name: str) -> str:
    """Return a package's name as indexes compare it (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def pages(index: Index, configured: dict[str, str], package: str) -> tuple[list[dict[str, object]], list[str]]:
    """Return the wheels of all places that pip looks into, and those places without user and password."""
    found: list[dict[str, object]] = []
    places = []
    for place in configured.get("find-links", "").split():
        path = Path(parse.unquote(parse.urlsplit(place).path) if place.startswith("file:") else place).expanduser()
        if path.is_dir():
            found += wheels_of_folder(path, package)
            places.append(str(path))
        elif "://" in place and (answer := index.get(place)):
            found += [
                item for item in wheels_of_html(answer[0]) if normalized(str(item["file"]).partition("-")[0]) == package
            ]
            places.append(without_user(place))
    if not truth(configured.get("no-index", "")):
        indexes = [configured.get("index-url", DEFAULT_INDEX), *configured.get("extra-index-url", "").split()]
        for address in indexes:
            places.append(without_user(address))
            if answer := index.get(f"{address.rstrip('/')}/{package}/"):
                page, kind = answer
                found += wheels_of_json(page) if kind.endswith("json") else wheels_of_html(page)
    return found, places


def without_user(address: str) -> str:
    """Return an address that may be printed."""
    parts = parse.urlsplit(address)
    return parse.urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))


def truth(text: str) -> bool:
    """Whether pip takes a setting for yes."""
    return text.lower() in ("1", "true", "yes", "on", "y", "t")


def main() -> None:
    """List the package that is named."""
    try:
        configured = settings()
        found, places = pages(Index(configured), configured, normalized(sys.argv[1]))
        wheels: dict[object, dict[str, object]] = {}
        for item in found:
            other = wheels.setdefault(item["file"], item)
            if other["sha256"] != item["sha256"]:
                raise ListingError(f"{item['file']} has other bytes in one index than in another")
        json.dump({"wheels": list(wheels.values()), "indexes": places}, sys.stdout)
    except ListingError as failure:
        raise SystemExit(str(failure)) from None
    except (ValueError, KeyError, TypeError, AttributeError) as failure:
        raise SystemExit(f"the index answers with what is no page of one ({failure!r})") from None


if __name__ == "__main__":
    main()
