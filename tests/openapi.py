"""Checking requests and answers against the carrier's published OpenAPI description.

The description lies in a folder beside the repository (`SHARED_DIR`, else `../shared` of the main checkout); tests
that need it take `contract()` and skip, with a reason, where it is absent.
"""

import json
import os
import re
import subprocess
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import jsonschema
import pytest

_FILE = Path("carrier") / "twilio_api_v2010.json"


class ContractError(AssertionError):
    """A request or an answer does not fit the description."""


class Contract:
    """The description, and the two questions asked of it."""

    def __init__(self, document: dict[str, Any]) -> None:
        self.document = document
        self._paths = [(_pattern(path), path) for path in sorted(document["paths"], key=lambda path: path.count("{"))]

    def operation(self, method: str, url: str) -> dict[str, Any]:
        """The described operation behind a URL; raises ContractError when there is none."""
        path = urlsplit(url).path
        for pattern, template in self._paths:
            if pattern.fullmatch(path) and method.lower() in self.document["paths"][template]:
                found: dict[str, Any] = self.document["paths"][template][method.lower()]
                return found
        raise ContractError(f"{method} {path} is not described")

    def check_request(self, method: str, url: str, form: Mapping[str, Any] | None, query: Mapping[str, Any]) -> None:
        """Raises ContractError when a parameter is unknown, missing or of the wrong shape."""
        operation = self.operation(method, url)
        body = operation.get("requestBody", {}).get("content", {}).get("application/x-www-form-urlencoded", {})
        if form is not None and body:
            self._check(
                body["schema"] | {"additionalProperties": False}, _typed(form, body["schema"]), f"{method} {url}"
            )
        given = {**dict(parse_qsl(urlsplit(url).query)), **query}
        known = {item["name"] for item in operation.get("parameters", []) if item["in"] == "query"}
        unknown = set(given) - known - {"Page", "PageToken"}
        if unknown:
            raise ContractError(f"{method} {url}: no query parameter {', '.join(sorted(unknown))}")

    def check_answer(self, method: str, url: str, status: int, text: str) -> None:
        """Raises ContractError when an answer to a described operation has an undescribed status or shape."""
        if status >= 400:
            self._check_error(status, json.loads(text))
            return
        responses = self.operation(method, url)["responses"]
        if str(status) not in responses:
            raise ContractError(f"{method} {url} answered {status}, described are {', '.join(responses)}")
        schema = responses[str(status)].get("content", {}).get("application/json", {}).get("schema")
        if schema:
            self._check(schema, json.loads(text), f"answer to {method} {url}")

    def _check_error(self, status: int, body: Any) -> None:
        fits = {"code", "message", "more_info", "status"} <= set(body) and body["status"] == status
        if not (fits and isinstance(body["code"], int)):
            raise ContractError(f"not the shape of the carrier's errors: {body}")

    def _check(self, schema: Mapping[str, Any], value: Any, where: str) -> None:
        root = {**_plain_schema(schema), "components": _plain_schema(self.document["components"])}
        checker = jsonschema.Draft202012Validator(root)
        problem = next(iter(checker.iter_errors(value)), None)
        if problem is not None:
            raise ContractError(f"{where}: {problem.json_path}: {problem.message}")


def _pattern(template: str) -> re.Pattern[str]:
    return re.compile(
        "".join("[^/]+?" if part[0] == "{" else re.escape(part) for part in re.findall(r"\{\w+\}|[^{]+", template))
    )


def _plain_schema(schema: Any) -> Any:
    """OpenAPI 3.0's `nullable` as JSON Schema says it; examples left out."""
    if isinstance(schema, list):
        return [_plain_schema(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    plain = {
        name: _plain_schema(value) for name, value in schema.items() if name not in ("nullable", "example", "examples")
    }
    if schema.get("nullable") is True and "type" in schema:
        return {"anyOf": [plain, {"type": "null"}]}
    return plain


def _typed(form: Mapping[str, Any], schema: Mapping[str, Any]) -> dict[str, Any]:
    """A form's texts as the types their fields ask for; what does not convert is left to the validator."""
    return {name: _typed_value(value, schema["properties"].get(name, {})) for name, value in form.items()}


def _typed_value(value: Any, schema: Mapping[str, Any]) -> Any:
    kind = schema.get("type")
    if kind == "array":
        return list(value) if isinstance(value, list | tuple) else [value]
    if kind == "boolean":
        return {"true": True, "false": False}.get(str(value).lower(), value)
    if kind in ("integer", "number"):
        return int(value) if re.fullmatch(r"-?\d+", str(value)) else value
    return value if value is None else str(value)


@cache
def _document() -> dict[str, Any] | None:
    for folder in _folders():
        if (folder / _FILE).is_file():
            document: dict[str, Any] = json.loads((folder / _FILE).read_text())
            return document
    return None


def _folders() -> list[Path]:
    here = Path(__file__).resolve().parents[1]
    given = [Path(os.environ["SHARED_DIR"])] if "SHARED_DIR" in os.environ else []
    return [*given, here.parent / "shared", _main_checkout(here).parent / "shared"]


def _main_checkout(here: Path) -> Path:
    command = ["git", "-C", str(here), "rev-parse", "--path-format=absolute", "--git-common-dir"]
    found = subprocess.run(command, capture_output=True, text=True, check=False)
    return Path(found.stdout.strip()).parent if found.returncode == 0 else here


def contract() -> Contract:
    """The description; skips the calling test where it is absent."""
    document = _document()
    if document is None:
        pytest.skip("the carrier's OpenAPI description is not beside the repository (SHARED_DIR)")
    return Contract(document)


class Checked:
    """A carrier client's transport that checks every request and answer; wraps any object with `request`."""

    def __init__(self, inner: Any, contract: Contract) -> None:
        self.inner, self.contract = inner, contract

    def __getattr__(self, name: str) -> Any:
        return getattr(self.inner, name)

    def request(self, method: str, url: str, params: Any = None, data: Any = None, *rest: Any, **more: Any) -> Any:
        self.contract.check_request(method, url, data, params or {})
        response = self.inner.request(method, url, params, data, *rest, **more)
        self.contract.check_answer(method, url, response.status_code, response.text)
        return response


class CheckedAsync(Checked):
    """The same for an asynchronous transport."""

    async def request(
        self, method: str, url: str, params: Any = None, data: Any = None, *rest: Any, **more: Any
    ) -> Any:
        self.contract.check_request(method, url, data, params or {})
        response = await self.inner.request(method, url, params, data, *rest, **more)
        self.contract.check_answer(method, url, response.status_code, response.text)
        return response


def checked(inner: Any) -> Any:
    """The transport with checks where the description is at hand, else the transport as it is."""
    document = _document()
    if document is None:
        return inner
    return (CheckedAsync if getattr(inner, "is_async", False) else Checked)(inner, Contract(document))
