import { type Graph, reach } from '../../graph/graph.ts';
import { type GraphNode, isFileReference, isOutputReference } from '../../graph/node.ts';
import type { FileMemory } from '../../identity/file-memory.ts';
import { keyOf, type Recipe, RUNNER_TOOL, recipeOf } from '../../identity/key.ts';
import { type CodeParts, compareRecipes, type Reason } from '../../identity/reasons.ts';
import { storePaths } from '../../store/paths.ts';
import type { StoredOutput } from '../../store/record.ts';
import { blobsOf, type Store } from '../../store/store.ts';
import { BlobCheck } from './blob-check.ts';
import { absentNode, FORCED, type PlannedNode, staleNode, waitingNode } from './planned-node.ts';
import { RecordCheck } from './record-check.ts';
import type { NodeState, PipelineState } from './state.ts';

/** Code and tools as they are now: what a plan needs besides graph and store. */
export interface CodeIdentity {
  /** Digest of a step's bundle. */
  stepDigest(step: string): string;
  bundle(entry: string): { readonly digest: string; readonly path: string };
  parts(code: string): CodeParts | undefined;
}

export interface PlanContext {
  readonly graph: Graph;
  readonly store: Store;
  readonly state: PipelineState;
  readonly files: FileMemory;
  readonly code: CodeIdentity;
  /** Where `file` references are looked up. */
  resolveFile(path: string): string;
  /** Nodes to run although nothing changed. */
  readonly forced?: ReadonlySet<string> | undefined;
  /** What changed since a run had nothing to do, where it is known that graph, code and state did not. */
  readonly changed?: Changed | undefined;
}

export interface Changed {
  /** Absolute paths of files that nodes read. */
  readonly inputs: ReadonlySet<string>;
  /** Records and content, below the store's root. */
  readonly entries: ReadonlySet<string>;
}

/** Finds out what is stale, one node after the other, each once its producers are known. */
export class Planner {
  readonly context: PlanContext;
  readonly planned: (PlannedNode | undefined)[];
  readonly blobs: BlobCheck;
  readonly records: RecordCheck;
  readonly #last: ReadonlyMap<string, NodeState>;
  /** Nodes that nothing concerns which changed, 1 each. */
  readonly #untouched: Uint8Array;

  constructor(context: PlanContext) {
    this.context = context;
    this.planned = new Array(context.graph.nodes.length);
    this.blobs = new BlobCheck(context.store, context.state.blobs);
    this.records = new RecordCheck(context.store, context.state.records);
    this.#last = new Map(context.state.nodes.map((node) => [node.name, node]));
    this.#untouched = new Uint8Array(context.graph.nodes.length);
  }

  /** Plans the chosen nodes and all that they need. */
  planAll(chosen: readonly number[]): void {
    const { graph } = this.context;
    const needed = reach(graph, chosen, 'producers');
    for (const index of graph.order) if (needed[index]) this.planned[index] = this.planNode(index);
  }

  /** Plans one node from what its producers are now. */
  planNode(index: number): PlannedNode {
    const { graph } = this.context;
    const node = graph.nodes[index]!;
    if (node.absent !== undefined) return absentNode(node.absent);
    const untouched = this.context.changed && this.#planUntouched(index, node);
    if (untouched !== undefined) return untouched;
    const inputs: { [argument: string]: string } = {};
    let waiting = false;
    for (const [argument, reference] of Object.entries(node.inputs)) {
      if (isOutputReference(reference)) {
        const producer = this.planned[graph.indexOf.get(reference.node)!];
        if (producer?.status === 'absent') return absentNode(`needs ${reference.node}: ${producer.absent}`);
        const made = producer?.status === 'fresh' ? producer.outputs?.[reference.output] : undefined;
        if (made === undefined) waiting = true;
        else inputs[argument] = made.digest;
      } else if (isFileReference(reference)) {
        const digest = this.context.files.digest(this.context.resolveFile(reference.file));
        if (digest === undefined) return absentNode(`there is no file ${reference.file}`);
        inputs[argument] = digest;
      } else inputs[argument] = this.context.code.bundle(reference.bundle).digest;
    }
    if (waiting) return waitingNode(this.context.forced?.has(node.name) ? [FORCED] : []);
    return this.#decide(node, inputs);
  }

  /** A node that was fresh, which nothing concerns that changed: its key is that of the state. */
  #planUntouched(index: number, node: GraphNode): PlannedNode | undefined {
    const last = this.#last.get(node.name);
    if (last?.status !== 'fresh' || this.context.forced?.has(node.name)) return undefined;
    if (this.#readsChange(node) || this.#standsOnChange(last)) return undefined;
    this.#untouched[index] = 1;
    const { key, outputs } = last;
    return { status: 'fresh', reasons: [], key, recipe: undefined, outputs, absent: undefined };
  }

