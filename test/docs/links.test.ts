import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Page, packageRoot, readPages } from './page.ts';

const pages = readPages(['docs', 'examples']);

describe('the pages', () => {
  test.each(pages.map((page) => [page.path, page] as const))('%s links to what is there', (_, page) => {
    for (const target of links(page)) {
      const [path, anchor] = target.split('#') as [string, string | undefined];
      const file = path === '' ? page.path : normalize(join(dirname(page.path), path));
      expect(existsSync(join(packageRoot, file)), `${page.path} links to ${target}`).toBe(true);
      if (anchor !== undefined)
        expect(
          anchors(readFileSync(join(packageRoot, file), 'utf8')),
          `${page.path} links to ${target}`,
        ).toContain(anchor);
    }
  });

  test.each(pages.map((page) => [page.path, page] as const))('%s names files that exist', (_, page) => {
    for (const [, path] of page.text.matchAll(
      /`((?:src|pipelines|data|papers|docs|test|bin|scripts|\.ci)\/[\w./-]+)`/g,
    )) {
      expect(existsSync(join(packageRoot, path!)), `${page.path} names ${path}`).toBe(true);
    }
  });

  test('every page can be reached from the README', () => {
    const byPath = new Map(pages.map((page) => [page.path, page]));
    const reached = new Set<string>();
    const walk = (page: Page): void => {
      if (reached.has(page.path)) return;
      reached.add(page.path);
      for (const target of links(page)) {
        const file = normalize(join(dirname(page.path), target.split('#')[0]!));
        const next = byPath.get(file);
        if (next !== undefined) walk(next);
        const folder = statSync(join(packageRoot, file), { throwIfNoEntry: false })?.isDirectory() === true;
        if (folder)
          for (const other of pages) if (dirname(other.path) === file.replace(/\/$/, '')) walk(other);
      }
    };
    walk(byPath.get('README.md')!);
    expect(pages.map(({ path }) => path).filter((path) => !reached.has(path))).toEqual([]);
  });
  test('the list of pages has every page under docs/ but itself and the decisions', () => {
    const listed = links(pages.find(({ path }) => path === 'docs/README.md')!).map((target) =>
      normalize(join('docs', target)),
    );
    const there = pages
      .map(({ path }) => path)
      .filter((path) => /^docs\/[\w-]+\.md$/.test(path) && path !== 'docs/README.md');
    expect(there.filter((path) => !listed.includes(path))).toEqual([]);
    expect(listed.filter((path, index) => listed.indexOf(path) !== index)).toEqual([]);
  });
});

/** Targets of links, without those to other sites. */
function links({ text }: Page): readonly string[] {
  const prose = text.replace(/^```[\s\S]*?^```$/gm, '').replace(/`[^`\n]*`/g, '');
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target]) => target!)
    .filter((target) => !/^[a-z]+:/.test(target));
}

/** The anchors of a page's headings, as GitHub makes them. */
function anchors(text: string): readonly string[] {
  return [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading]) =>
    heading!
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );
}
