/** How a change shows in code: the vocabulary of `detect` in django-changes.json and python-changes.json. */
import * as z from 'zod';

const names = z.array(z.string().min(1)).min(1).readonly();
const pattern = z.string().refine((text) => RegExp(text) instanceof RegExp, 'not a regular expression');
const flag = z.literal(true);

/** What a value must look like, judged on what is written: anything that needs running stays unmatched. */
const look = z.union([
  z.enum(['none', 'true', 'false', 'bool', 'not-bool', 'str', 'bytes', 'set', 'float', 'sequence', 'empty-pattern']),
  z.strictObject({ matches: pattern }).readonly(),
  z.strictObject({ in: names }).readonly(),
  z.strictObject({ source: pattern }).readonly(),
  z.strictObject({ tuple: z.int() }).readonly(),
  z.strictObject({ chain: z.string() }).readonly(),
  z.strictObject({ items: z.literal('str') }).readonly(),
  z.strictObject({ dictKey: z.string() }).readonly(),
  z.strictObject({ dictValue: z.literal('none') }).readonly(),
]);
export type Look = z.infer<typeof look>;

const bounds = z.strictObject({ min: z.int().optional(), max: z.int().optional() }).readonly();
const argument = z
  .strictObject({
    index: z.int().optional(),
    name: z.string().optional(),
    anyName: names.optional(),
    any: flag.optional(),
    last: flag.optional(),
    is: look.optional(),
    /** The argument's type, as far as evidence goes. */
    type: z.string().optional(),
    /** The argument makes a new instance of this class. */
    constructs: z.string().optional(),
    /** The argument is a call of this name. */
    callOf: z.string().optional(),
    /** The value may stand in a call for translating it. */
    translated: flag.optional(),
  })
  .readonly();
const plainTest = z.union([
  z.strictObject({ keyword: names }).readonly(),
  z.strictObject({ keywordMatches: pattern }).readonly(),
  z.strictObject({ keywordOtherThan: z.array(z.string()).readonly() }).readonly(),
  z.strictObject({ spreadKeyMatches: pattern }).readonly(),
  z.strictObject({ given: z.string(), index: z.int() }).readonly(),
  z.strictObject({ missing: z.string(), index: z.int().optional() }).readonly(),
  z.strictObject({ positional: bounds }).readonly(),
  z.strictObject({ arguments: bounds }).readonly(),
  argument,
]);
/** A condition on the arguments of a call; all of a detector's conditions must hold. */
const argumentTest = z.union([plainTest, z.strictObject({ not: plainTest }).readonly()]);
export type ArgumentTest = z.infer<typeof argumentTest>;
const args = z.array(argumentTest).readonly();

/** How sure an attribute of a receiver without known type is; `imported`: only if the receiver's module is imported in the file. */
const untyped = z.enum(['high', 'medium', 'low', 'imported', 'never']);
/** The most that this detector is worth, where the change's other detectors are surer. */
const atMost = z.enum(['medium', 'low']).optional();
/** `gate`: a text that does not match it is not looked into. */
const gate = pattern.optional();
const receiver = {
  names,
  gate,
  except: names.optional(),
  of: z.array(z.string()).readonly(),
  hints: names.optional(),
  untyped,
  /** A receiver without known type whose last name is like this is something else. */ unlessNamed: pattern.optional(),
};

const method = z
  .strictObject({
    by: z.literal('method'),
    ...receiver,
    atMost,
    args: args.optional(),
    /** Also as `super().name(…)`; `only`: nothing else. */
    super: z.union([flag, z.literal('only')]).optional(),
    /** The class named in `of` must be a direct base. */
    directBase: flag.optional(),
    /** Somewhere in the chain before it stands this method, called with so many arguments. */
    after: z.string().optional(),
    afterArguments: z.int().optional(),
  })
  .readonly();
const call = z
  .strictObject({
    by: z.literal('call'),
    of: names,
    gate,
    atMost,
    subclasses: flag.optional(),
    except: names.optional(),
    args,
    /** The result's method of this name is called at once. */
    calledAtOnce: z.string().optional(),
    outsideAsync: flag.optional(),
    /** What it makes is given to an attribute, or passed on by keyword. */
    stored: flag.optional(),
    /** Inside a try that catches one of these. */
    caught: names.optional(),
  })
  .readonly();
const override = z
  .strictObject({
    by: z.literal('override'),
    atMost,
    methods: z.array(z.string()).readonly(),
    pattern: pattern.optional(),
    of: z.array(z.string()).readonly(),
    /** A class that defines all of these counts as one of `of`. */
    alike: names.optional(),
    when: z
      .strictObject({
        has: z.string().optional(),
        lacks: z.string().optional(),
        fewerThan: z.int().optional(),
        /** So many positional parameters without a default are too many, `self` counted. */
        needsMoreThan: z.int().optional(),
        defaultNone: z.string().optional(),
        firstParam: z.string().optional(),
        /** Neither the class nor a base of the repository defines one of these: with the new way beside it the old one is for old versions. */
        withoutMethod: names.optional(),
        /** It has this parameter, and no default for it. */
        requires: z.string().optional(),
        bodyMatches: pattern.optional(),
        withoutDecorator: names.optional(),
        returnsTrue: flag.optional(),
        assignsSelf: flag.optional(),
        isAsync: flag.optional(),
      })
      .readonly()
      .optional(),
  })
  .readonly();
const contains = z.union([
  z.strictObject({ key: z.string(), is: z.literal('bytes').optional(), under: z.string().optional() }).readonly(),
  z.strictObject({ item: z.enum(['str', 'tuple']), notMatching: pattern.optional() }).readonly(),
  z.strictObject({ equals: z.string() }).readonly(),
  z.strictObject({ equalsMatching: pattern }).readonly(),
]);