  /** Whether the node reads a file that changed, or the output of a node that must be looked at. */
  #readsChange({ inputs }: GraphNode): boolean {
    const { changed, graph, resolveFile } = this.context;
    for (const argument in inputs) {
      const reference = inputs[argument]!;
      if (isOutputReference(reference)) {
        if (this.#untouched[graph.indexOf.get(reference.node)!] === 0) return true;
      } else if (isFileReference(reference) && changed!.inputs.has(resolveFile(reference.file))) return true;
    }
    return false;
  }

  #standsOnChange({ key, outputs }: NodeState): boolean {
    const { entries } = this.context.changed!;
    if (entries.size === 0) return false;
    return (
      entries.has(storePaths.record('', key)) ||
      blobsOf(outputs).some(([digest]) => entries.has(storePaths.blob('', digest)))
    );
  }

  /** Counts among what was looked at what untouched nodes stand on: all of it is as the state says. */
  trustUntouched(): void {
    const { files, graph, resolveFile, state } = this.context;
    this.#untouched.forEach((untouched, index) => {
      if (untouched === 0) return;
      const node = graph.nodes[index]!;
      for (const reference of Object.values(node.inputs))
        if (isFileReference(reference)) files.trust(resolveFile(reference.file));
      const { key, outputs } = this.#last.get(node.name)!;
      this.records.stamps[key] = state.records[key]!;
      for (const [digest] of blobsOf(outputs)) this.blobs.stamps[digest] = state.blobs[digest]!;
    });
  }

  lastState(name: string): NodeState | undefined {
    return this.#last.get(name);
  }

  recipe(node: GraphNode, inputs: { readonly [argument: string]: string }): Recipe {
    const code = node.keyedBy === 'request' ? '' : this.context.code.stepDigest(node.step);
    return recipeOf(node, inputs, code, RUNNER_TOOL);
  }

  #decide(node: GraphNode, inputs: { readonly [argument: string]: string }): PlannedNode {
    const recipe = this.recipe(node, inputs);
    const key = keyOf(recipe);
    const last = this.#last.get(node.name);
    if (this.context.forced?.has(node.name)) return staleNode(key, recipe, [FORCED]);
    const known = last?.status === 'fresh' && last.key === key ? last.outputs : undefined;
    const outputs = this.records.outputs(key, known);
    // A damaged record or state may name other outputs than the step declares.
    if (outputs === undefined || Object.keys(node.outputs).some((name) => outputs[name] === undefined))
      return this.#withoutResult(node, key, recipe, last);
    const broken = this.#brokenOutputs(outputs);
    if (broken.length > 0) return staleNode(key, recipe, broken);
    return { status: 'fresh', reasons: [], key, recipe, outputs, absent: undefined };
  }

  #withoutResult(node: GraphNode, key: string, recipe: Recipe, last: NodeState | undefined): PlannedNode {
    if (last?.failure?.key === key) {
      const reason: Reason = {
        type: 'failed-before',
        what: last.failure.code,
        before: last.failure.message,
        after: null,
      };
      return { ...staleNode(key, recipe, [reason]), status: 'failed' };
    }
    return staleNode(key, recipe, this.#differences(node, recipe, last));
  }

  #differences(node: GraphNode, recipe: Recipe, last: NodeState | undefined): Reason[] {
    const never: Reason = { type: 'never-run', what: node.name, before: null, after: null };
    const before =
      last === undefined || last.key === '' ? undefined : this.context.store.readRecord(last.key);
    if (before === undefined) {
      if (last?.status !== 'fresh' || Object.keys(last.outputs).length === 0) return [never];
      return [{ type: 'output-missing', what: 'record', before: last.key, after: null }];
    }
    const producerOf = (argument: string): string => {
      const reference = node.inputs[argument];
      if (reference === undefined) return 'no longer an input';
      return isOutputReference(reference)
        ? reference.node
        : isFileReference(reference)
          ? reference.file
          : reference.bundle;
    };
    const reasons = compareRecipes(before.recipe, recipe, producerOf, (code) =>
      this.context.code.parts(code),
    );
    return reasons.length > 0
      ? reasons
      : [{ type: 'output-missing', what: 'record', before: recipe.step, after: null }];
  }

  #brokenOutputs(outputs: { readonly [output: string]: StoredOutput }): Reason[] {
    const reasons: Reason[] = [];
    for (const [name, output] of Object.entries(outputs)) {
      const found = this.blobs.check(output);
      if (found !== 'whole')
        reasons.push({
          type: found === 'missing' ? 'output-missing' : 'output-corrupt',
          what: name,
          before: output.digest,
          after: null,
        });
    }
    return reasons;
  }
}
