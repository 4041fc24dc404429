// Writes docs/errors.md from the errors in the sources: every code with what it says and what it tells to do.
// Usage: npm run docs:errors   (`--print` shows it instead; a test compares the page with the sources)
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { argv, stdout } from 'node:process';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Sections of the page: a title, and the folders whose errors stand there. The first that fits counts. */
const SECTIONS = [
  ['Runs', ['src/runner/executors/pool', 'src/runner/']],
  ['Clusters', ['src/runner/executors/']],
  ['Pipelines, profiles and code', ['src/graph/', 'src/identity/', 'pipelines/', 'src/step', 'src/pipeline']],
  ['The store', ['src/store/remote/', 'src/store/']],
  ['Steps and their tables', ['src/steps/']],
  ['Corpora', ['src/corpora/', 'src/cli/data/']],
  ['The task layer', ['src/uie/', 'src/cli/predict/']],
  ['Engines and environments', ['src/engines/', 'src/cli/environments/']],
  [
    'SQL, tables and the report',
    ['src/catalog/', 'src/tables/', 'src/report/', 'src/compare/', 'src/resampling'],
  ],
  ['Commands', ['src/cli/']],
  ['Files and records', ['src/']],
];

/** Errors whose words are not in the sources. */
const SAID_BY_OTHERS = {
  PROUIE_BUG: 'An error that was not foreseen, with its stack.',
  PROUIE_EMBEDDED_CHECKPOINT: 'The checkpoint lacks a part, or its parts do not fit together.',
  PROUIE_RUN_START: 'The run in the background ended before it began; the end of its log follows.',
  PROUIE_SQL_ACCESS:
    'The query wants to read or write something other than the relations, in the words of DuckDB.',
  PROUIE_SQL_COLUMN: 'The query names a column that there is not, in the words of DuckDB.',
  PROUIE_SQL_FAILED: 'The query cannot be answered, in the words of DuckDB.',
  PROUIE_SQL_RELATION: 'The query names a relation that there is not, in the words of DuckDB.',
  PROUIE_SQL_SYNTAX: 'The query is no SQL, in the words of DuckDB.',
  PROUIE_STEP: 'What the step threw, in its own words.',
  PROUIE_UI: 'What went wrong in the server of `prouie ui`.',
};
const SHOWN = 10;

const HEAD = `# Errors

An error that prouie foresees has a stable code, says where and what is wrong, and as a rule what to type next:

\`\`\`sh
prouie why train/de4 || true
\`\`\`

\`\`\`text
error PROUIE_TARGET_UNKNOWN: No node is named "train/de4".
  Did you mean "train/de1"?
\`\`\`

A node that fails has one too: \`prouie status\` and \`prouie show NODE\` name it, \`prouie logs NODE\` has what the node printed, and
\`prouie sql @failures\` lists all. \`--debug\` adds the stack and the cause. \`PROUIE_BUG\` is none of these: it is an error that was not foreseen, with
its stack, and should be reported.

| exit code | means |
|---|---|
| 0 | done, or nothing to do |
| 1 | a node failed, a check found something, or some lines of a file could not be answered |
| 2 | wrong usage, configuration or input; nothing was begun |
| 3 | something is stale, under \`status --check\` |
| 130 | interrupted |

Codes stay; words may change. Scripts should look at the code, or at \`--json\`. Below, \`…\` stands for what differs from case
to case. This list is made from the sources by \`npm run docs:errors\`.
`;

