import { drawPlot } from '../draw.js';
import { escapeHtml } from './escape.js';
import type { Block, Cell, Figure, Image, Table } from './report.js';

/** A block of a report as HTML. */
export async function blockHtml(block: Block): Promise<string> {
  switch (block.kind) {
    case 'text':
      return `<p>${escapeHtml(block.text)}</p>`;
    case 'table':
      return tableHtml(block);
    case 'figure':
      return figureHtml(block);
    case 'image':
      return imageHtml(block);
  }
}

function tableHtml({ columns, rows, caption }: Table): string {
  // The first column names its rows: `0 hp` there is a name.
  const isNumeric = columns.map(
    (_, j) => j > 0 && rows.length > 0 && rows.every((row) => isNumber(row[j])),
  );
  const cell = (tag: string, j: number, content: string, measured = false) => {
    const names = [
      ...(isNumeric[j] ? ['number'] : []),
      ...(measured ? ['measured'] : []),
      ...(isHash.test(content) ? ['hash'] : /\S{25}/.test(content) ? ['long'] : []),
    ];
    return `<${tag}${names.length > 0 ? ` class="${names.join(' ')}"` : ''}>${content}</${tag}>`;
  };
  const head = columns.map((name, j) => cell('th', j, escapeHtml(name))).join('');
  const body = rows.map((row) => `<tr>${row.map((of, j) => cell('td', j, escapeHtml(textOf(of)), typeof of === 'object')).join('')}</tr>`).join('\n'); // prettier-ignore
  const title = caption === undefined ? '' : `<caption>${escapeHtml(caption)}</caption>`;
  return `<div class="wide"><table>${title}<thead><tr>${head}</tr></thead>\n<tbody>${body}</tbody></table></div>`;
}

/** A SHA-256, to be copied and not to be read. */
const isHash = /^[0-9a-f]{64}$/;

const isNumber = (cell: Cell | undefined) =>
  typeof cell !== 'string' || /^(-|[-+]?[\d.,]+( ?[%x]| [a-zA-Z]+)?)$/.test(cell);

/** A cell's text; numbers with up to four figures that count. */
function textOf(cell: Cell): string {
  if (typeof cell === 'object') return cell.measured;
  return typeof cell === 'number' ? numberText(cell) : cell;
}

/** E.g. `61,706`, `0.9792`, `1.2e-7`. */
function numberText(value: number): string {
  if (Number.isSafeInteger(value)) return value.toLocaleString('en-US');
  if (!Number.isFinite(value)) return String(value);
  const size = Math.abs(value);
  if (size < 1e-4) return value.toExponential(2);
  return value.toLocaleString('en-US', { maximumSignificantDigits: size >= 1000 ? 6 : 4 });
}

async function figureHtml({ plot, caption }: Figure): Promise<string> {
  const text = escapeHtml(caption);
  let svg: string;
  try {
    svg = await drawPlot(plot, 'page');
  } catch (error) {
    // A picture that cannot be drawn must not cost the result that it is of.
    return `<p>${text}: this picture cannot be drawn (${escapeHtml(String(error))})</p>`;
  }
  const labelled = svg.replace('<svg ', `<svg role="img" aria-label="${text}" `);
  return `<figure>${labelled}<figcaption>${text}</figcaption></figure>`;
}

function imageHtml({ png, caption, scale = 1 }: Image): string {
  const bytes = Buffer.from(png);
  // Width and height stand at a fixed place of every PNG file.
  const [width, height] = [16, 20].map((at) => scale * bytes.readUInt32BE(at));
  const text = escapeHtml(caption);
  const source = `data:image/png;base64,${bytes.toString('base64')}`;
  return `<figure><img width="${width}" height="${height}" alt="${text}" src="${source}"><figcaption>${text}</figcaption></figure>`;
}
