"""YAML 1.2 as drafts of items: a list under ``items``, every part with its line.

Nothing is made of it but texts, numbers, lists and mappings; fields given twice, aliases and tags are refused.
"""

from __future__ import annotations

import warnings
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from kiosk.domain.content import ContentKind
from kiosk.domain.kinds import CONTENT
from sync.centre.editing.parts import Shape, is_object, member_of, parts_of, value_of
from sync.centre.editing.problems import Draft, Drafts, Level, Problem
from sync.centre.sources.whole import UNKNOWN

ITEMS = "items"
KIND = "kind"
DEPTH_MAX = 12
_NAMES = ("str", "int", "float", "bool", "null", "timestamp", "seq", "map")
_PLAIN = frozenset(f"tag:yaml.org,2002:{name}" for name in _NAMES)
_NULL = "tag:yaml.org,2002:null"


def drafts_in_yaml(text: str, file: Path) -> Drafts:
    """Return the items of a file called by their kind (``wish.yaml``), or that names it at its top (``kind: wish``)."""
    reading = _Reading(file.name)
    root = reading.compose(text)
    found = Drafts(problems=reading.problems)
    if root is None:
        return found
    top = dict(reading.pairs(root)) if isinstance(root, MappingNode) else {}
    for name in top.keys() - {KIND, ITEMS}:
        reading.complain("unknown-field", top[name], f"{name}: there is no such field; a file has {KIND} and {ITEMS}")
    kind = reading.kind_of(top.get(KIND), file)
    listed = top.get(ITEMS)
    if not isinstance(listed, SequenceNode):
        reading.complain("no-items", listed or root, f"no list under `{ITEMS}:`; to have none, write `{ITEMS}: []`")
    elif kind is not None:
        found.kinds.append(kind)
        found.drafts += [reading.draft(kind, node) for node in listed.value]
    return found


class _Reading:
    def __init__(self, name: str) -> None:
        self._name = name
        self._seen: set[int] = set()
        self._about = ""
        self.problems: list[Problem] = []

    def compose(self, text: str) -> Node | None:
        """Return the text's outermost part, or None with the reason among the problems."""
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # of anchors, which are refused where they are used
                root: Node | None = YAML(typ="safe", pure=True).compose(text)
        except RecursionError:
            self._add("not-yaml", self._name, "nested too deeply")
            return None
        except YAMLError as problem:
            mark = problem.problem_mark if isinstance(problem, MarkedYAMLError) else None
            where = f"{self._name} line {mark.line + 1}" if mark else self._name
            said = (problem.problem if isinstance(problem, MarkedYAMLError) else str(problem)) or "cannot be read"
            self._add("not-yaml", where, " ".join(said.split()))
            return None
        if root is None:
            self._add("no-items", self._name, f"the file is empty; to have none, write `{ITEMS}: []`")
        return root

    def kind_of(self, node: Node | None, file: Path) -> ContentKind | None:
        """Return the kind a file is of."""
        said = node.value if isinstance(node, ScalarNode) else file.stem
        if said in tuple(ContentKind):
            return ContentKind(said)
        known = ", ".join(ContentKind)
        self._add("unknown-kind", self._name, f"{said!r} is no kind of content; name the file by one of {known}")
        return None

    def draft(self, kind: ContentKind, node: Node) -> Draft:
        """Return one item of the list."""
        places: dict[str, str] = {}
        self._about = self._name_in(node)
        value = self._value(node, CONTENT[kind], "$", places)
        if not isinstance(value, dict):
            self.complain("not-an-item", node, "an item has fields, each `name: value`")
        self._about = ""
        return Draft(kind, value if isinstance(value, dict) else {}, self._where(node), places)

    def complain(self, name: str, node: Node, said: str) -> None:
        """Note what is wrong with a part."""
        self._add(name, self._where(node), said)

    def pairs(self, node: MappingNode) -> list[tuple[str, Node]]:
        """Return the fields of a mapping, each once."""
        found: dict[str, Node] = {}
        for key, value in node.value:
            if not isinstance(key, ScalarNode):
                self.complain("not-yaml", key, "the name of a field is a word")
            elif key.value in found:
                self.complain("field-twice", key, f"{key.value}: given twice")
            else:
                found[key.value] = value
        return list(found.items())

    def _value(self, node: Node, shape: Shape | None, path: str, places: dict[str, str]) -> object:
        places[path] = self._where(node)
        if id(node) in self._seen:
            self.complain("alias", node, f"{path}: an alias (*name) is not allowed; write it out")
            return None
        self._seen.add(id(node))
        if node.tag not in _PLAIN:
            self.complain("tag", node, f"{path}: a tag ({node.tag}) is not allowed")
            return None
        if path.count(".") + path.count("[") > DEPTH_MAX:
            self.complain("not-yaml", node, f"{path}: nested too deeply")
            return None
        if isinstance(node, MappingNode):
            return self._object(node, shape, path, places)
        if isinstance(node, SequenceNode):
            member = member_of(shape)
            return [self._value(part, member, f"{path}[{at}]", places) for at, part in enumerate(node.value)]
        assert isinstance(node, ScalarNode)
        return self._scalar(node, shape, path)

    def _object(self, node: MappingNode, shape: Shape | None, path: str, places: dict[str, str]) -> dict[str, object]:
        parts = parts_of(shape) if is_object(shape) else {}
        found: dict[str, object] = {}
        for name, part in self.pairs(node):
            if is_object(shape) and name not in parts:
                self.complain("unknown-field", part, f"{path}.{name}: there is no such field")
                continue
            value = self._value(part, parts.get(name), f"{path}.{name}", places)
            if value is not None:
                found[name] = value
        return found

    def _scalar(self, node: ScalarNode, shape: Shape | None, path: str) -> object:
        text: str = node.value
        if node.tag == _NULL and node.style is None:
            return None
        if UNKNOWN in text:
            self.complain("encoding", node, f"{path}: text in no known encoding; save the file as UTF-8")
        return value_of(shape, text, text)

    def _name_in(self, node: Node) -> str:
        if not isinstance(node, MappingNode):
            return ""
        named = [value.value for key, value in node.value if key.value == "id" and isinstance(value, ScalarNode)]
        return str(named[0]) if named else ""

    def _where(self, node: Node) -> str:
        return f"{self._name} line {node.start_mark.line + 1}"

    def _add(self, name: str, where: str, said: str) -> None:
        self.problems.append(Problem(name, Level.ERROR, where, self._about, said))
