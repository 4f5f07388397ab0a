/** How a change shows in code: the vocabulary of `detect` in django-changes.json and python-changes.json. */
import * as z from 'zod';
import { args, flag, names, pattern } from './argument.ts';
import { specials, syntaxes } from './own-detectors.ts';

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
    /** The change's rewrite is one for other places. */
    unfixed: flag.optional(),
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
