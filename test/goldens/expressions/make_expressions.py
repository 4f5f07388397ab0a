"""Asks real Django for the SQL of expressions in DDL.

  python make_expressions.py VENDOR [--socket PATH] [--dbname NAME] < cases.json > answers.json

VENDOR: postgresql, sqlite, mysql, mariadb, oracle. Django and its driver come from PYTHONPATH. cases.json holds
{"check": [...], "index": [...], "exclude": [...], "default": [...], "generated": [...]}: Python expressions over
the model Loan below. Oracle is asked without a server: its schema editor needs none to compile and quote.
The answer is {"django": version, "sql": {kind: {expression: sql}}}; null where Django refuses.
"""
import argparse, datetime, decimal, json, sys, types, uuid, warnings

warnings.simplefilter("ignore")
parser = argparse.ArgumentParser()
parser.add_argument("vendor")
parser.add_argument("--socket", default="")
parser.add_argument("--dbname", default="postgres")
parser.add_argument("--user", default="postgres")
parser.add_argument("--verbose", action="store_true")
args = parser.parse_args()

import django
from django.conf import settings

ENGINE = {"mariadb": "mysql"}.get(args.vendor, args.vendor)
DATABASE = {"ENGINE": "django.db.backends." + ENGINE, "NAME": args.dbname, "USER": args.user, "HOST": args.socket}
if ENGINE == "sqlite":
    DATABASE = {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}
if ENGINE == "mysql":
    DATABASE.update(HOST="", OPTIONS={"unix_socket": args.socket, "charset": "utf8mb4"})
if ENGINE == "oracle":
    driver = types.ModuleType("driver")
    for name in "DatabaseError DataError OperationalError IntegrityError InternalError ProgrammingError NotSupportedError InterfaceError Error".split():
        setattr(driver, name, type(name, (Exception,), {}))
    driver.__getattr__ = lambda name: object()
    driver.__version__ = driver.version = "8.3.0"
    driver.Binary, driver.STRING = bytes, str
    sys.modules["cx_Oracle"] = sys.modules["oracledb"] = driver
settings.configure(DATABASES={"default": DATABASE}, USE_TZ=True, TIME_ZONE="UTC", DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
                   INSTALLED_APPS=["django.contrib.contenttypes"] + (["django.contrib.postgres"] if ENGINE == "postgresql" else []))
django.setup()
from django.db import connections, models

connection = connections["default"]

if ENGINE == "mysql":
    connection.ensure_connection()
    if args.vendor == "mysql":
        connection.__dict__["mysql_is_mariadb"] = False
        connection.__dict__["mysql_version"] = (8, 0, 36)
if ENGINE == "oracle":
    connection.__dict__["operators"] = connection._likec_operators
    connection.__dict__["pattern_ops"] = connection._likec_pattern_ops
    connection.__dict__["oracle_version"] = (19, 3)
    connection.ensure_connection = lambda: None
from django.db.models import *
from django.db.models import functions, lookups
from django.db.models.functions import *
from django.db.models.expressions import *
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.db.models.lookups import *
from django.db.models.sql import Query
if django.VERSION >= (4, 2):
    from django.db.models.fields.json import KT
if ENGINE == "postgresql":
    from django.contrib.postgres.constraints import ExclusionConstraint
    from django.contrib.postgres.fields import *
    from django.contrib.postgres.functions import *
    from django.contrib.postgres.indexes import OpClass
    from django.contrib.postgres.search import *
    if django.VERSION >= (4, 0):
        from django.contrib.postgres.expressions import *


class Author(models.Model):
    class Meta:
        app_label = "library"


class Reader(models.Model):
    id = models.UUIDField(primary_key=True)

    class Meta:
        app_label = "library"


