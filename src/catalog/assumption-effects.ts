/** What a choice changes, as far as the store has scores that differ in it alone. */

/** Whose scores show a choice's effect, the chosen one first. */
export interface Compared {
  readonly by: 'variant' | 'scorer';
  readonly names: readonly string[];
}

/** How the mean F1 of a task changes under another choice, in points. */
export interface Effect {
  readonly choice: string;
  readonly task: string;
  readonly change: number;
}

/** Mean F1 over the data sets of a task (of events: arguments), by variant and scorer profile. */
export type MeanScores = ReadonlyMap<string, number>;

/** What a catalogue is here; the page of the report knows these types and nothing of DuckDB. */
interface Asked {
  query(sql: string): Promise<{ readonly rows: readonly (readonly unknown[])[] }>;
}

/** All means that the store has; over seeds too. Throws what `Catalog.query` throws. */
export async function readMeanScores(catalog: Asked): Promise<MeanScores> {
  const { rows } = await catalog.query(
    `SELECT variant, profile, task, avg(f1) FROM
       (SELECT variant, profile, task, dataset, avg(f1) AS f1 FROM metrics WHERE metric <> 'trigger' GROUP BY ALL)
     GROUP BY ALL`,
  );
  return new Map(
    rows.map(([variant, profile, task, f1]) => [
      keyOf(String(variant), String(profile), String(task)),
      Number(f1),
    ]),
  );
}

/**
 * The effects of the other choices on each task, in the order of their names; none where nothing was scored.
 *
 * @param scorer the scorer profile behind the tables
 */
export function effectsOf({ by, names }: Compared, scores: MeanScores, scorer: string): readonly Effect[] {
  const [chosen, ...others] = names;
  const score = (name: string, task: string): number | undefined =>
    scores.get(by === 'variant' ? keyOf(name, scorer, task) : keyOf('full', name, task));
  return others.flatMap((choice) =>
    ['ner', 're', 'ee'].flatMap((task) => {
      const before = score(chosen!, task);
      const after = score(choice, task);
      return before === undefined || after === undefined ? [] : [{ choice, task, change: after - before }];
    }),
  );
}

function keyOf(variant: string, profile: string, task: string): string {
  return `${variant} ${profile} ${task}`;
}
