import { defineRule } from '../rule.ts';
import type { Hit, PullRequestContext } from '../rule.ts';

function* check(context: PullRequestContext): Iterable<Hit> {
  for (const { head, headGraph } of context.projects) {
    const brought = new Map(
      context.migrations
        .filter((step) => step.project === head)
        .map(({ migration }) => [`${migration.appLabel}.${migration.name}`, migration]),
    );
    for (const problem of headGraph.problems) {
      const migration = brought.get(problem.by);
      if (migration === undefined) continue;
      const node = problem.kind === 'missing-node' ? problem.node : '';
      const dependency = migration.dependencies.find((one) => `${one.appLabel}.${one.name}` === node);
      yield {
        message:
          problem.kind === 'missing-node'
            ? `This migration depends on \`${node}\`, and there is no such migration: Django refuses to load the whole history.`
            : `${problem.nodes.map((id) => `\`${id}\``).join(' → ')} depend on each other in a circle: Django refuses to load the whole history.`,
        range: dependency?.range ?? migration.range,
        identity: `${problem.kind} ${node}`,
        migration,
      };
    }
  }
}

export const unresolvableDependency = defineRule({
  id: 'unresolvable-dependency',
  family: 'graph',
  severity: 'error',
  docs: {
    what: 'A dependency names a migration that does not exist, or dependencies form a circle.',
    why: 'Django loads the whole graph before it does anything: every `migrate`, and every test run, stops with NodeNotFoundError or CircularDependencyError.',
    fix: 'Name a migration that exists; break the circle by moving the field that closes it into a migration of its own.',
    facts: [],
  },
  examples: {
    bad: [
      {
        name: 'a misspelt dependency',
        head: {
          'clinic/migrations/0002_empty.py': `from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("clinic", "0001_inital")]
    operations = []
`,
        },
      },
      {
        name: 'two apps depend on each other',
        head: {
          'clinic/migrations/0002_empty.py': `from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("clinic", "0001_initial"), ("billing", "0002_empty")]
    operations = []
`,
          'billing/migrations/0002_empty.py': `from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("billing", "0001_initial"), ("clinic", "0002_empty")]
    operations = []
`,
        },
      },
    ],
    good: [
      {
        name: 'a migration of a package that is not in the repository',
        head: {
          'clinic/migrations/0002_empty.py': `from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("clinic", "0001_initial"), ("taggit", "0005_auto_20220424_2025"), ("auth", "0012_alter_user_first_name_max_length")]
    operations = []
`,
        },
      },
      {
        name: 'a dependency on another app',
        head: {
          'clinic/migrations/0002_empty.py': `from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("clinic", "0001_initial"), ("billing", "0001_initial")]
    operations = []
`,
        },
      },
    ],
  },
  check: { pullRequest: check },
});
