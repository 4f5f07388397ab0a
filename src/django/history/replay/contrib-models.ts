/**
 * The models of Django's own apps after their last migration: what foreign keys of a project point to. The same in every release from 3.2 to 6.0.
 * https://github.com/django/django/tree/stable/5.2.x/django/contrib (the folders `migrations`)
 */
import type { PyValue } from '../../../python/value.ts';
import type { Field } from '../../field.ts';
import { emptyState, withModel } from '../../state.ts';
import type { ModelState, ProjectState } from '../../state.ts';

type Plain = string | number | boolean | readonly Plain[];
type Options = Readonly<Record<string, Plain | PyValue>>;

/** A state that holds Django's own models, without those of `projectApps` (labels whose migrations stand in the project itself). */
export function contribState(authUserModel: string, projectApps: ReadonlySet<string>): ProjectState {
  let state = emptyState;
  for (const model of contribModels(authUserModel)) {
    if (!projectApps.has(model.appLabel)) state = withModel(state, model);
  }
  return state;
}

function contribModels(authUserModel: string): readonly ModelState[] {
  return [
    model('contenttypes.ContentType', [id, ['app_label', char(100)], ['model', char(100, { verbose_name: 'python model class name' })]], {
      db_table: 'django_content_type',
      verbose_name: 'content type',
      verbose_name_plural: 'content types',
      unique_together: together('app_label', 'model'),
    }),
    model(
      'auth.Permission',
      [
        id,
        ['name', char(255, { verbose_name: 'name' })],
        ['content_type', foreignKey('contenttypes.contenttype')],
        ['codename', char(100)],
      ],
      {
        ordering: ['content_type__app_label', 'content_type__model', 'codename'],
        unique_together: together('content_type', 'codename'),
        verbose_name: 'permission',
        verbose_name_plural: 'permissions',
      },
    ),
    model('auth.Group', [id, ['name', char(150, { unique: true })], ['permissions', manyToMany('auth.permission')]], {
      verbose_name: 'group',
      verbose_name_plural: 'groups',
    }),
    user,
    model('admin.LogEntry', logEntryFields(authUserModel), {
      db_table: 'django_admin_log',
      ordering: ['-action_time'],
      verbose_name: 'log entry',
      verbose_name_plural: 'log entries',
    }),
    model(
      'sessions.Session',
      [
        ['session_key', char(40, { serialize: false, primary_key: true })],
        ['session_data', field('TextField')],
        ['expire_date', field('DateTimeField', { db_index: true })],
      ],
      { abstract: false, db_table: 'django_session', verbose_name: 'session', verbose_name_plural: 'sessions' },
    ),
    model('sites.Site', [id, ['domain', char(100, { unique: true })], ['name', char(50)]], {
      db_table: 'django_site',
      ordering: ['domain'],
      verbose_name: 'site',
      verbose_name_plural: 'sites',
    }),
    flatPage,
    model('redirects.Redirect', redirectFields, {
      db_table: 'django_redirect',
      ordering: ['old_path'],
      unique_together: together('site', 'old_path'),
      verbose_name: 'redirect',
      verbose_name_plural: 'redirects',
    }),
  ];
}

const id: readonly [string, Field] = [
  'id',
  field('AutoField', { verbose_name: 'ID', serialize: false, auto_created: true, primary_key: true }),
];

const user = model(
  'auth.User',
  [
    id,
    ['password', char(128)],
    ['last_login', field('DateTimeField', { null: true, blank: true })],
    ['is_superuser', field('BooleanField', { default: false })],
    ['username', char(150, { unique: true })],
    ['first_name', char(150, { blank: true })],
    ['last_name', char(150, { blank: true })],
    ['email', field('EmailField', { max_length: 254, blank: true })],
    ['is_staff', field('BooleanField', { default: false })],
    ['is_active', field('BooleanField', { default: true })],
    ['date_joined', field('DateTimeField', { default: { kind: 'ref', path: 'django.utils.timezone.now' } })],
    ['groups', manyToMany('auth.group', { blank: true, related_name: 'user_set', related_query_name: 'user' })],
    ['user_permissions', manyToMany('auth.permission', { blank: true, related_name: 'user_set', related_query_name: 'user' })],
  ],
  { swappable: 'AUTH_USER_MODEL', verbose_name: 'user', verbose_name_plural: 'users' },
);

function logEntryFields(authUserModel: string): readonly (readonly [string, Field])[] {
  return [
    id,
    ['action_time', field('DateTimeField', { default: { kind: 'ref', path: 'django.utils.timezone.now' }, editable: false })],
    ['object_id', field('TextField', { null: true, blank: true })],
    ['object_repr', char(200)],
    ['action_flag', field('PositiveSmallIntegerField')],
    ['change_message', field('TextField', { blank: true })],
    [
      'content_type',
      foreignKey('contenttypes.contenttype', { null: true, blank: true, on_delete: { kind: 'ref', path: 'django.db.models.SET_NULL' } }),
    ],
    ['user', foreignKey(authUserModel)],
  ];
}

const flatPage = model(
  'flatpages.FlatPage',
  [
    id,
    ['url', char(100, { db_index: true })],
    ['title', char(200)],
    ['content', field('TextField', { blank: true })],
    ['enable_comments', field('BooleanField', { default: false })],
    ['template_name', char(70, { blank: true })],
    ['registration_required', field('BooleanField', { default: false })],
    ['sites', manyToMany('sites.site')],
  ],
  { db_table: 'django_flatpage', ordering: ['url'], verbose_name: 'flat page', verbose_name_plural: 'flat pages' },
);

const redirectFields: readonly (readonly [string, Field])[] = [
  id,
  ['site', foreignKey('sites.site')],
  ['old_path', char(200, { db_index: true })],
  ['new_path', char(200, { blank: true })],
];

function model(label: string, fields: readonly (readonly [string, Field])[], options: Options): ModelState {
  const [appLabel = '', name = ''] = label.split('.');
  return {
    appLabel,
    name,
    fields: new Map(fields),
    options: values(options),
    indexes: [],
    constraints: [],
    bases: [{ kind: 'ref', path: 'django.db.models.Model' }],
    managers: [],
  };
}

function field(className: string, options: Options = {}): Field {
  return { type: `django.db.models.${className}`, args: [], options: values(options), range: undefined };
}

function char(maxLength: number, options: Options = {}): Field {
  return field('CharField', { max_length: maxLength, ...options });
}

function foreignKey(to: string, options: Options = {}): Field {
  return field('ForeignKey', { to, on_delete: { kind: 'ref', path: 'django.db.models.CASCADE' }, ...options });
}

function manyToMany(to: string, options: Options = {}): Field {
  return field('ManyToManyField', { to, ...options });
}

function together(...names: readonly string[]): PyValue {
  return { kind: 'set', items: [{ kind: 'tuple', items: names.map((name) => ({ kind: 'str', value: name })) }] };
}

function values(options: Options): ReadonlyMap<string, PyValue> {
  return new Map(Object.entries(options).map(([name, value]) => [name, pyValue(value)]));
}

function pyValue(value: Plain | PyValue): PyValue {
  if (typeof value === 'string') return { kind: 'str', value };
  if (typeof value === 'boolean') return { kind: 'bool', value };
  if (typeof value === 'number') return { kind: 'int', value: BigInt(value) };
  if (isList(value)) return { kind: 'list', items: value.map(pyValue) };
  return value;
}

function isList(value: readonly Plain[] | PyValue): value is readonly Plain[] {
  return Array.isArray(value);
}
