"""The curl lines of docs/api.md about buckets do what they say: sent to a running site, one after the other.

They are read here and sent by `requests`, so that no machine needs curl and none leaves them out. A line may say in
its comment which status it gets; without one it has to work.
"""

import re
import shlex
from pathlib import Path
from string import Template

import pytest
import requests

from apps.accounts.actions import make_token
from apps.accounts.tokens.scopes import Scope
from apps.moviebucket.models import Bucket
from apps.moviebucket.tests.pictures import picture

pytestmark = [pytest.mark.enable_socket, pytest.mark.django_db(transaction=True)]

DOCUMENT = Path(__file__).parents[2] / "docs" / "api.md"
SECTION = re.compile(r"^## Moviebucket$(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
BLOCK = re.compile(r"^```sh$(.*?)^```$", re.MULTILINE | re.DOTALL)
# Options of curl that have a value, of which a line here may use these.
WITH_VALUE = ("-H", "-X", "-d", "-F", "--data-binary", "-o")


def lines():
    [section] = SECTION.findall(DOCUMENT.read_text(encoding="utf-8"))
    return [line for block in BLOCK.findall(section) for line in block.strip().splitlines()]


def words_of(line, variables):
    """As a shell reads them: nothing is put in between single quotation marks."""
    line = re.sub(r"'[^']*'", lambda quoted: quoted[0].replace("$", "$$"), line)
    return shlex.split(Template(line).substitute(variables), comments=True)


def assign(line, variables):
    for word in words_of(line.replace(";", " "), variables):
        name, _, value = word.partition("=")
        variables[name] = value


def send(words, folder):
    """What curl would do with these words."""
    options = {name: [] for name in WITH_VALUE}
    address, rest = None, iter(words[1:])
    for word in rest:
        if word in WITH_VALUE:
            options[word].append(next(rest))
        else:
            assert address is None and word.startswith("http"), f"curl does not know {word}"
            address = word
    body = "".join(options["-d"]).encode() or None
    for source in options["--data-binary"]:
        body = (folder / source.removeprefix("@")).read_bytes()
    method = "".join(options["-X"]) or ("POST" if body else "GET")
    headers = dict(header.split(": ", 1) for header in options["-H"])
    parts = dict(part.split("=@", 1) for part in options["-F"])
    files = {name: (folder / source).read_bytes() for name, source in parts.items()} or None
    response = requests.request(method, address, data=body, files=files, headers=headers, timeout=30)
    for target in options["-o"]:
        (folder / target).write_bytes(response.content)
    return method, response


def remember(response, method, variables):
    """BUCKET, GROUP, ITEM, LOAN and CHANGE are the ids in the answers before."""
    path = response.request.path_url
    kind = path.rpartition("/")[2]
    is_made = response.status_code == 201 and kind in ("buckets", "groups", "items", "loans")
    if is_made and (kind != "groups" or path == "/api/groups"):  # a share with a group has an id of its own
        variables[kind.removesuffix("s").upper()] = response.json()["id"]
    if method == "GET" and path.endswith("/changes"):
        variables["CHANGE"] = response.json()["results"][0]["id"]


def test_every_line_does_what_it_says(live_server, alice, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "media"
    (tmp_path / "shelf.jpg").write_bytes(picture().read())
    _, token = make_token(by=alice, name="Examples", scopes=[Scope.READ, Scope.WRITE])
    variables = {"SITE": live_server.url, "TOKEN": token}
    sent = 0
    for line in lines():
        if not line.startswith("curl "):
            assign(line, variables)
            continue
        method, response = send(words_of(line, variables), tmp_path)
        said = re.search(r"# (\d{3})\b", line)
        expected = response.status_code == int(said[1]) if said else response.status_code < 300
        assert expected, f"{line}\n{response.status_code} {response.text[:400]}"
        remember(response, method, variables)
        sent += 1
    assert sent >= 20
    assert (tmp_path / "bucket.csv").read_text().startswith("title,format,length,release_year,rating")
    assert not Bucket.objects.exists()
