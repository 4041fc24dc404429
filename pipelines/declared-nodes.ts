import { type NodeDeclaration, node } from '../src/graph/node.ts';

/** Nodes that several others need and that are declared once, in the order in which they are first asked for. */
export class DeclaredNodes {
  readonly all: NodeDeclaration[] = [];
  readonly #byName = new Map<string, NodeDeclaration>();

  /** The node of a name; `declare` is called where there is none yet. */
  once(name: string, declare: () => Omit<NodeDeclaration, 'name'>): NodeDeclaration {
    const known = this.#byName.get(name);
    if (known !== undefined) return known;
    const made = node({ name, ...declare() });
    this.#byName.set(name, made);
    this.all.push(made);
    return made;
  }
}
