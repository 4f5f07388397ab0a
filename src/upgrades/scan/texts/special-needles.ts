/** The words behind detectors that have a function of their own. */
import type { DetectorOf } from '../../../facts/upgrades/changes/detector.ts';

/** One word of each list must stand in the text, and the expression must match it. */
export interface Need {
  readonly words: readonly (readonly string[])[];
  readonly pattern?: RegExp;
}

const words = (...lists: readonly (readonly string[])[]): Need => ({ words: lists });
const pattern = (expression: RegExp): Need => ({ words: [], pattern: expression });

export function specialNeeds(name: DetectorOf<'special'>['name']): Need {
  switch (name) {
    case 'abstract-model-instance':
      return pattern(/\babstract\s*=\s*True/);
    case 'admin-class-registered':
      return words(['register'], ['admin']);
    case 'as-sql-list-params':
      return words(['as_sql', 'process_lhs', 'process_rhs', 'as_postgresql', 'as_mysql', 'as_sqlite', 'as_oracle']);
    case 'cached-property-alias':
      return words(['cached_property']);
    case 'catch-all-after-admin':
      return { words: [['urlpatterns'], ['admin']], pattern: /admin\.site\.urls/ };
    case 'choices-of-enum':
      return pattern(/choices\s*=\s*[\w.\s]+\.\s*choices\b/);
    case 'dataclass-default-instance':
      return words(['dataclass']);
    case 'default-app-config':
      return words(['default_app_config']);
    case 'django-version-branch':
    case 'django-version-tuple':
      return words(['VERSION', 'get_version', '__version__'], ['django', 'DJANGO_VERSION']);
    case 'django-version-skip':
      return words(['skipIf', 'skipUnless', 'skipif'], ['VERSION', 'get_version', '__version__', 'DJANGO_VERSION']);
    case 'enum-with-mixin':
      return pattern(/\(\s*(?:str|int)\s*,\s*(?:\w+\.)?Enum\b/);
    case 'error-view-missing-exception':
      return words(['handler400', 'handler403', 'handler404']);
    case 'include-namespace-without-app-name':
      return words(['include'], ['namespace']);
    case 'inherited-admin-actions':
      return words(['actions'], ['admin']);
    case 'old-style-middleware':
      return words(['process_request', 'process_response']);
    case 'paginator-orphans':
      return words(['orphans', 'paginate_orphans']);
    case 'parent-link':
      return words(['OneToOneField']);
    case 'partial-class-attribute':
      return words(['partial']);
    case 'permalink-return':
      return words(['permalink']);
    case 'query-in-ready':
      return words(['ready'], ['AppConfig']);
    case 'request-meta-header':
      return words(['META']);
    case 're-path-optional-group':
      return { words: [['re_path', 'url']], pattern: /\(\?P</ };
    case 'relation-before-save':
      return pattern(/\bdef\s+(?:clean|full_clean|validate_unique)\b/);
    case 'related-set-assignment':
      return pattern(/\.\w+ *= *(?:\[|\w[\w.]*\.objects\b|[\w.]+\.(?:all|filter|exclude)\()/);
    case 'slice-then-reverse':
      return pattern(/\]\s*\.(?:reverse|last)\(/);
    case 'sync-query-in-async':
      return words(['async'], ['objects']);
    case 'xor-of-queries':
      return { words: [['Q']], pattern: /\^/ };
  }
}

export function syntaxNeeds(name: DetectorOf<'syntax'>['name']): Need {
  switch (name) {
    case 'async-as-attribute':
      return pattern(/\.\s*async\b/);
    case 'async-as-identifier':
    case 'async-as-keyword-argument':
      return pattern(/\basync\b(?!\s+(?:def|for|with)\b)/);
    case 'await-as-identifier':
      return pattern(/\bawait\b\s*(?:[=,)\]:.]|$)/m);
    case 'bare-generator-in-class-bases':
      return pattern(/\bclass\s+\w+\s*\([^)]*\bfor\b/);
    case 'bare-generator-argument-with-comma':
      return pattern(/\bfor\b[^\n]*\bin\b/);
    case 'is-with-literal':
      return pattern(/\bis\s+(?:not\s+)?(?:[-+]?\d|[rbuf]*['"]|\()|['"\d]\s+is\b/i);
    case 'literal-called-or-subscripted':
      return pattern(/['"}][ \t]*\n?\s*\(|[\])]\s+\(|(?<=[([,=]\s*)['"][^'"\n]*['"]\s*\[|(?<![\w.])\d+\s*\(/);
    case 'yield-in-comprehension':
      return words(['yield'], ['for']);
    case 'with-await-asyncio-lock':
      return pattern(/\bwith\s+(?:await\b|\(\s*yield\s+from\b)/);
    case 'numeric-literal-followed-by-keyword':
      return pattern(/\d(?:and|or|if|in|is|else|not|for)\b/);
    case 'octal-escape-out-of-range':
      return pattern(/\\[4-7][0-7][0-7]/);
    case 'invalid-escape-sequence':
      return pattern(/\\[^\n\r\\'"abfnrtvxNuU0-7]/);
    case 'decorators-classmethod-over-property':
      return words(['classmethod'], ['property']);
    case 'control-flow-leaving-finally':
      return words(['finally'], ['return', 'break', 'continue']);
    case 'bitwise-not-on-bool':
      return pattern(/~\s*\(?\s*(?:True|False|not\b|[\w.'"]+\s*(?:==|!=|<|>|in\b|is\b))/);
    case 'raise-stopiteration-in-generator':
      return words(['StopIteration']);
    case 'boolean-test-of-NotImplemented':
      return words(['NotImplemented']);
    case 'test-method-returns-value':
      return { words: [['TestCase', 'unittest'], ['return']], pattern: /def test/ };
  }
}
