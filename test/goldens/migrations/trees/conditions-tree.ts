/** Conditions and expressions of indexes and constraints, where literals have to be written into the statement. */
import { create, treeOf, type Step, type TreeFiles } from '../chain.ts';

const imports = ['import datetime', 'import decimal', 'import uuid', 'from django.db.models import F, Q, Value', 'from django.db.models.functions import Lower, Upper, Length, Coalesce, Abs'].join('\n');

const ride = [
  "('name', models.CharField(max_length=30))",
  "('day', models.DateField(null=True))",
  "('moment', models.DateTimeField(null=True))",
  "('length', models.IntegerField(default=0))",
  "('price', models.DecimalField(max_digits=6, decimal_places=2, default=0))",
  "('active', models.BooleanField(default=True))",
  "('code', models.UUIDField(null=True))",
  "('data', models.JSONField(default=dict))",
];

/** A name and a condition. */
const conditions: readonly (readonly [string, string])[] = [
  ['percent', "Q(name='50%')"],
  ['contains', "Q(name__contains='5%_x')"],
  ['quote', 'Q(name="it\'s")'],
  ['startswith', "Q(name__startswith='ab')"],
  ['iexact', "Q(name__iexact='ab')"],
  ['regex', "Q(name__regex=r'^[a-z]+$')"],
  ['in', "Q(name__in=['a', 'b%'])"],
  ['range', 'Q(length__range=(1, 5))'],
  ['both', 'Q(length__gt=1) & Q(length__lte=9)'],
  ['either', "Q(length=1) | Q(name='x', active=True)"],
  ['not', "~Q(name='')"],
  ['notboth', '~(Q(length=1) & Q(active=False))'],
  ['null', 'Q(day__isnull=True)'],
  ['notnull', 'Q(day__isnull=False)'],
  ['other', "Q(length__gt=F('price'))"],
  ['sum', "Q(length__lt=F('price') + 5)"],
  ['negative', 'Q(length__gte=-5)'],
  ['date', 'Q(day__gt=datetime.date(2020, 2, 29))'],
  ['moment', 'Q(moment__gt=datetime.datetime(2020, 2, 29, 12, 30, tzinfo=datetime.timezone.utc))'],
  ['decimal', "Q(price__gte=decimal.Decimal('1.50'))"],
  ['uuid', "Q(code=uuid.UUID('12345678123456781234567812345678'))"],
  ['active', 'Q(active=True)'],
  ['inactive', 'Q(active=False)'],
  ['unicode', "Q(name='größe')"],
  ['year', 'Q(day__year=2020)'],
  ['month', 'Q(day__month__gt=6)'],
  ['jsonkey', "Q(data__kind='a')"],
  ['haskey', "Q(data__has_key='a%b')"],
];

export function conditionsTree(): TreeFiles {
  const apps: Record<string, readonly Step[]> = {};
  for (const [app, condition] of conditions) {
    apps[`when${app}`] = [
      create('Ride', ride, `options={'constraints': [models.CheckConstraint(check=${condition}, name='made_${app}')], 'indexes': [models.Index(fields=['name'], condition=${condition}, name='made_${app}_idx')]}`),
      `migrations.AddConstraint('Ride', models.CheckConstraint(check=${condition}, name='ride_${app}'))`,
      `migrations.AddConstraint('Ride', models.UniqueConstraint(fields=['name'], condition=${condition}, name='ride_${app}_uniq'))`,
      `migrations.AddIndex('Ride', models.Index(fields=['length'], condition=${condition}, name='ride_${app}_idx'))`,
      `migrations.RemoveConstraint('Ride', 'ride_${app}')`,
    ];
  }
  return treeOf(apps, imports);
}

/** On expressions (Django 4.0 and later on constraints, 3.2 on indexes). */
export function expressionsTree(): TreeFiles {
  const expressions: readonly (readonly [string, string])[] = [
    ['lower', "Lower('name')"],
    ['desc', "Lower('name').desc()"],
    ['nulls', "F('day').desc(nulls_last=True)"],
    ['two', "Lower('name'), F('length')"],
    ['sum', "F('length') + 1"],
    ['coalesce', "Coalesce('name', Value('5%'))"],
    ['length', "Length('name').asc(), Abs('length')"],
  ];
  const apps: Record<string, readonly Step[]> = {};
  for (const [app, expression] of expressions) {
    apps[`on${app}`] = [
      create('Ride', ride, `options={'indexes': [models.Index(${expression}, name='made_${app}_idx')]}`),
      `migrations.AddIndex('Ride', models.Index(${expression}, name='ride_${app}_idx', condition=Q(length__gt=1)))`,
      "migrations.RenameField('Ride', 'active', 'open')",
      `migrations.RemoveIndex('Ride', 'ride_${app}_idx')`,
    ];
  }
  return treeOf(apps, imports);
}

/** `check=` became `condition=` in 5.1; a table with defaults of the database gets its constraints later. */
export function uniqueExpressionsTree(): TreeFiles {
  return treeOf(
    {
      uniqueon: [
        create('Ride', ride, "options={'constraints': [models.UniqueConstraint(Lower('name'), name='ride_lower')]}"),
        "migrations.AddConstraint('Ride', models.UniqueConstraint(Lower('name').desc(), F('length'), name='ride_both'))",
        "migrations.AddConstraint('Ride', models.UniqueConstraint(Upper('name'), condition=Q(active=True), name='ride_upper'))",
        "migrations.RemoveConstraint('Ride', 'ride_both')",
      ],
    },
    imports,
  );
}
