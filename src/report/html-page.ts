/** The report as one HTML file that asks nobody for anything. */
import { createHash } from 'node:crypto';
import { sampleExamples } from './examples-part.ts';
import type { ReportContent } from './report-content.ts';

/** What the page is made of: compiled by `npm run build`. */
export interface PageAssets {
  readonly script: string;
  readonly style: string;
}

export interface HtmlPage {
  readonly html: string;
  /** Examples in the page, and in the store. */
  readonly shown: number;
  readonly total: number;
}

/**
 * The page; examples are left out where it would be larger than `maxBytes`. Everything else always stays, so that a page
 * may be larger all the same.
 */
export function writeHtmlPage(content: ReportContent, assets: PageAssets, maxBytes: number): HtmlPage {
  const without = pageOf({ ...content, examples: { ...content.examples, examples: [] } }, assets);
  const empty = Buffer.byteLength(JSON.stringify({ ...content.examples, examples: [] }));
  const examples = sampleExamples(content.examples, maxBytes - Buffer.byteLength(without) + empty);
  const html = pageOf({ ...content, examples }, assets);
  return { html, shown: examples.examples.length, total: examples.total };
}

/** The page that `prouie ui` serves: it asks the server it came from for its data, and nobody else. */
export function writeLivePage(assets: PageAssets): string {
  return frame('prouie', assets, "connect-src 'self'; ", '');
}

function pageOf(content: ReportContent, assets: PageAssets): string {
  const { pipeline, profile } = content.overview;
  const data = `<script type="application/json" id="report-data">${embedJson(content)}</script>\n`;
  return frame(`${pipeline}, ${profile}: report`, assets, '', data);
}

function frame(title: string, { script, style }: PageAssets, connect: string, data: string): string {
  const policy = `default-src 'none'; script-src '${hashOf(script)}'; style-src '${hashOf(style)}'; ${connect}base-uri 'none'; form-action 'none'`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${escapeHtml(title)}</title>
<style>${style}</style>
</head>
<body>
<noscript>This report is drawn by a script inside this file; nothing is loaded from elsewhere.</noscript>
${data}<script>${script}</script>
</body>
</html>
`;
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}

/** JSON that ends no element and no line of a script, whatever the data hold. */
export function embedJson(value: unknown): string {
  return JSON.stringify(value)
    .replaceAll('<', '\\u003c')
    .replaceAll('\u2028', '\\u2028')
    .replaceAll('\u2029', '\\u2029');
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
