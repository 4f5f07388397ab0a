/** SARIF 2.1.0 (https://docs.oasis-open.org/sarif/sarif/v2.1.0/), as GitHub's code scanning reads it. */
import type { Finding, Rule, Severity } from '../../rules/rule.ts';
import type { Report } from '../report.ts';

const levels: Readonly<Record<Severity, 'error' | 'warning' | 'note'>> = { error: 'error', warning: 'warning', notice: 'note' };

/** One SARIF log with one run; `rules` are those of the report's findings that have a page. */
export function reportToSarif(report: Report, rules: readonly Rule[], version: string): object {
  const ids = [...new Set(report.findings.map((finding) => finding.rule))].toSorted();
  const described = ids.map((id) =>
    descriptor(
      id,
      rules.find((rule) => rule.id === id),
    ),
  );
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'Migration Expert', version, rules: described } },
        columnKind: 'utf16CodeUnits',
        results: report.findings.map((finding) => result(finding, ids.indexOf(finding.rule))),
      },
    ],
  };
}

function descriptor(id: string, rule: Rule | undefined): object {
  return {
    id,
    shortDescription: { text: rule?.docs.what ?? id.replaceAll('-', ' ') },
    ...(rule === undefined
      ? {}
      : {
          fullDescription: { text: rule.docs.why },
          help: { text: rule.docs.fix },
          defaultConfiguration: { level: levels[rule.severity] },
          properties: { tags: [rule.family] },
        }),
  };
}

function result(finding: Finding, ruleIndex: number): object {
  const { path, start, end } = finding.range;
  return {
    ruleId: finding.rule,
    ruleIndex,
    level: levels[finding.severity],
    message: { text: finding.message },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: path.split('/').map(encodeURIComponent).join('/'), uriBaseId: '%SRCROOT%' },
          region: { startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column },
        },
      },
    ],
    partialFingerprints: { 'migrationExpert/v1': finding.fingerprint },
    ...(finding.suppressed === undefined ? {} : { suppressions: [{ kind: 'inSource', justification: finding.suppressed.reason }] }),
    ...(finding.confidence === 'low' ? { rank: 20 } : {}),
  };
}
