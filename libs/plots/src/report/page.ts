import { blockHtml } from './blocks.js';
import { escapeHtml } from './escape.js';
import type { Report, Section } from './report.js';
import { pageStyle } from './style.js';

/** A report as one HTML file, which asks for nothing from elsewhere; equal reports give equal bytes. */
export async function reportPage({ title, sentence, sections }: Report): Promise<string> {
  const parts: string[] = [];
  for (const section of sections) parts.push(await sectionHtml(section));
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${pageStyle}</style>
</head>
<body>
<main>
<h1>${escapeHtml(title)}</h1>
<p class="lead">${escapeHtml(sentence)}</p>
${parts.join('\n')}
</main>
</body>
</html>
`;
}

async function sectionHtml({ title, blocks }: Section): Promise<string> {
  const parts: string[] = [];
  for (const block of blocks) parts.push(await blockHtml(block));
  return `<section>\n<h2>${escapeHtml(title)}</h2>\n${parts.join('\n')}\n</section>`;
}
