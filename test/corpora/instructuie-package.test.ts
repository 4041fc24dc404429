import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findCard } from '../../src/corpora/find-card.ts';
import { compareLabels, matchFolders, type PackageFolder } from '../../src/corpora/instructuie-package.ts';
import type { OrderedJson } from '../../src/uie/ordered-json.ts';
import { jsonLines } from '../cli/command-run.ts';
import { temporaryFolder, writeFiles } from '../temporary-folder.ts';
import { runData } from './data-run.ts';
import { packageCards } from './package-cards.ts';

const cards = packageCards();
const folder = (path: string): PackageFolder => ({
  task: path.startsWith('NER') ? 'ner' : path.startsWith('RE') ? 're' : 'ee',
  path,
});
const match = (...paths: readonly string[]) => matchFolders(cards, paths.map(folder));
const pairs = (
  found: readonly { readonly card: { readonly id: string }; readonly folder: PackageFolder }[],
) => found.map(({ card, folder: { path } }) => [path, card.id]);

describe('folders of the package', () => {
  test('are matched with cards by the names of layouts, by other names, and as resampled copies', () => {
    const { matched, withoutCard } = match(
      'RE/semval-RE',
      'RE/New-York-Times-RE_sample_30000',
      'RE/NYT11',
      'NER/ACE 2005',
      'NER/mit-movie',
      'NER/CrossNER_AI',
      'EE/ACE05',
      'NER/ACE 2004',
      'RE/fewrel_0',
    );
    expect(pairs(matched)).toEqual([
      ['NER/ACE 2005', 'ACE2005-NER'],
      ['NER/CrossNER_AI', 'CrossNER_AI'],
      ['NER/mit-movie', 'MIT_Movie'],
      ['RE/New-York-Times-RE_sample_30000', 'NYT'],
      ['RE/NYT11', 'NYT11_HRL'],
      ['RE/semval-RE', 'semeval_RE'],
      ['EE/ACE05', 'ACE2005-EE'],
    ]);
    expect(withoutCard.map(({ path }) => path)).toEqual(['NER/ACE 2004', 'RE/fewrel_0']);
  });

  test('are all those that the cards name', () => {
    const named = cards.map(({ layouts }) =>
      layouts
        .find(({ format }) => format === 'instructuie')!
        .files.test![0]!.split('/')
        .slice(1, 3)
        .join('/'),
    );
    const { matched, withoutFolder } = match(...named);
    expect(matched.map(({ card }) => card)).toEqual(cards);
    expect(withoutFolder).toEqual([]);
  });

  test('of one data set give way to the one that its layout names, else to the one that is not resampled', () => {
    const { matched, copies } = match(
      'NER/CoNLL 2003',
      'NER/CoNLL 2003_sample_15000',
      'RE/SciERC',
      'RE/SciERC_sample_10000',
      'RE/GIDS_sample_10',
      'RE/gids',
    );
    expect(pairs(matched)).toEqual([
      ['NER/CoNLL 2003_sample_15000', 'CoNLL2003'],
      ['RE/gids', 'GIDS'],
      ['RE/SciERC', 'SciERC'],
    ]);
    expect(pairs(copies)).toEqual([
      ['NER/CoNLL 2003', 'CoNLL2003'],
      ['RE/SciERC_sample_10000', 'SciERC'],
      ['RE/GIDS_sample_10', 'GIDS'],
    ]);
  });
});

describe('labels.json', () => {
  const difference = (name: string, labels: OrderedJson) => compareLabels(findCard(cards, name), labels);

  test('may have the source’s names or the card’s, and NA', () => {
    expect(difference('broad_twitter_corpus', ['PER', 'location', 'ORG', 'NA'])).toEqual({
      unknown: [],
      unseen: [],
    });
  });

  test('is told apart from the card on both sides, with the roles of events', () => {
    expect(difference('broad_twitter_corpus', ['PER', 'GPE'])).toEqual({
      unknown: ['GPE'],
      unseen: ['location', 'organization'],
    });
    const found = difference('PHEE', new Map([['Adverse_event', ['Effect', 'Colour']]]));
    expect(found!.unknown).toContain('Colour');
    expect(found!.unseen).toContain('Subject.Age');
  });

  test('that is no list and no object of lists is not compared', () => {
    expect(difference('PHEE', 'labels')).toBeUndefined();
  });
});

