import { closeSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ProuieError } from '../../errors.ts';
import type { OutputKind } from '../../graph/node.ts';
import { isInnerPath } from '../../inner-path.ts';
import type { Json } from '../../json.ts';
import type { DirectoryWriter, StepOutputs } from '../../step.ts';
import { guardWrite } from '../../store/files.ts';
import { makeFolder } from '../../store/folders.ts';
import type { StoredOutput } from '../../store/record.ts';
import type { Store } from '../../store/store.ts';

/** Takes what a step writes into the store, and checks that all that was declared is there. */
export class OutputCollector implements StepOutputs {
  readonly #store: Store;
  readonly #folder: string;
  readonly #declared: { readonly [output: string]: OutputKind };
  readonly #written: { [output: string]: StoredOutput } = {};
  readonly #directories = new Map<string, string>();

  constructor(store: Store, folder: string, declared: { readonly [output: string]: OutputKind }) {
    this.#store = store;
    this.#folder = folder;
    this.#declared = declared;
  }

  writeText(output: string, text: string): void {
    this.#put(output, this.#declared[output] === 'json' ? 'json' : 'text', text);
  }

  writeLines(output: string, lines: Iterable<string>): void {
    this.#check(output, 'text');
    const path = join(this.#folder, `output-${output}`);
    const descriptor = openSync(path, 'w');
    guardWrite(path, () => {
      let pending = '';
      for (const line of lines) {
        pending += `${line}\n`;
        if (pending.length > 1 << 20) {
          writeSync(descriptor, pending);
          pending = '';
        }
      }
      writeSync(descriptor, pending);
    });
    closeSync(descriptor);
    this.#written[output] = { kind: 'text', ...this.#store.adoptFile(path) };
  }

  writeJson(output: string, value: Json): void {
    this.#put(output, 'json', `${JSON.stringify(value, null, 1)}\n`);
  }

  async writeTable(...[output, schema, columns]: Parameters<StepOutputs['writeTable']>): Promise<void> {
    const { writeTable } = await import('../../store/arrow-writer.ts');
    this.#put(output, 'arrow', writeTable(schema, columns as never));
  }

  directory(output: string): DirectoryWriter {
    this.#check(output, 'directory');
    const path = join(this.#folder, `output-${output}`);
    guardWrite(path, () => makeFolder(path));
    this.#directories.set(output, path);
    const write = (name: string, content: string | Uint8Array): void => {
      if (!isInnerPath(name)) refuse(`"${name}" is no path inside the output "${output}"`);
      const file = join(path, name);
      guardWrite(file, () => {
        makeFolder(dirname(file));
        writeFileSync(file, content);
      });
    };
    return {
      path,
      writeText: write,
      writeBytes: write,
      writeTable: async (name, schema, columns) => {
        const { writeTable } = await import('../../store/arrow-writer.ts');
        write(name, writeTable(schema, columns as never));
      },
    };
  }

  adopt(output: string, path: string): void {
    const kind = this.#declared[output] ?? refuse(`the output "${output}" is not declared`);
    this.#written[output] =
      kind === 'directory' ? this.#store.adoptDirectory(path) : { kind, ...this.#store.adoptFile(path) };
  }

  finish(): { [output: string]: StoredOutput } {
    for (const [output, path] of this.#directories) {
      this.#written[output] = this.#store.adoptDirectory(path);
      rmSync(path, { recursive: true, force: true });
    }
    const missing = Object.keys(this.#declared).filter((output) => this.#written[output] === undefined);
    if (missing.length > 0) {
      throw new ProuieError(
        'PROUIE_OUTPUT_MISSING',
        `The step ended without writing ${missing.map((name) => `"${name}"`).join(', ')}.`,
        {
          hint: 'A step must write every output that it declares.',
        },
      );
    }
    return Object.fromEntries(Object.keys(this.#declared).map((output) => [output, this.#written[output]!]));
  }

  #put(output: string, kind: OutputKind, content: string | Uint8Array): void {
    this.#check(output, kind);
    this.#written[output] = { kind, ...this.#store.writeBlob(content) };
  }

  #check(output: string, kind: OutputKind): void {
    const declared = this.#declared[output] ?? refuse(`the output "${output}" is not declared`);
    if (declared !== kind) refuse(`the output "${output}" is ${declared}, not ${kind}`);
  }
}

/** A fault of the step, not of its data. */
function refuse(message: string): never {
  throw new Error(message);
}
