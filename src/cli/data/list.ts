import type { Card } from '../../corpora/card.ts';
import { typeNames } from '../../corpora/schema-names.ts';
import { EXIT } from '../io.ts';
import { printReport } from '../json-report.ts';
import { formatTextTable, leftColumn, rightColumn } from '../text-table.ts';
import { type CorpusFolder, corpusFolder, DATA_FLAG, whyMissing } from './corpus-folder.ts';
import type { DataCommand } from './data-command.ts';

/** `prouie data list`: the data sets, and with `--data` which of them are there. */
export const list: DataCommand = {
  commandLine: {
    command: 'data list',
    summary: "Lists the data sets of Table 8 and one's own, and says which of them lie under --data.",
    flags: { ...DATA_FLAG, json: { description: 'as JSON' } },
    operandCount: [0, 0],
  },
  async run(context) {
    const folder = corpusFolder(context);
    const rows = context.cards.map((card) => ({
      card,
      found: folder === undefined ? null : stateOf(folder, card),
    }));
    if (context.args.has('json')) {
      const datasets = rows.map(({ card: { id, name, task, domain, source, licence }, found }) => {
        return { dataset: name, id, task, domain, found, source, licence };
      });
      printReport(context.io, { datasets });
      return EXIT.done;
    }
    const columns = [leftColumn('data set'), leftColumn('task'), leftColumn('domain'), rightColumn('labels')];
    const found = folder === undefined ? [] : [leftColumn('found')];
    const lines = rows.map((row) => [
      row.card.id,
      row.card.task,
      row.card.domain,
      String(typeNames(row.card.schema).length),
      ...(row.found === null ? [] : [row.found]),
    ]);
    context.io.stdout.write(formatTextTable([...columns, ...found], lines));
    return EXIT.done;
  },
};

/** The format of a corpus that is there, else why it is not. */
function stateOf(folder: CorpusFolder, card: Card): string {
  const found = folder.find(card);
  return found.state === 'complete' ? found.layout.format : whyMissing(found);
}
