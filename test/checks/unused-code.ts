import ts from 'typescript';

/**
 * The statements of a bundle that nothing exported stands on. Functions, classes and literals that are not used are
 * left out when a bundle is made; calls at the top of a module stay, and an edit there makes steps stale that do not
 * use them.
 *
 * @param code a module as esbuild writes it: names at its top are unlike all names inside functions
 * @returns the beginning of each statement
 */
export function unusedStatements(code: string): readonly string[] {
  const file = ts.createSourceFile('bundle.mjs', code, ts.ScriptTarget.ES2022, true, ts.ScriptKind.JS);
  const declaredBy = new Map<string, ts.Statement>();
  for (const statement of file.statements) {
    for (const name of declaredNames(statement)) declaredBy.set(name, statement);
  }
  const used = new Set<ts.Statement>(file.statements.filter(ts.isExportDeclaration));
  for (const statement of used) {
    for (const name of namesIn(statement)) {
      const declaration = declaredBy.get(name);
      if (declaration !== undefined) used.add(declaration);
    }
  }
  return file.statements
    .filter((statement) => !used.has(statement))
    .map((statement) => statement.getText().slice(0, 80));
}

function declaredNames(statement: ts.Statement): readonly string[] {
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.flatMap((declaration) => namesIn(declaration.name));
  }
  if (ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)) return [statement.name!.text];
  return ts.isImportDeclaration(statement) && statement.importClause ? namesIn(statement.importClause) : [];
}

/** All names under a node but those of properties. */
function namesIn(node: ts.Node): string[] {
  if (ts.isIdentifier(node)) return [node.text];
  const names: string[] = [];
  ts.forEachChild(node, (child) => {
    if (!isPropertyName(child, node)) names.push(...namesIn(child));
  });
  return names;
}

function isPropertyName(child: ts.Node, parent: ts.Node): boolean {
  if (ts.isPropertyAccessExpression(parent)) return parent.name === child;
  if (ts.isBindingElement(parent)) return parent.propertyName === child;
  if (ts.isImportSpecifier(parent)) return parent.propertyName === child;
  if (ts.isExportSpecifier(parent)) return parent.propertyName !== undefined && parent.name === child;
  const hasKey =
    ts.isPropertyAssignment(parent) || ts.isMethodDeclaration(parent) || ts.isPropertyDeclaration(parent);
  return hasKey && parent.name === child && ts.isIdentifier(child);
}
