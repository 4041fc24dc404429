/**
 * Which folder may import which, as data: `scripts/check-imports.mjs` holds every import against it.
 *
 * The files right under src/ are the common ground and may be imported by all. A folder may import itself, the
 * folders in `imports`, and the types of the files in `types`.
 */
const folders = {
  'src/uie': { imports: [], packages: false },
  'src/graph': { imports: [] },
  'src/tables': { imports: [] },
  'src/identity': { imports: ['src/graph'] },
  // A record says of which kind an output is; the graph declares the kinds.
  'src/store': { imports: ['src/identity'], types: ['src/graph/node.ts'] },
  // The rows of a data set are declared once, for those that write them and those that read them.
  'src/corpora': { imports: ['src/uie'], types: ['src/store/arrow-schema.ts'] },
  // A checkpoint's tables declare their columns, as those of steps do.
  'src/engines': { imports: ['src/uie'], types: ['src/store/arrow-schema.ts'] },
  // A step declares the columns of its tables; what reads and writes them is handed to it.
  'src/steps': {
    imports: ['src/corpora', 'src/uie', 'src/engines', 'src/tables'],
    types: ['src/store/arrow-schema.ts'],
  },
  'src/runner': { imports: ['src/graph', 'src/identity', 'src/store'] },
  'src/catalog': { imports: ['src/store'] },
  'src/compare': { imports: ['src/catalog', 'src/identity'] },
  // What a store knows of attempts and runs is read as the runner reads it; the page decodes answers (uie).
  'src/report': {
    imports: ['src/catalog', 'src/store', 'src/tables', 'src/runner', 'src/identity', 'src/uie'],
  },
  'src/cli': { imports: ['src'] },
  // A recipe writes the schemas of data sets into parameters (uie), and makes one node a table (tables).
  pipelines: { imports: ['src/graph', 'src/corpora', 'src/uie', 'src/tables', 'src/steps', 'src/engines'] },
};

/**
 * The parts of the runner in the order in which a run goes through them, from the pipeline's file to what is known of its
 * results afterwards: each may import those before it.
 */
const runnerParts = ['pipeline', 'plan', 'attempt', 'executors', 'sharing', 'run', 'following', 'results'];

/** Where execution begins: what the package runs, loads by name, or hands to users. */
const entries = [
  '^src/cli/main[.]ts$',
  '^src/cli/commands/[^/]+[.]ts$',
  '^src/runner/attempt/worker-main[.]ts$',
  '^src/pipeline[.]ts$',
  '^src/uie/task-layer[.]ts$',
  '^src/steps/[^/]+[.]ts$',
  '^src/report/page/main[.]ts$',
  '^src/engines/[^/]+/engine[.]ts$',
  '^src/engines/embedded/(sft|grpo)[.]ts$',
  '^src/engines/reward-(function|server)[.]ts$',
  '^pipelines/[^/]+[.]ts$',
  // Gathered by the file `all-….ts` beside the folder (src/identity/gathered-folders.ts).
  '^src/corpora/formats/[^/]+[.]ts$',
  '^src/uie/(rewards|scorers/profiles)/[^/]+[.]ts$',
  '^src/tables/kinds/[^/]+[.]ts$',
  '^pipelines/engines/[^/]+[.]ts$',
];

/** Folders whose code is hashed as part of steps: they reach nothing but what they are given. */
const pureFolders = '^src/(uie|corpora|engines|tables|steps)/|^src/[^/]+[.]ts$';
/** Engines that drive programs outside; the embedded one is pure. */
const programEngines = '^src/engines/((?!embedded/)[^/]+/|(generated-answers|generation-run)[.]ts$)';
const commonGround = '^src/[^/]+[.]ts$';
/** What the page of the report shows, as types. */
const reportData = '^src/report/report-content[.]ts$';

function inside(folder) {
  return `^${folder}/`;
}

function exactly(file) {
  return `^${file.replaceAll('.', '[.]')}$`;
}

function forbid(name, comment, from, to) {
  return { name, comment, severity: 'error', from, to };
}

function folderRules([folder, { imports, types = [], packages = true }]) {
  const name = folder.replace('src/', '');
  const allowed = [folder, ...imports].map(inside);
  const listed = [...imports, ...types.map((file) => `the types of ${file}`)].join(', ') || 'no other folder';
  const rules = [
    forbid(
      `${name}-imports`,
      `${folder} may import ${listed}, and the files right under src/`,
      { path: inside(folder) },
      {
        path: '^(src|pipelines|test|bench|scripts)/',
        pathNot: [...allowed, commonGround, ...types.map(exactly)],
      },
    ),
  ];
  if (types.length > 0) {
    rules.push(
      forbid(
        `${name}-types`,
        `${folder} may import nothing but types from ${types.join(', ')}`,
        { path: inside(folder) },
        { path: types.map(exactly), dependencyTypesNot: ['type-only'] },
      ),
    );
  }
  if (!packages) {
    rules.push(
      forbid(
        `${name}-packages`,
        `${folder} imports no package: engines and rewards are bundled from it and run anywhere`,
        { path: inside(folder) },
        { dependencyTypes: ['npm'] },
      ),
    );
  }
  return rules;
}

