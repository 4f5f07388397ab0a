"""Puts the answers of make_expressions.py for one Django release into one file.

  python merge.py VENDOR=answers.json ... > django-5.2.json
"""
import json, sys

merged = {"sql": {}}
for argument in sys.argv[1:]:
    vendor, _, path = argument.partition("=")
    answers = json.load(open(path))
    assert merged.setdefault("django", answers["django"]) == answers["django"]
    for kind, sources in answers["sql"].items():
        for source, sql in sources.items():
            if sql:
                merged["sql"].setdefault(kind, {}).setdefault(source, {})[vendor] = sql
json.dump(merged, sys.stdout, indent=1, ensure_ascii=True)
print()
