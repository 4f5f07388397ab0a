import type { UpgradeReport } from '../../report/report.ts';
import type { ReviewedChange, UpgradeReview } from '../../upgrades/upgrade.ts';

/** What the report shows of a change of versions: Django and Python always, packages when there is something to say about them. */
export function upgradeReports(upgrade: UpgradeReview | undefined): readonly UpgradeReport[] {
  return (upgrade?.changes ?? [])
    .filter(({ change, problems }) => change.subject !== 'package' || problems.some(({ severity }) => severity !== 'notice'))
    .map(upgradeReport);
}

function upgradeReport({ change, steps, counts, notes }: ReviewedChange): UpgradeReport {
  const several = new Set(steps.map(({ release }) => release)).size > 1;
  return {
    title: change.title,
    subject: change.subject,
    name: change.name,
    from: change.from?.text,
    to: change.to?.text,
    places: change.moved.flatMap(({ after }) => (after === undefined ? [] : [{ range: after.range, text: after.text }])),
    steps: steps.map(({ title, commands, stage, release }) => ({
      title: several && release !== '' ? `${release}: ${title}` : title,
      commands,
      stage,
    })),
    counts,
    notes,
  };
}
