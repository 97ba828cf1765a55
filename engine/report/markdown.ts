import type { Table } from '../format/blocks';
import type { Block, Figure, Report } from './report';
import { standaloneSvg } from './standaloneFigure';

/** A report as Markdown, and the files of its figures by name. */
export interface MarkdownReport {
  readonly text: string;
  readonly files: ReadonlyMap<string, string | Uint8Array>;
}

/**
 * A report as Markdown (GitHub's kind, for its tables). Its figures are files beside it, for the places where Markdown is
 * read show no data URIs and no inline SVG.
 * @param folder of those files, as the text names it.
 */
export function reportMarkdown({ title, lead, sections }: Report, folder: string): MarkdownReport {
  const files = new Map<string, string | Uint8Array>();
  const figureText = ({ name, alt, image }: Figure): string => {
    const file = `${name}.${image.type}`;
    files.set(file, image.type === 'svg' ? standaloneSvg(image.markup) : image.bytes);
    return `![${escapeMarkdown(alt)}](${encodeURIComponent(folder)}/${encodeURIComponent(file)})`;
  };
  const parts = [
    `# ${escapeMarkdown(title)}`,
    ...lead.map(escapeMarkdown),
    ...sections.flatMap((section) => [
      `## ${escapeMarkdown(section.title)}`,
      ...section.blocks.map((block) => blockText(block, figureText)),
    ]),
  ];
  return { text: `${parts.join('\n\n')}\n`, files };
}

function blockText(block: Block, figureText: (figure: Figure) => string): string {
  switch (block.type) {
    case 'text':
      return escapeMarkdown(block.text);
    case 'heading':
      return `### ${escapeMarkdown(block.text)}`;
    case 'code':
      return fenced(block.text);
    case 'pairs':
      return block.pairs
        .map(([name, value]) => `- ${escapeMarkdown(name)}: ${escapeMarkdown(value)}`)
        .join('\n');
    case 'figures':
      return block.figures.map(figureText).join('\n');
    case 'table':
      return tableText(block);
  }
}

function tableText({ caption, columns, rows }: Table): string {
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const cell = (text: string, strong = false) =>
    strong && text !== '' ? `**${escapeMarkdown(text)}**` : escapeMarkdown(text);
  const lines = [
    row(columns.map(({ title }) => escapeMarkdown(title))),
    row(columns.map(({ align }) => (align === 'right' ? '--:' : '---'))),
    ...rows.map((cells) => row(cells.map((text, column) => cell(text, columns[column]?.strong)))),
  ];
  return `${caption === null ? '' : `${escapeMarkdown(caption)}\n\n`}${lines.join('\n')}`;
}

/** `text` such that Markdown shows it as it is: no formatting, links or tags, on one line. */
function escapeMarkdown(text: string): string {
  const escaped = text.replace(/\s+/g, ' ').replace(/[\\`*_{}[\]<>#|~&!$]/g, '\\$&');
  // What would begin a list at the start of a line.
  return escaped.replace(/^(\d+)([.)])(?=\s|$)/, '$1\\$2').replace(/^[-+]/, '\\$&');
}

/** A block of code whose fence is longer than any in it. */
function fenced(text: string): string {
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map((ticks) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}\n${text}\n${fence}`;
}