/** @returns {Map<string, {says: Set<string>, hints: Set<string>, files: Set<string>}>} by code */
function collectErrors(folder = root) {
  const errors = new Map();
  const sources = sourceFiles(folder).map((file) =>
    ts.createSourceFile(file, readFileSync(join(folder, file), 'utf8'), ts.ScriptTarget.Latest, true),
  );
  const calls = callsByName(sources);
  for (const source of sources) {
    const file = source.fileName;
    const visit = (node) => {
      const found = errorOf(node, calls);
      if (found !== undefined) {
        const entry = errors.get(found.code) ?? { says: new Set(), hints: new Set(), files: new Set() };
        for (const words of found.says) entry.says.add(words);
        for (const words of found.hints) entry.hints.add(words);
        entry.files.add(file);
        errors.set(found.code, entry);
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return errors;
}

/** The page as it should be. */
function errorPage(folder = root) {
  const errors = [...collectErrors(folder)].sort(([a], [b]) => (a < b ? -1 : 1));
  const sections = new Map(SECTIONS.map(([title]) => [title, []]));
  for (const [code, { says, hints, files }] of errors) {
    const cells = [`\`${code}\``, SAID_BY_OTHERS[code] ?? cell(says), cell(hints)];
    sections.get(sectionOf([...files][0])).push(`| ${cells.join(' | ')} |`);
  }
  const parts = [...sections]
    .filter(([, rows]) => rows.length > 0)
    .map(([title, rows]) => [`## ${title}`, '| code | says | what to do |', '|---|---|---|', ...rows])
    .map(([title, ...table]) => `${title}\n${table.join('\n')}\n`);
  return [HEAD, ...parts].join('\n');
}

function sourceFiles(folder) {
  return ['src', 'pipelines'].flatMap((name) =>
    readdirSync(join(folder, name), { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.ts'))
      .map((path) => `${name}/${path}`)
      .sort(),
  );
}

function sectionOf(file) {
  const fits = SECTIONS.flatMap(([title, starts]) => starts.map((start) => [title, start])).filter(
    ([, start]) => file.startsWith(start),
  );
  return fits.sort(([, a], [, b]) => b.length - a.length)[0][0];
}

/** The forms in which the sources write errors: `new ProuieError(…)`, a call, a record with `code`, a row of a table. */
function errorOf(node, calls) {
  if (ts.isNewExpression(node) && node.expression.getText() === 'ProuieError') {
    const [code, message, details] = node.arguments ?? [];
    return entry(calls, code, message, member(details, 'hint'));
  }
  if (ts.isCallExpression(node) && ts.isIdentifier(node.expression)) {
    const [code, message, hint] = node.arguments;
    return entry(
      calls,
      code,
      message,
      ts.isObjectLiteralExpression(hint ?? node) ? member(hint, 'hint') : hint,
    );
  }
  if (ts.isArrayLiteralExpression(node)) {
    const [code, message, hint] = node.elements;
    return codeOf(message) === undefined ? entry(calls, code, message, hint) : undefined;
  }
  if (ts.isObjectLiteralExpression(node))
    return entry(
      calls,
      member(node, 'code'),
      member(node, 'message') ?? member(node, 'says'),
      member(node, 'hint'),
    );
  return undefined;
}

function entry(calls, code, message, hint) {
  const text = codeOf(code);
  if (text === undefined || isVariable(text)) return undefined;
  return { code: text, says: wordsOf(message, calls), hints: wordsOf(hint, calls) };
}

function codeOf(node) {
  if (node !== undefined && ts.isBinaryExpression(node))
    return node.operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken ? codeOf(node.right) : undefined;
  if (node === undefined || !ts.isStringLiteralLike(node)) return undefined;
  return /^PROUIE_[A-Z0-9_]*[A-Z0-9]$/.test(node.text) ? node.text : undefined;
}

/** Names of environment variables begin like codes. */
function isVariable(name) {
  return /^PROUIE_(STORE|REMOTE|REMOTE_PUSH|REMOTE_SECONDS|ENVIRONMENTS?|S3_PATH_STYLE|PYTHON)$/.test(name);
}

function member(node, name) {
  if (node === undefined || !ts.isObjectLiteralExpression(node)) return undefined;
  for (const property of node.properties) {
    if (ts.isPropertyAssignment(property) && property.name.getText() === name) return property.initializer;
    if (ts.isShorthandPropertyAssignment(property) && property.name.text === name) return property.name;
  }
  return undefined;
}

/** What an expression may say: one text for each branch, `…` for what is only known when it is said. */
function wordsOf(node, calls) {
  const words = (part) => wordsOf(part, calls);
  if (node === undefined || node.getText() === 'undefined') return [];
  if (ts.isStringLiteralLike(node)) return [node.text];
  if (ts.isParenthesizedExpression(node)) return words(node.expression);
  if (ts.isConditionalExpression(node)) return [...words(node.whenTrue), ...words(node.whenFalse)];
  if (ts.isTemplateExpression(node))
    return [node.head.text + node.templateSpans.map(({ literal }) => `…${literal.text}`).join('')];
  if (ts.isBinaryExpression(node)) {
    const [left, right] = [words(node.left), words(node.right)];
    if (node.operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken) return [...left, ...right];
    if (node.operatorToken.kind === ts.SyntaxKind.PlusToken)
      return left.flatMap((start) => right.map((end) => start + end));
  }
  if (ts.isCallExpression(node) && /^(didYouMean|suggest)/.test(node.expression.getText()))
    return ['Did you mean "…"?'];
  if (ts.isIdentifier(node)) {
    const values = valuesOf(node, calls);
    if (values.length > 0) return values.flatMap(words);
  }
  return ['…'];
}

/** What is handed to a function that makes an error of its arguments, where it is called. */
function argumentsFor(parameter, calls) {
  const maker = parameter.parent;
  const name = maker.name?.text;
  if (name === undefined || !ts.isFunctionDeclaration(maker)) return [];
  const own = maker.getSourceFile();
  const isExported = maker.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) === true;
  return (calls.get(name) ?? [])
    .filter(
      (call) => call.getSourceFile() === own || (isExported && imports(call.getSourceFile(), name, own)),
    )
    .filter((call) => !(call.pos >= maker.pos && call.end <= maker.end && call.getSourceFile() === own))
    .flatMap((call) => call.arguments[maker.parameters.indexOf(parameter)] ?? []);
}

function imports(file, name, from) {
  const module = from.fileName.slice(from.fileName.lastIndexOf('/'));
  return file.statements.some(
    (statement) =>
      ts.isImportDeclaration(statement) &&
      statement.moduleSpecifier.text.endsWith(module) &&
      statement.importClause?.namedBindings?.elements?.some((element) => element.name.text === name) === true,
  );
}

/** All calls of a plain name, by that name. */
function callsByName(sources) {
  const calls = new Map();
  const visit = (node) => {
    if (ts.isCallExpression(node) && ts.isIdentifier(node.expression)) {
      const name = node.expression.text;
      calls.set(name, [...(calls.get(name) ?? []), node]);
    }
    ts.forEachChild(node, visit);
  };
  for (const source of sources) visit(source);
  return calls;
}

/** What a name stands for that is declared by `const` around its use, or handed to the function around it. */
function valuesOf(name, calls) {
  for (let scope = name.parent; scope !== undefined; scope = scope.parent) {
    for (const statement of scope.statements ?? []) {
      if (!ts.isVariableStatement(statement)) continue;
      for (const { name: declared, initializer } of statement.declarationList.declarations)
        if (declared.getText() === name.text) return initializer === undefined ? [] : [initializer];
    }
    for (const parameter of scope.parameters ?? [])
      if (parameter.name.getText() === name.text) return argumentsFor(parameter, calls);
  }
  return [];
}

/** Texts in a cell. What differs only in what is filled in stands once; a bare `…` is left out beside words. */
function cell(texts) {
  const tidy = [...texts].map((text) =>
    text
      .replace(/\s+/g, ' ')
      .replace(/(…[\s,]*)+…/g, '…')
      .trim(),
  );
  const told = tidy.filter((text) => text !== '…' && text !== '');
  const shown = told.length > 0 ? [...new Set(told)] : tidy.length > 0 ? ['…'] : [];
  const more = shown.length > SHOWN ? ['and more'] : [];
  return [...shown.slice(0, SHOWN), ...more]
    .map((text) => text.replaceAll('|', '\\|').replaceAll('<', '&lt;'))
    .join('<br>');
}

if (argv.includes('--print')) stdout.write(errorPage());
else writeFileSync(join(root, 'docs', 'errors.md'), errorPage());
