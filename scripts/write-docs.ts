/** Writes the pages that are made from the code: docs/rules/, the table of rules in README.md, the JSON schemas. `--check` only compares, exit code 1 when one is out of date. */
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { reportSchema } from '../src/report/formats/json-schema.ts';
import { configurationSchema } from '../src/review/configuration/read-configuration.ts';
import { rules } from '../src/rules/index.ts';
import { rulePage } from '../src/rules/docs/page.ts';

const rulesFolder = join('docs', 'rules');

/** Path → text of everything that is made. */
function pages(): ReadonlyMap<string, string> {
  const made = new Map<string, string>(rules.map((rule) => [join(rulesFolder, `${rule.id}.md`), rulePage(rule)]));
  made.set(join('docs', 'review.schema.json'), schema(reportSchema));
  made.set(join('docs', 'configuration.schema.json'), schema(configurationSchema));
  made.set('README.md', withTable(readFileSync('README.md', 'utf8')));
  return made;
}

function schema(type: z.ZodType): string {
  return `${JSON.stringify(z.toJSONSchema(type), undefined, 2)}\n`;
}

/** The table of rules between its two comments. */
function withTable(readme: string): string {
  const rows = rules.map((rule) => `| [${rule.id}](docs/rules/${rule.id}.md) | ${rule.severity} | ${rule.docs.what} |`);
  const table = `| rule | severity | finds |\n|---|---|---|\n${rows.join('\n')}`;
  const marked = /(<!-- rules -->\n)[\s\S]*?(<!-- \/rules -->)/;
  if (!marked.test(readme)) throw new Error('README.md has no <!-- rules --> to write the table of rules to');
  return readme.replace(marked, (_all, open: string, close: string) => `${open}${table}\n${close}`);
}

/** Pages of rules that are no more. */
function stale(made: ReadonlyMap<string, string>): readonly string[] {
  if (!existsSync(rulesFolder)) return [];
  return readdirSync(rulesFolder)
    .map((name) => join(rulesFolder, name))
    .filter((path) => !made.has(path));
}

const made = pages();
const changed = [...made].filter(([path, text]) => !existsSync(path) || readFileSync(path, 'utf8') !== text);
const gone = stale(made);
if (process.argv.includes('--check')) {
  for (const path of [...changed.map(([name]) => name), ...gone]) console.error(`${path} is out of date: npm run docs`);
  process.exitCode = changed.length + gone.length === 0 ? 0 : 1;
} else {
  mkdirSync(rulesFolder, { recursive: true });
  for (const [path, text] of changed) writeFileSync(path, text);
  for (const path of gone) rmSync(path);
  console.log(`${made.size} pages, ${changed.length} written, ${gone.length} removed`);
}
