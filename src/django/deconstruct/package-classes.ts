/** What field classes of well-known packages make of their options when they are deconstructed, where that is more than their base does. */
import type { PyValue } from '../../python/value.ts';
import type { FieldConstruction } from '../project.ts';
import type { FieldClass } from './deconstruct-field.ts';

interface Printed {
  readonly base: string;
  readonly source: string;
  readonly defaults?: Readonly<Record<string, PyValue>>;
  readonly hidden?: readonly string[];
  readonly added?: Readonly<Record<string, PyValue>>;
}

const none: PyValue = { kind: 'none' };
const no: PyValue = { kind: 'bool', value: false };
const yes: PyValue = { kind: 'bool', value: true };
const now: PyValue = { kind: 'ref', path: 'django.utils.timezone.now' };
const number = (value: bigint): PyValue => ({ kind: 'int', value });

const modelUtils = 'https://github.com/jazzband/django-model-utils/blob/master/model_utils/fields.py';
const mptt = 'https://github.com/django-mptt/django-mptt/blob/main/mptt/fields.py';
const modelcluster = 'https://github.com/wagtail/django-modelcluster/blob/main/modelcluster/fields.py';

const printed: Readonly<Record<string, Printed>> = {
  'phonenumber_field.modelfields.PhoneNumberField': {
    base: 'django.db.models.CharField',
    source: 'https://github.com/stefanfoulis/django-phonenumber-field/blob/main/phonenumber_field/modelfields.py',
    defaults: { max_length: number(128n) },
    added: { region: none },
  },
  'django_countries.fields.CountryField': {
    base: 'django.db.models.CharField',
    source: 'https://github.com/SmileyChris/django-countries/blob/main/django_countries/fields.py',
    hidden: ['choices', 'blank_label', 'countries_flag_url', 'countries_str_attr'],
  },
  'timezone_field.fields.TimeZoneField': {
    base: 'django.db.models.Field',
    source: 'https://github.com/mfogel/django-timezone-field/blob/main/timezone_field/fields.py',
    hidden: [],
  },
  'model_utils.fields.AutoCreatedField': {
    base: 'django.db.models.DateTimeField',
    source: modelUtils,
    defaults: { editable: no, default: now },
  },
  'model_utils.fields.AutoLastModifiedField': {
    base: 'django.db.models.DateTimeField',
    source: modelUtils,
    defaults: { editable: no, default: now },
  },
  'model_utils.fields.StatusField': {
    base: 'django.db.models.CharField',
    source: modelUtils,
    defaults: { max_length: number(100n) },
    hidden: ['choices_name'],
    added: { no_check_for_status: yes },
  },
  'model_utils.fields.UUIDField': {
    base: 'django.db.models.UUIDField',
    source: modelUtils,
    defaults: { primary_key: yes, editable: no, default: { kind: 'ref', path: 'uuid.uuid4' } },
    hidden: ['version'],
  },
  'model_utils.fields.UrlsafeTokenField': {
    base: 'django.db.models.CharField',
    source: modelUtils,
    defaults: { editable: no, max_length: number(128n) },
    hidden: ['default'],
    added: { factory: none },
  },
  'mptt.fields.TreeForeignKey': { base: 'django.db.models.ForeignKey', source: mptt },
  'mptt.fields.TreeOneToOneField': { base: 'django.db.models.OneToOneField', source: mptt },
  'mptt.fields.TreeManyToManyField': { base: 'django.db.models.ManyToManyField', source: mptt },
  'modelcluster.fields.ParentalKey': { base: 'django.db.models.ForeignKey', source: modelcluster },
  'modelcluster.fields.ParentalManyToManyField': { base: 'django.db.models.ManyToManyField', source: modelcluster },
};

/** The package's class, as `deconstructField` needs it; undefined when nothing is known of it. */
export function packageClass(type: string): FieldClass | undefined {
  const known = printed[type];
  if (known === undefined) return undefined;
  const construction: FieldConstruction = {
    defaults: new Map(Object.entries(known.defaults ?? {})),
    forced: new Map(),
    hidden: new Set(known.hidden),
    added: new Map(Object.entries(known.added ?? {})),
  };
  return { base: known.base, constructions: [construction] };
}