FIELDS = {
    "title": CharField(max_length=100), "subtitle": CharField(max_length=100, null=True), "isbn": SlugField(), "notes": TextField(),
    "remarks": TextField(null=True), "email": EmailField(), "page": URLField(null=True), "cover": FileField(), "pages": IntegerField(),
    "rank": SmallIntegerField(null=True), "copies": PositiveIntegerField(), "shelf": PositiveSmallIntegerField(null=True),
    "barcode": BigIntegerField(), "price": DecimalField(max_digits=8, decimal_places=2),
    "fee": DecimalField(max_digits=6, decimal_places=3, null=True), "weight": FloatField(), "height": FloatField(null=True),
    "lent": BooleanField(), "overdue": BooleanField(null=True), "due": DateField(), "returned": DateField(null=True),
    "created": DateTimeField(), "updated": DateTimeField(null=True), "opens": TimeField(), "closes": TimeField(null=True),
    "period": DurationField(), "grace": DurationField(null=True), "key": UUIDField(), "token": UUIDField(null=True),
    "address": GenericIPAddressField(), "gateway": GenericIPAddressField(null=True), "scan": BinaryField(), "meta": JSONField(),
    "extra": JSONField(null=True), "author": ForeignKey(Author, CASCADE), "reader": ForeignKey(Reader, CASCADE, null=True),
    "odd": IntegerField(db_column="Odd Column"),
}
if ENGINE == "postgresql":
    FIELDS.update({
        "tags": ArrayField(CharField(max_length=30)), "scores": ArrayField(IntegerField(), null=True), "grid": ArrayField(ArrayField(FloatField())),
        "days": DateRangeField(), "window": DateTimeRangeField(null=True), "prices": DecimalRangeField(), "ages": IntegerRangeField(),
        "wide": BigIntegerRangeField(), "store": HStoreField(), "vector": SearchVectorField(null=True),
    })
Loan = type("Loan", (models.Model,), {"__module__": "__main__", "Meta": type("Meta", (), {"app_label": "library"}), **FIELDS})


def check(editor, source):
    constraint = CheckConstraint(**{"condition" if django.VERSION >= (5, 1) else "check": eval(source)}, name="c")
    return constraint._get_check_sql(Loan, editor)


def expressions(value):
    return value if isinstance(value, tuple) else (value,)


def index(editor, source):
    statement = Index(*expressions(eval(source)), name="i").create_sql(Loan, editor)
    return str(statement.parts["columns"])


def exclude(editor, source):
    return str(ExclusionConstraint(name="e", expressions=eval(source)).constraint_sql(Loan, editor))


def default(editor, source):
    field = eval(source)
    field.set_attributes_from_name("extra_column")
    field.model = Loan
    sql, params = editor.db_default_sql(field)
    return sql % tuple(editor.quote_value(p) for p in params) if params else sql


def generated(editor, source):
    field = eval(source)
    attributes = {"__module__": "__main__", "Meta": type("Meta", (), {"app_label": "library"}), **{k: f.clone() for k, f in FIELDS.items()}, "extra_column": field}
    model = type("Copy%d" % len(MODELS), (models.Model,), attributes)
    MODELS.append(model)
    sql, params = editor._column_generated_sql(model._meta.get_field("extra_column"))
    return sql % tuple(editor.quote_value(p) for p in params) if params else sql


MODELS = []
answers = {}
cases = json.load(sys.stdin)
if ENGINE == "oracle":
    editor = connection.SchemaEditorClass(connection, collect_sql=True)
    editor.connection.features.__dict__.update(supports_primitives_in_json_field=False)
else:
    connection.ensure_connection()
    editor = connection.SchemaEditorClass(connection, collect_sql=True)
for kind, sources in cases.items():
    for source in sources:
        try:
            answer = globals()[kind](editor, source)
        except Exception as problem:
            answer = None
            if args.verbose:
                print(kind, source, type(problem).__name__, problem, file=sys.stderr)
        answers.setdefault(kind, {})[source] = answer
print(json.dumps({"django": django.get_version(), "sql": answers}, indent=1))
