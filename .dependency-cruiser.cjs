// The dependency rules of docs/architecture.md, as a lint that fails the build.
const within = (...folders) => `^(${folders.join('|')})/`;

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'shared-is-pure',
      comment: 'shared/ runs anywhere: it imports only itself, the validator and pure reference data.',
      severity: 'error',
      from: { path: '^shared/' },
      to: { pathNot: '^shared/|node_modules/(zod|uuid|mrz|any-ascii|canonicalize|i18n-iso-countries|@hpke|@scure)/' },
    },
    {
      name: 'no-node-in-shared-or-renderer',
      severity: 'error',
      from: { path: within('shared', 'renderer') },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'electron-side',
      severity: 'error',
      from: { path: '^electron/' },
      to: { path: within('renderer', 'hub', 'scripts', 'test') },
    },
    {
      name: 'renderer-side',
      severity: 'error',
      from: { path: '^renderer/' },
      to: { path: within('electron', 'hub', 'scripts', 'test') },
    },
    {
      name: 'hub-side',
      severity: 'error',
      from: { path: '^hub/' },
      to: { path: within('electron', 'renderer', 'scripts', 'test') },
    },
    { name: 'nothing-imports-test', severity: 'error', from: { pathNot: '^test/' }, to: { path: '^test/' } },
    {
      name: 'independent-reader',
      comment: 'It proves that docs/store-format.md is enough: it knows nothing of the product.',
      severity: 'error',
      from: { path: '^test/independent-reader/' },
      to: {
        pathNot: '^test/independent-reader/|node_modules/(sql\\.js|hash-wasm|@scure/bip39/wordlists|@types/sql\\.js)/',
        dependencyTypesNot: ['core'],
      },
    },
    {
      name: 'electron-only-in-the-shell',
      severity: 'error',
      from: { path: '^electron/', pathNot: '^electron/(shell/|main\\.ts|preload\\.ts)' },
      to: { path: 'node_modules/(electron|electron-store)/' },
    },
    {
      name: 'core-does-not-import-the-shell',
      severity: 'error',
      from: { path: '^electron/core/' },
      to: { path: '^electron/(shell/|main\\.ts|preload\\.ts)' },
    },
    {
      name: 'only-bootstrap-files-construct',
      comment: 'In the core the IPC dispatch reaches the store only through actions and queries.',
      severity: 'error',
      from: { path: '^electron/core/ipc/' },
      to: { path: '^electron/core/store/tables/' },
    },
    {
      name: 'store-knows-nothing-above-it',
      severity: 'error',
      from: { path: '^electron/core/(store|vault)/' },
      to: { path: '^electron/core/(actions|queries|sync|checks|ipc)/' },
    },
    {
      name: 'features-do-not-import-each-other',
      severity: 'error',
      from: { path: '^renderer/features/([^/]+)/' },
      to: { path: '^renderer/features/', pathNot: '^renderer/features/$1/' },
    },
    { name: 'unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true, pathNot: '^virtual:' } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.cjs', '.json'],
    },
  },
};
