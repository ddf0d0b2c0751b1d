// The arrows of ARCHITECTURE.md: who may import whom.
const baseRoom = '^src/(platform|people|cases)/';

module.exports = {
  forbidden: [
    { name: 'no-circle', severity: 'error', from: {}, to: { circular: true } },
    { name: 'unknown-import', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'workflows-touch-nothing',
      severity: 'error',
      from: { path: '^workflows/' },
      to: { pathNot: '^workflows/|(^|/)node_modules/xstate/' },
    },
    {
      name: 'rule-rooms-do-not-know-the-case',
      comment: 'workflows/what-if → collection-case → the other rule rooms → calendar, money, policy',
      severity: 'error',
      from: { path: '^workflows/(?!collection-case/|what-if/)' },
      to: { path: '^workflows/collection-case/' },
    },
    {
      name: 'calendar-money-policy-stand-at-the-bottom',
      severity: 'error',
      from: { path: '^workflows/(calendar/|money\\.ts|policy\\.ts)' },
      to: { path: '^workflows/(?!calendar/|money\\.ts|policy\\.ts)' },
    },
    {
      name: 'platform-knows-no-room',
      severity: 'error',
      from: { path: '^src/platform/' },
      to: { path: '^src/(?!platform/)' },
    },
    {
      name: 'platform-decides-nothing',
      severity: 'error',
      from: { path: '^src/platform/' },
      to: { path: '^workflows/(?!calendar/|money\\.ts|policy\\.ts)' },
    },
    {
      name: 'people-know-no-feature-room',
      severity: 'error',
      from: { path: '^src/people/' },
      to: { path: '^src/(?!platform/|people/)' },
    },
    {
      name: 'cases-know-no-feature-room',
      severity: 'error',
      from: { path: '^src/cases/' },
      to: { path: '^src/', pathNot: [baseRoom, '\\.reader\\.ts$'] },
    },
    {
      name: 'feature-rooms-do-not-know-each-other',
      comment: 'what one needs of another goes through src/cases or an exported reader (<name>.reader.ts); the pages stand on top of all',
      severity: 'error',
      from: { path: '^src/([^/]+)/', pathNot: [baseRoom, '^src/workbench/'] },
      to: { path: '^src/', pathNot: [baseRoom, '^src/$1/', '\\.reader\\.ts$'] },
    },
    {
      name: 'nothing-stands-on-the-pages',
      severity: 'error',
      from: { path: '^(src|workflows)/', pathNot: ['^src/workbench/', '^src/app\\.module\\.ts$'] },
      to: { path: '^src/workbench/' },
    },
    {
      name: 'migrations-stand-alone',
      severity: 'error',
      from: { path: '^migrations/' },
      to: { path: '^(src|workflows|test)/' },
    },
    {
      name: 'nothing-runs-on-tests',
      severity: 'error',
      from: { path: '^(src|workflows|migrations)/' },
      to: { path: '^test/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    moduleSystems: ['es6'],
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'types', 'node', 'default'] },
  },
};