module.exports = {
  forbidden: [
    ...Object.entries(folders).flatMap(folderRules),
    ...runnerParts.map((part, at) =>
      forbid(
        `runner-${part}`,
        `src/runner/${part} may import ${runnerParts.slice(0, at).join(', ') || 'no other part'} of the runner`,
        { path: inside(`src/runner/${part}`) },
        {
          path: '^src/runner/',
          pathNot: runnerParts.slice(0, at + 1).map((one) => inside(`src/runner/${one}`)),
        },
      ),
    ),
    forbid(
      'runner-part-without-rule',
      'every file of src/runner/ lies in one of its parts (runnerParts in .dependency-cruiser.cjs)',
      {},
      { path: '^src/runner/', pathNot: runnerParts.map((part) => inside(`src/runner/${part}`)) },
    ),
    forbid(
      'folder-without-rule',
      'every folder of src/ has a line in the table of .dependency-cruiser.cjs',
      { path: '^src/[^/]+/', pathNot: Object.keys(folders).map(inside) },
      {},
    ),
    forbid(
      'common-ground',
      'the files right under src/ import one another; step.ts and pipeline.ts, the public face, also nodes and columns',
      { path: commonGround },
      {
        path: '^(src/[^/]+|pipelines)/',
        pathNot: ['^src/graph/node[.]ts$', '^src/store/arrow-schema[.]ts$'],
      },
    ),
    forbid(
      'common-ground-face',
      'of the files right under src/, step.ts and pipeline.ts alone know nodes and columns',
      { path: commonGround, pathNot: '^src/(step|pipeline)[.]ts$' },
      { path: ['^src/graph/node[.]ts$', '^src/store/arrow-schema[.]ts$'] },
    ),
    forbid(
      'common-ground-types',
      'step.ts is imported by every step, and brings no code of graph or store along',
      { path: '^src/step[.]ts$' },
      { path: '^src/(graph|store)/', dependencyTypesNot: ['type-only'] },
    ),
    forbid(
      'graph-knows-no-files',
      'src/graph computes on plain data',
      { path: '^src/graph/' },
      { dependencyTypes: ['core'] },
    ),
    forbid(
      'pure-folders',
      'the code of steps reads no files, hosts or clocks: all comes through the context (timers/promises only yields)',
      { path: pureFolders, pathNot: ['^src/steps/(command|import-model|make-model)[.]ts$', programEngines] },
      { dependencyTypes: ['core'], pathNot: '^timers/promises$' },
    ),
    forbid(
      'program-engines',
      'an engine runs programs on files of its folder, and needs files, paths, lines and free ports for that',
      { path: programEngines },
      {
        dependencyTypes: ['core'],
        pathNot: '^(fs|path|url|readline|net|os|process|crypto|stream|timers/promises)$',
      },
    ),
    forbid(
      'moving-steps',
      'the steps that move files of their attempt need no more than files and paths for that',
      { path: '^src/steps/(import-model|make-model)[.]ts$' },
      { dependencyTypes: ['core'], pathNot: '^(fs|path)$' },
    ),
    forbid(
      'command-step',
      'the step that runs a program needs files, paths and processes, and no more',
      { path: '^src/steps/command[.]ts$' },
      { dependencyTypes: ['core'], pathNot: '^(fs|path|child_process|process|stream)$' },
    ),
    forbid(
      'terminal',
      'only src/cli talks to a terminal',
      { path: '^(src|pipelines)/', pathNot: '^src/cli/' },
      { dependencyTypes: ['core'], path: '^(tty|readline/promises|repl)$' },
    ),
    forbid(
      'report-page',
      'the page of the report runs in a browser: it imports pure code and the types of its data',
      { path: '^src/report/page/' },
      { path: '^src/', pathNot: ['^src/report/page/', '^src/(uie|tables)/', commonGround, reportData] },
    ),
    forbid(
      'report-page-types',
      'of the Node side the page of the report knows the types of its data alone',
      { path: '^src/report/page/' },
      { path: reportData, dependencyTypesNot: ['type-only'] },
    ),
    forbid(
      'report-page-core',
      'the page of the report runs in a browser',
      { path: '^src/report/page/' },
      { dependencyTypes: ['core'] },
    ),
    forbid(
      'page-of-report',
      'the page of the report is read as a file, and imported by nothing',
      { path: '^src/', pathNot: '^src/report/page/' },
      { path: '^src/report/page/' },
    ),
    forbid(
      'installed-packages',
      'a package that the code imports stands under "dependencies", so that it is there for users too; the page of the report is compiled with what it needs',
      { path: '^(src|pipelines)/', pathNot: '^src/report/page/' },
      { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown', 'deprecated'] },
    ),
    forbid('unresolved', 'an import leads to a file or an installed package', {}, { couldNotResolve: true }),
    forbid(
      'cycle',
      'modules that import one another cannot be read one after the other',
      {},
      { circular: true },
    ),
    forbid(
      'unreachable',
      'nothing that runs leads to this file: delete it, or import it',
      { path: entries },
      { path: '^src/', pathNot: entries, reachable: false },
    ),
  ],
  options: {
    moduleSystems: ['es6'],
    tsPreCompilationDeps: true,
    detectJSDocImports: false,
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
