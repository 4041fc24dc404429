import { pathToFileURL } from 'node:url';
import {
  type BundleReference,
  type GraphNode,
  isFileReference,
  isOutputReference,
} from '../../graph/node.ts';
import type { Json } from '../../json.ts';
import type { Step, StepContext, StepInput } from '../../step.ts';
import { stepEntry } from '../pipeline/workspace.ts';
import type { Planner } from './plan.ts';
import type { Session } from './session.ts';

/** A file that would be handed to an outside program. */
export interface RenderedFile {
  /** Relative to the folder of all requests. */
  readonly path: string;
  readonly content: string | { readonly blob: string };
}

/**
 * The files of a request: what the node writes, and the inputs that are there. A digest that is not known yet stands
 * as `<digest of train/cm1>`.
 */
export async function renderRequest(
  session: Session,
  planner: Planner,
  index: number,
): Promise<RenderedFile[]> {
  const node = session.graph.nodes[index]!;
  const { step } = (await session.workspace.bundles.load(stepEntry(session.workspace, node.step))) as {
    step: Step;
  };
  const files: RenderedFile[] = [];
  const known = (name: string): string | undefined => {
    const reference = node.inputs[name]!;
    if (!isOutputReference(reference)) return undefined;
    return planner.planned[session.graph.indexOf.get(reference.node)!]?.outputs?.[reference.output]?.digest;
  };
  await step.run(placeholderContext(planner, node, known, files) as StepContext<never>);
  const inside = files.flatMap((file) => filesInside(node, file));
  // Where a program has a folder of data, its rows lie there.
  const data = inside.some(({ path }) => path.startsWith(`${node.name}/data/`)) ? 'data/' : '';
  for (const [name, reference] of Object.entries(node.inputs)) {
    const digest = known(name);
    if (digest !== undefined && isOutputReference(reference) && (name === 'rows' || name === 'prompts'))
      files.push({ path: `${node.name}/${data}${name}.jsonl`, content: { blob: digest } });
  }
  return [...files, ...inside];
}

/** The files that a request holds as texts, each by itself, as its program would read it. */
function filesInside(node: GraphNode, { path, content }: RenderedFile): RenderedFile[] {
  if (!path.endsWith('/request.json') || typeof content !== 'string') return [];
  const { files = {} } = JSON.parse(content) as { readonly files?: { readonly [path: string]: string } };
  return Object.entries(files).map(([name, text]) => ({ path: `${node.name}/${name}`, content: text }));
}

/**
 * A context in which inputs have digests, and content only where that is made without a run: a request may name a
 * checkpoint, never look into it.
 */
function placeholderContext(
  planner: Planner,
  node: GraphNode,
  known: (name: string) => string | undefined,
  files: RenderedFile[],
): Partial<StepContext<unknown>> {
  const { code, files: onDisk, resolveFile } = planner.context;
  const digest = (name: string): string => {
    const reference = node.inputs[name]!;
    if (isOutputReference(reference)) return known(name) ?? `<digest of ${reference.node}>`;
    return isFileReference(reference)
      ? (onDisk.digest(resolveFile(reference.file)) ?? `<digest of ${reference.file}>`)
      : code.bundle(reference.bundle).digest;
  };
  const write = (output: string, text: string): void => {
    files.push({
      path: `${node.name}/${output}${node.outputs[output] === 'json' ? '.json' : ''}`,
      content: text,
    });
  };
  const input = (name: string) =>
    ({
      name,
      digest: digest(name),
      json: () => JSON.parse(planner.context.store.readBlob(digest(name)).toString('utf8')) as Json,
      module: () =>
        import(pathToFileURL(code.bundle((node.inputs[name] as BundleReference).bundle).path).href),
    }) as unknown as StepInput;
  return {
    params: node.params,
    hasInput: (name) => Object.hasOwn(node.inputs, name),
    input,
    inputs: (prefix) =>
      new Map(
        Object.keys(node.inputs).flatMap((name) =>
          name.startsWith(`${prefix}/`) ? [[name.slice(prefix.length + 1), input(name)] as const] : [],
        ),
      ),
    outputs: {
      writeText: write,
      writeJson: (output: string, value: Json) => write(output, `${JSON.stringify(value, null, 1)}\n`),
      writeLines: (output: string, lines: Iterable<string>) => write(output, `${[...lines].join('\n')}\n`),
    } as unknown as StepContext<unknown>['outputs'],
  };
}
