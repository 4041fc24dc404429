import { EXAMPLE_COLUMNS } from '../corpora/example-table.ts';
import type { StepOutputs } from '../step.ts';
import { writeJson } from '../uie/json-layout.ts';
import type { Example, Split } from '../uie/records.ts';
import { schemaToJson } from '../uie/schema-json.ts';
import { structureToJson } from '../uie/structure-json.ts';

/** Collects examples as columns, so that a corpus is never held as objects. */
export class ExampleColumns {
  readonly #ids: string[] = [];
  readonly #splits: string[] = [];
  readonly #texts: string[] = [];
  readonly #schemas: string[] = [];
  readonly #golds: string[] = [];
  readonly counts: { train: number; val: number; test: number } = { train: 0, val: 0, test: 0 };

  add(example: Example): void {
    this.#ids.push(example.id);
    this.#splits.push(example.split);
    this.#texts.push(example.text);
    this.#schemas.push(writeJson(schemaToJson(example.schema)));
    this.#golds.push(writeJson(structureToJson(example.gold)));
    this.counts[example.split satisfies Split]++;
  }

  write(outputs: StepOutputs, output: string): Promise<void> {
    return outputs.writeTable(output, EXAMPLE_COLUMNS, {
      id: this.#ids,
      split: this.#splits,
      text: this.#texts,
      schema: this.#schemas,
      gold: this.#golds,
    });
  }
}
