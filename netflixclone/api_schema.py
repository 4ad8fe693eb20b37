"""What the schema of the API leaves to us."""

from typing import Any

from apps.core.fields import ANY_TEXT, MORE_THAN_BLANKS

PROBLEM = {
    "type": "object",
    "description": "RFC 9457 problem details.",
    "required": ["type", "title", "status", "detail", "code"],
    "properties": {
        "type": {"type": "string", "examples": ["about:blank"]},
        "title": {"type": "string", "examples": ["Bad Request"]},
        "status": {"type": "integer", "examples": [400]},
        "detail": {"type": "string", "examples": ["What was sent has mistakes; `errors` names each."]},
        "code": {"type": "string", "examples": ["invalid"]},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["detail", "code"],
                "properties": {
                    "pointer": {"type": "string", "description": "Where in the body.", "examples": ["#/title"]},
                    "parameter": {"type": "string", "description": "Which of the query.", "examples": ["page"]},
                    "detail": {"type": "string", "examples": ["This field may not be blank."]},
                    "code": {"type": "string", "examples": ["blank"]},
                },
            },
        },
    },
}
PROFILE_HEADER = {
    "name": "X-Profile",
    "in": "header",
    "required": False,
    "description": "The id of the profile of your household that watches; without it the one that the session is in, "
    "or the account's own. A session that is in a child's profile cannot leave it by this.",
    "schema": {"type": "integer", "minimum": 1, "maximum": 999_999_999_999_999_999, "examples": [2]},
}
METHODS = ("get", "post", "put", "patch", "delete")
PRIVATE = (
    "buckets", "calendar", "exports", "imports", "items", "profiles", "statistics", "tokens", "users", "viewings",
    "watchlists",
)  # fmt: skip


def without_slashes(endpoints: list[tuple[str, str, str, Any]]) -> list[tuple[str, str, str, Any]]:
    """Each address answers with and without a slash at its end; the schema shows it once."""
    return [endpoint for endpoint in endpoints if not endpoint[0].endswith("/")]


def with_problems(result: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
    """Adds to every operation the errors that it may answer with."""
    result.setdefault("components", {}).setdefault("schemas", {})["Problem"] = PROBLEM
    result["components"]["parameters"] = {"Profile": PROFILE_HEADER}
    _say_what_text_may_be(result["components"]["schemas"])
    for path, item in result["paths"].items():
        for method in METHODS:
            if method in item:
                _add_problems(item[method], method, path)
    return result


def _say_what_text_may_be(schemas: dict[str, Any]) -> None:
    for name, schema in schemas.items():
        if name.endswith("Request"):
            for field in schema["properties"].values():
                for text in (field, field.get("items", {})):
                    if text.get("type") == "string" and not {"enum", "format", "pattern"} & set(text):
                        text["pattern"] = MORE_THAN_BLANKS if text.get("minLength") else ANY_TEXT


def _add_problems(operation: dict[str, Any], method: str, path: str) -> None:
    responses = operation["responses"]
    _say_that_a_body_is_needed(operation, method)
    operation.setdefault("parameters", []).append({"$ref": "#/components/parameters/Profile"})
    for status, description in _expected(operation, method, path).items():
        content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
        responses.setdefault(status, {"description": description, "content": content})
    if method == "get" and path.split("/")[2] not in PRIVATE:
        operation["security"] = [{}, *operation.get("security", [])]
        responses.setdefault("304", {"description": "What the ETag or the date names is still so."})


def _say_that_a_body_is_needed(operation: dict[str, Any], method: str) -> None:
    """Of one that is described by hand drf-spectacular does not say it."""
    content = operation.get("requestBody", {}).get("content", {})
    if method in ("post", "put") and any("$ref" not in body["schema"] for body in content.values()):
        operation["requestBody"]["required"] = True


def _expected(operation: dict[str, Any], method: str, path: str) -> dict[str, str]:
    expected = {
        "400": "What was sent has mistakes.",
        "401": "Nobody is signed in, or the token is wrong.",
        "403": "Your role, your token or the profile that you are in does not allow this.",
        "406": "No such format.",
        "429": "Too many requests: see Retry-After.",
    }
    if "{" in path or method == "get":
        expected["404"] = "There is nothing there, or nothing that you may see."
    if "requestBody" in operation:
        expected |= {"413": "The body is too large.", "415": "The body is not JSON."}
    if method == "delete" or (method != "get" and path.split("/")[2] in ("buckets", "imports", "watchlists")):
        expected["409"] = "This has to stay as it is: the answer says why."
    return expected
