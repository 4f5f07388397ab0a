// The floors of src/, ground floor first: a folder may import only folders named before it. This list is the architecture (docs/architecture.md).
const floors = ['facts', 'source', 'python', 'django', 'sql', 'upgrades', 'rules', 'plan', 'report', 'review', 'github', 'service', 'cli'];

const upward = floors.map((floor, index) => ({
  name: `${floor}-knows-only-lower-floors`,
  comment: `Move what ${floor}/ needs to a lower floor, or hand it in as an argument.`,
  severity: 'error',
  from: { path: `^src/${floor}/` },
  to: { path: `^src/(${floors.slice(index + 1).join('|') || 'nothing'})/` },
}));
const blind = (a, b) =>
  [[a, b], [b, a]].map(([from, to]) => ({
    name: `${from}-does-not-see-${to}`,
    comment: `What both need belongs to a lower floor.`,
    severity: 'error',
    from: { path: `^src/${from}/` },
    to: { path: `^src/${to}/` },
  }));

export default {
  forbidden: [
    ...upward,
    ...blind('sql', 'upgrades'),
    ...blind('rules', 'plan'),
    { name: 'no-cycles', comment: 'Find what both need and put it in a file of its own.', severity: 'error', from: {}, to: { circular: true } },
    { name: 'one-parser', comment: 'Only python/ knows tree-sitter.', severity: 'error', from: { path: '^src/', pathNot: '^src/python/' }, to: { path: 'tree-sitter' } },
    { name: 'octokit-in-github', comment: 'Only github/ and the App speak to GitHub.', severity: 'error', from: { path: '^src/', pathNot: '^src/(github|service|cli)/' }, to: { path: 'octokit|probot' } },
    {
      name: 'pure-core',
      comment: 'Between snapshot and report nothing touches files, processes or the network.',
      severity: 'error',
      from: { path: '^src/(facts|source|python|django|sql|upgrades|rules|plan|report|review)/' },
      to: { dependencyTypes: ['core'], pathNot: '^(crypto|node:crypto|module|node:module|util|node:util|v8|node:v8)$' },
    },
    { name: 'src-does-not-see-tests', comment: 'Tests import src, never the reverse.', severity: 'error', from: { path: '^src/' }, to: { path: '^(test|scripts)/' } },
  ],
  options: { parser: 'swc', tsPreCompilationDeps: true, doNotFollow: { path: 'node_modules' }, exclude: { path: '^(dist|test/stories)/' }, enhancedResolveOptions: { extensions: ['.ts', '.js', '.mjs', '.cjs', '.json'] } },
};
