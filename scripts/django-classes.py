"""Writes src/facts/upgrades/classes/django-classes.json: Django's own class graph and re-exports, as far as the changes speak of them.

    python3 scripts/django-classes.py 3.2=/path/to/django-3.2 4.2=/path/to/django-4.2 5.2=/path/to/django-5.2

Each path holds a `django` package, which is read as text and never imported. Later versions win.
"""

import ast
import json
import pathlib
import re
import sys

HERE = pathlib.Path(__file__).resolve().parent.parent
FACTS = HERE / "src" / "facts" / "upgrades"
ALWAYS = {
    "django.contrib.admin.sites.site",
    "django.core.mail.message.EmailMessage",
    "django.db.models.base.Model",
    "django.db.models.expressions.F",
    "django.db.models.manager.Manager",
    "django.db.models.query.QuerySet",
    "django.db.models.query_utils.Q",
    "django.forms.forms.BaseForm",
    "django.forms.models.BaseModelForm",
    "django.http.request.HttpRequest",
    "django.template.library.Library",
    "django.test.client.Client",
    "django.views.generic.base.View",
}


class Sources:
    """The modules of one Django version: what each name in them stands for, and which classes they define."""

    def __init__(self, root):
        self.names, self.classes, self.defined, self.stars, self.exported = {}, {}, set(), {}, {}
        for path in sorted((pathlib.Path(root) / "django").rglob("*.py")):
            parts = path.relative_to(root).with_suffix("").parts
            if ("conf" in parts and "locale" in parts) or ("migrations" in parts and "db" not in parts):
                continue
            is_package = parts[-1] == "__init__"
            module = ".".join(parts[:-1] if is_package else parts)
            self.names[module] = {}
            self.read(module, is_package, ast.parse(path.read_text(encoding="utf-8")).body)
        for _ in range(5):  # star imports of star imports
            for module, sources in self.stars.items():
                for source in sources:
                    for name in self.exported.get(source) or [n for n in self.names.get(source, {}) if not n.startswith("_")]:
                        if name in self.names.get(source, {}):
                            self.names[module].setdefault(name, self.names[source][name])

    def read(self, module, is_package, body):
        names = self.names[module]
        for node in body:
            if isinstance(node, ast.ImportFrom):
                source = self.absolute(module, is_package, node)
                for alias in node.names:
                    if alias.name == "*":
                        self.stars.setdefault(module, []).append(source)
                    else:
                        names[alias.asname or alias.name] = f"{source}.{alias.name}"
            elif isinstance(node, ast.Import):
                for alias in node.names:
                    names[alias.asname or alias.name.split(".")[0]] = alias.name if alias.asname else alias.name.split(".")[0]
            elif isinstance(node, (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)):
                path = names[node.name] = f"{module}.{node.name}"
                self.defined.add(path)
                if isinstance(node, ast.ClassDef):
                    self.classes[path] = (node, module)
            elif isinstance(node, ast.Assign):
                self.assign(module, node)
            elif isinstance(node, (ast.If, ast.Try)):
                for part in (node.body, *[handler.body for handler in getattr(node, "handlers", [])], node.orelse):
                    self.read(module, is_package, part)

    def assign(self, module, node):
        names = self.names[module]
        for target in node.targets:
            if not isinstance(target, ast.Name):
                continue
            if target.id == "__all__" and isinstance(node.value, (ast.List, ast.Tuple)):
                self.exported[module] = [each.value for each in node.value.elts if isinstance(each, ast.Constant)]
            elif isinstance(node.value, (ast.Name, ast.Attribute)) and dotted(node.value, names):
                names.setdefault(target.id, dotted(node.value, names))
            else:
                names.setdefault(target.id, f"{module}.{target.id}")
                self.defined.add(f"{module}.{target.id}")

    @staticmethod
    def absolute(module, is_package, node):
        if not node.level:
            return node.module or ""
        parts = module.split(".") if is_package else module.split(".")[:-1]
        parts = parts[: len(parts) - (node.level - 1)]
        return ".".join([*parts, *([node.module] if node.module else [])])

    def definition(self, path, depth=0):
        """Follows imports to where a thing is defined."""
        if depth > 10 or path in self.defined or path in self.names or "." not in path:
            return path
        module, name = path.rsplit(".", 1)
        if module in self.names:
            target = self.names[module].get(name)
            return self.definition(target, depth + 1) if target and target != path else path
        moved = self.definition(module, depth + 1)
        return self.definition(f"{moved}.{name}", depth + 1) if moved != module else path

    def bases(self, path):
        node, module = self.classes[path]
        found = []
        for base in node.bases:
            base = base.value if isinstance(base, ast.Subscript) else base
            if isinstance(base, ast.Name) and base.id not in self.names[module]:
                found.append(f"builtins.{base.id}")
            elif dotted(base, self.names[module]):
                found.append(self.definition(dotted(base, self.names[module])))
        return [base for base in found if base != "builtins.object"]


def dotted(expression, names):
    chain = []
    while isinstance(expression, ast.Attribute):
        chain.insert(0, expression.attr)
        expression = expression.value
    if not isinstance(expression, ast.Name) or expression.id not in names:
        return None
    return ".".join([names[expression.id], *chain])


def named_in_facts():
    """The paths that the changes' detectors name: types, and callees."""
    types, callees = set(), set()
    for name in ("django-changes.json", "python-changes.json"):
        for change in json.loads((FACTS / "changes" / name).read_text(encoding="utf-8")):
            for detector in change["detect"]:
                into = callees if detector["by"] == "call" else types
                into.update(path.replace("()", "") for key in ("of", "except") for path in detector.get(key, []))
                for test in detector.get("args", []):
                    types.update(test[key] for key in ("type", "constructs") if key in test)
                    callees.update(test[key] for key in ("callOf",) if key in test)
    return types, callees


def main():
    versions = [Sources(argument.split("=", 1)[1]) for argument in sys.argv[1:]]
    types, callees = named_in_facts()

    def definition(path):
        for sources in reversed(versions):
            found = sources.definition(path)
            if found in sources.defined:
                return found
        return path

    bases = {path: sources.bases(path) for sources in versions for path in sources.classes}
    wanted = {definition(path) for path in types | callees} | ALWAYS
    kept = {path for path in wanted if path in bases}
    size = -1
    while size != len(kept):  # everything below
        size = len(kept)
        kept |= {path for path, above in bases.items() if any(base in kept for base in above)}
    size = -1
    while size != len(kept):  # and everything above
        size = len(kept)
        kept |= {base for path in kept for base in bases[path] if base in bases}
    targets = kept | wanted
    aliases = {}
    for sources in versions:
        for module, names in sources.names.items():
            for name in names:
                target = sources.definition(f"{module}.{name}")
                if target in targets and target in sources.defined and target != f"{module}.{name}" and not name.startswith("_"):
                    aliases.setdefault(module, {})[name] = target
    graph = {
        "aliases": {module: dict(sorted(names.items())) for module, names in sorted(aliases.items())},
        "classes": {path: bases[path] for path in sorted(kept) if not re.search(r"\.migrations\.\d", path)},
    }
    (FACTS / "classes" / "django-classes.json").write_text(json.dumps(graph, separators=(",", ":")) + "\n", encoding="utf-8")


main()