describe('prouie data import --all', () => {
  const rows = (type: string, ...names: readonly string[]) =>
    JSON.stringify(names.map((name) => ({ sentence: `${name} sang .`, entities: [{ name, type }] })));
  const writePackage = (root: string): void =>
    writeFiles(root, {
      'IE_INSTRUCTIONS/NER/Broad Tweet Corpus/train.json': rows('person', 'Ida', 'Otto'),
      'IE_INSTRUCTIONS/NER/Broad Tweet Corpus/dev.json': rows('person', 'Bo'),
      'IE_INSTRUCTIONS/NER/Broad Tweet Corpus/test.json': rows('person', 'Lu'),
      'IE_INSTRUCTIONS/NER/Broad Tweet Corpus/labels.json': '["person", "location", "ORG"]',
      'IE_INSTRUCTIONS/NER/AnatEM/test.json': '[{"sentence": "The hand", "entities": [{',
      'IE_INSTRUCTIONS/NER/CrossNER_AI/test.json': rows('person', 'Eva'),
      'IE_INSTRUCTIONS/NER/CrossNER_AI/labels.json': '["person", "planet"]',
      'IE_INSTRUCTIONS/NER/Sea Shanties/test.json': rows('ship', 'Lark'),
      'IE_INSTRUCTIONS/EET/ACE05/test.json': '[]',
    });

  test('imports what it can, reports what fails, and says what is missing on either side', async () => {
    const root = temporaryFolder();
    writePackage(root);
    const { code, stdout, stderr } = await runData(root, 'import', '--all', '--from', '.', '--out', 'out');
    expect(code).toBe(1);
    expect(stdout).toBe(
      [
        'broad_twitter_corpus\ttrain\t2\tout/broad_twitter_corpus/train.jsonl\n',
        'broad_twitter_corpus\tval\t1\tout/broad_twitter_corpus/val.jsonl\n',
        'broad_twitter_corpus\ttest\t1\tout/broad_twitter_corpus/test.jsonl\n',
        'CrossNER_AI\ttest\t1\tout/CrossNER_AI/test.jsonl\n',
      ].join(''),
    );
    const said = stderr.split('\n');
    expect(said.find((line) => line.startsWith('AnatEM: FAILED'))).toMatch(
      /AnatEM\/test\.json:1:2: Record 1 breaks off/,
    );
    expect(said).toContain('CrossNER_AI: labels.json has labels that the card does not know: planet');
    expect(said).toContain('2 of 36 data sets imported, 5 examples');
    expect(said).toContain('failed: AnatEM');
    expect(said).toContain('folders of no data set of the paper: NER/Sea Shanties');
    expect(said).toContain('folders of other tasks: EET');
    expect(said.find((line) => line.startsWith('data sets that are not there'))).toMatch(
      /ACE2005-NER, .*PHEE$/,
    );
    expect(existsSync(join(root, 'out/AnatEM/test.jsonl'))).toBe(false);
    const [example] = jsonLines(readFileSync(join(root, 'out/CrossNER_AI/test.jsonl'), 'utf8'));
    expect(example).toMatchObject({
      id: 'CrossNER_AI/test/1',
      gold: { entities: [{ type: 'person', text: 'Eva' }] },
    });
  });

  test('takes the package itself, and ends well when nothing fails', async () => {
    const root = temporaryFolder();
    writeFiles(root, {
      'pack/NER/AnatEM/test.json': rows('anatomy', 'hand'),
      'pack/NER/AnatEM/labels.json': '{',
    });
    const { code, stderr } = await runData(root, 'import', '--all', '--from', 'pack', '--out', 'out');
    expect(code).toBe(0);
    expect(stderr).toContain('labels.json is neither a list of labels nor an object of roles');
  });

  test('refuses a folder without data sets, and a data set or format beside it', async () => {
    const root = temporaryFolder();
    writeFiles(root, { 'empty/NER/readme.txt': '' });
    expect((await runData(root, 'import', '--all', '--from', 'empty', '--out', 'out')).error).toMatchObject({
      code: 'PROUIE_CORPUS_MISSING',
      hint: expect.stringContaining('IE_INSTRUCTIONS'),
    });
    for (const words of [['PHEE'], ['--format', 'phee'], ['--split', 'test=a']]) {
      expect(
        (await runData(root, 'import', ...words, '--all', '--from', 'empty', '--out', 'out')).error,
      ).toMatchObject({ code: 'PROUIE_USAGE' });
    }
    expect((await runData(root, 'import', '--from', 'empty', '--out', 'out')).error).toMatchObject({
      code: 'PROUIE_USAGE',
      hint: expect.stringContaining('data list'),
    });
  });
});
