import { expect, test } from '@jest/globals';
import { runServe, startServe } from '../../support/app-process.ts';
import { openPull } from '../../support/github/hosted-repository.ts';
import { startGitHub } from '../../support/github/start-github.ts';
import { pullRequestEvent } from '../../support/github/webhooks.ts';

const migration = `from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("visits", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="visit",
            name="ward",
            field=models.CharField(max_length=80, null=True),
        ),
    ]
`;
const first = `from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.CreateModel(
            name="Visit",
            fields=[("id", models.BigAutoField(primary_key=True, serialize=False))],
        ),
    ]
`;
const files = {
  'manage.py': 'import os\n\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "settings")\n',
  'settings.py': 'INSTALLED_APPS = ["visits"]\nDATABASES = {"default": {"ENGINE": "django.db.backends.postgresql"}}\n',
  'visits/__init__.py': '',
  'visits/migrations/__init__.py': '',
  'visits/migrations/0001_initial.py': first,
  'requirements.txt': 'Django==5.2.8\n',
};

test('`serve` reviews a pull request with the real rules, and ends in order', async () => {
  const github = await startGitHub();
  const { world } = github;
  const clinic = await github.createRepository({ owner: 'city-clinic', name: 'records', files });
  const added = { 'visits/migrations/0002_visit_ward.py': migration };
  const pull = await openPull(world, clinic, { title: 'Keep the ward', branch: 'ward', author: 'ines', files: added });
  const app = await startServe(world.app, github.origin);
  github.sendWebhooksTo(app.webhookUrl);
  try {
    const { status } = await github.deliver(pullRequestEvent(world, pull, 'opened'));
    expect(status).toBe(202);
    while (!clinic.checkRuns.some((run) => run.status === 'completed')) await new Promise((resolve) => setTimeout(resolve, 50));
    expect(
      clinic.checkRuns.map(({ name, conclusion, title }) => [name, conclusion, title?.startsWith('Safe to ship: 1 migration')]),
    ).toEqual([['Migration Expert', 'success', true]]);
    expect(await app.stop()).toBe(0);
    expect(github.violations).toEqual([]);
    expect(app.output()).not.toMatch(/ghs_|BEGIN RSA|eyJ|Keep the ward/u);
  } finally {
    await app.stop();
    await github.stop();
  }
}, 30_000);

test.each([
  ['without a secret', {}],
  ['with the secret that everybody knows', { WEBHOOK_SECRET: 'development' }],
])('`serve` refuses to start %s', async (_, environment) => {
  const { code, output } = await runServe({ APP_ID: '1', ...environment });
  expect(code).toBe(2);
  expect(output).toContain('WEBHOOK_SECRET');
  expect(output).not.toMatch(/\n\s+at /u);
});
