import { access, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Command } from 'commander';
import { Failure } from '../failure.ts';
import { print } from '../output.ts';

const path = '.github/migration-expert.yml';
const text = `# Migration Expert: every option may be left out. \`migration-expert rules\` lists the rules.

# The database in production. Read from the settings when left out.
# database: postgresql
# database-version: "16"

# The Django version in production. Read from requirements and lock files when left out.
# django: "5.2"

# The least severity that makes the check fail: error, warning or never.
fail-on: error

# Severity by rule: off, error, warning or notice.
rules: {}
#  table-loaded-whole: off

# Paths that are never looked at.
ignore-paths: []

# Column types of field classes that we do not know: a Django field class or a column type.
fields: {}
#  shop.fields.CodeField: django.db.models.CharField

# Whether \`# migration-expert: ignore RULE -- reason\` comments count.
inline-ignores: true

# Whether to write review comments on the lines, besides the check.
review-comments: true
`;

/** `init`: writes the configuration file with every option explained; never over an existing one. */
export function addInit(program: Command): void {
  program
    .command('init')
    .description(`write ${path} with every option explained`)
    .argument('[repo]', 'the repository', '.')
    .action(async (repo: string) => {
      const file = join(repo, path);
      const exists = await access(file).then(
        () => true,
        () => false,
      );
      if (exists) throw new Failure(`${file} is there already: edit it, or remove it first.`);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, text);
      await print(`Wrote ${file}. Commit it: it counts from the base branch on.`);
    });
}