export const specials = [
  'abstract-model-instance',
  'admin-class-registered',
  'as-sql-list-params',
  'cached-property-alias',
  'catch-all-after-admin',
  'choices-of-enum',
  'dataclass-default-instance',
  'default-app-config',
  'django-version-branch',
  'django-version-skip',
  'django-version-tuple',
  'enum-with-mixin',
  'error-view-missing-exception',
  'include-namespace-without-app-name',
  'inherited-admin-actions',
  'old-style-middleware',
  'paginator-orphans',
  'parent-link',
  'partial-class-attribute',
  'permalink-return',
  'query-in-ready',
  'request-meta-header',
  'related-set-assignment',
  're-path-optional-group',
  'slice-then-reverse',
  'sync-query-in-async',
  'xor-of-queries',
] as const;
export const syntaxes = [
  'async-as-attribute',
  'async-as-identifier',
  'async-as-keyword-argument',
  'await-as-identifier',
  'bare-generator-in-class-bases',
  'bare-generator-argument-with-comma',
  'is-with-literal',
  'literal-called-or-subscripted',
  'yield-in-comprehension',
  'with-await-asyncio-lock',
  'numeric-literal-followed-by-keyword',
  'octal-escape-out-of-range',
  'invalid-escape-sequence',
  'decorators-classmethod-over-property',
  'control-flow-leaving-finally',
  'bitwise-not-on-bool',
  'raise-stopiteration-in-generator',
  'boolean-test-of-NotImplemented',
  'test-method-returns-value',
] as const;

export const detector = z.discriminatedUnion('by', [
  /** Any reference that resolves to this dotted path: import, attribute, string. */
  z.strictObject({ by: z.literal('name'), names }).readonly(),
  /** The import of a name, beside a place that another detector of the change finds: alone it is nothing. */
  z.strictObject({ by: z.literal('import-beside'), names }).readonly(),
  /** The module, or anything below it. */
  z.strictObject({ by: z.literal('module'), names, onlyImported: flag.optional() }).readonly(),
  call,
  method,
  z
    .strictObject({
      by: z.literal('attribute'),
      ...receiver,
      use: z.literal('store').optional(),
      /** `x.parent.name`: `of` is then what x is. */
      parent: names.optional(),
      /** Not where a class of the repository gives `parent` a value of its own. */
      unlessOwn: flag.optional(),
      value: z.string().optional(),
    })
    .readonly(),
  z.strictObject({ by: z.literal('subscript'), of: names }).readonly(),
  z.strictObject({ by: z.literal('generic'), of: names }).readonly(),
  z.strictObject({ by: z.literal('with'), of: names }).readonly(),
  override,
  z
    .strictObject({
      by: z.literal('class-attribute'),
      names: z.array(z.string()).readonly(),
      pattern: pattern.optional(),
      of: names,
      is: z.enum(['bool', 'true']).optional(),
      equals: z.string().optional(),
      matches: pattern.optional(),
    })
    .readonly(),
  z
    .strictObject({ by: z.literal('subclass'), of: names, without: names.optional(), with: names.optional(), file: z.string().optional() })
    .readonly(),
  z.strictObject({ by: z.literal('function-attribute'), names, importing: names.optional() }).readonly(),
  z
    .strictObject({
      by: z.literal('meta-option'),
      names,
      is: z.literal('true').optional(),
      matches: pattern.optional(),
      /** Options that its replacement is written into: further places. Who names them speaks of an option that only models have. */
      beside: names.optional(),
    })
    .readonly(),
  z
    .strictObject({
      by: z.literal('setting'),
      names,
      contains: contains.optional(),
      lacksKey: z.string().optional(),
      /** What the value is written like where losing it changes nothing. */
      idle: pattern.optional(),
    })
    .readonly(),
  z
    .strictObject({
      by: z.literal('setting-missing'),
      names,
      whenAny: names.optional(),
      whenMentions: names.optional(),
      /** Only where code of the project imports one of these modules. */
      whenImported: names.optional(),
    })
    .readonly(),
  z
    .strictObject({
      by: z.literal('string'),
      values: names.optional(),
      pattern: pattern.optional(),
      in: z.literal('tests').optional(),
      subscript: flag.optional(),
      dictKey: flag.optional(),
    })
    .readonly(),
  z
    .strictObject({
      by: z.literal('lookup'),
      suffixes: names,
      is: z.enum(['not-bool', 'none']).optional(),
      unlessImporting: names.optional(),
    })
    .readonly(),
  z.strictObject({ by: z.literal('template-tag'), names }).readonly(),
  z.strictObject({ by: z.literal('template-filter'), names }).readonly(),
  z.strictObject({ by: z.literal('template-library'), names }).readonly(),
  z.strictObject({ by: z.literal('template-text'), pattern, in: z.enum(['tags', 'all']), paths: names.optional() }).readonly(),
  z.strictObject({ by: z.literal('template-path'), paths: names }).readonly(),
  z.strictObject({ by: z.literal('script-text'), pattern }).readonly(),
  z.strictObject({ by: z.literal('config-text'), pattern }).readonly(),
  z
    .strictObject({ by: z.literal('command'), commands: names, option: pattern.optional(), withoutOption: z.string().optional() })
    .readonly(),
  z.strictObject({ by: z.literal('syntax'), name: z.enum(syntaxes) }).readonly(),
  z.strictObject({ by: z.literal('special'), name: z.enum(specials) }).readonly(),
  /** Nothing in code: packages, databases and system libraries, which are read from pins. */
  z.strictObject({ by: z.literal('pin'), pin: z.record(z.string(), z.unknown()) }).readonly(),
]);
export type Detector = z.infer<typeof detector>;
export type DetectorOf<K extends Detector['by']> = Extract<Detector, { by: K }>;
