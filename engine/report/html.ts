import type { Table } from '../format/blocks';
import { escapeXml } from './escapeXml';
import { figureStyle } from './figureStyle';
import type { Block, Figure, Report } from './report';

const style = `
:root{color-scheme:light dark;--ground:#fff}
@media screen and (prefers-color-scheme:dark){:root{--ground:#1e1e1e}}
${figureStyle}
body{margin:0 auto;padding:24px 20px 48px;max-width:760px;background:var(--ground);color:var(--ink);font:15px/1.5 system-ui,"Segoe UI",Helvetica,Arial,sans-serif}
h1{font-size:26px;line-height:1.25;margin:0 0 4px;overflow-wrap:anywhere}
h2{font-size:18px;margin:36px 0 10px;padding-bottom:4px;border-bottom:1px solid var(--grid)}
h3{font-size:15px;margin:22px 0 4px}
p{margin:6px 0}.lead,.caption{color:var(--faint)}.caption{margin:18px 0 -4px}
.scroll{overflow-x:auto}
table{border-collapse:collapse;margin:10px 0;font-variant-numeric:tabular-nums}
th,td{padding:3px 16px 3px 0;text-align:left;vertical-align:top;border-bottom:1px solid var(--grid);overflow-wrap:anywhere}
th{font-weight:600;color:var(--faint)}td.strong{font-weight:600}td.right,th.right{text-align:right;white-space:nowrap}
dl{display:grid;grid-template-columns:minmax(90px,auto) 1fr;gap:3px 16px;margin:10px 0}
dt{color:var(--faint)}dd{margin:0;overflow-wrap:anywhere}
.figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(300px,100%),1fr));gap:14px 20px;margin:12px 0}
.figures svg,.figures img{display:block;width:100%;height:auto}.figures:has(> :only-child){grid-template-columns:1fr}
pre{margin:10px 0;padding:10px 12px;border:1px solid var(--grid);border-radius:4px;font:12.5px/1.5 ui-monospace,Consolas,Menlo,monospace;white-space:pre-wrap;overflow-wrap:anywhere}
@media print{
body{padding:0;max-width:none}h2,h3,.caption,h3+p,p:has(+.figures){break-after:avoid}figure,tr,svg,dd{break-inside:avoid}
.figures:has(>:nth-child(3)){grid-template-columns:repeat(3,1fr)}.figures img{width:auto;max-width:100%;max-height:120mm}
}
`;

/**
 * A report as one HTML page that needs nothing else: no script, nothing from a network, colours by the reader's choice
 * of light or dark.
 */
export function reportHtml({ title, lead, sections }: Report): string {
  const body = [
    `<h1>${escapeXml(title)}</h1>`,
    ...lead.map((text) => `<p class="lead">${escapeXml(text)}</p>`),
    ...sections.map(
      (section) =>
        `<section>\n<h2>${escapeXml(section.title)}</h2>\n${section.blocks.map(blockHtml).join('\n')}\n</section>`,
    ),
  ];
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${escapeXml(title)}</title>`,
    `<style>${style}</style>`,
    '</head>',
    `<body>\n${body.join('\n')}\n</body>`,
    '</html>\n',
  ].join('\n');
}

function blockHtml(block: Block): string {
  switch (block.type) {
    case 'text':
      return `<p>${escapeXml(block.text)}</p>`;
    case 'heading':
      return `<h3>${escapeXml(block.text)}</h3>`;
    case 'code':
      return `<pre>${escapeXml(block.text)}</pre>`;
    case 'pairs': {
      const pairs = block.pairs.map(
        ([name, value]) => `<dt>${escapeXml(name)}</dt><dd>${escapeXml(value)}</dd>`,
      );
      return `<dl>${pairs.join('')}</dl>`;
    }
    case 'figures':
      return `<div class="figures">${block.figures.map(figureHtml).join('\n')}</div>`;
    case 'table':
      return tableHtml(block);
  }
}

function figureHtml({ alt, image }: Figure): string {
  if (image.type === 'svg') return `<figure style="margin:0">${image.markup}</figure>`;
  const data = Buffer.from(image.bytes).toString('base64');
  return `<figure style="margin:0"><img alt="${escapeXml(alt)}" width="${image.width}" src="data:image/png;base64,${data}"></figure>`;
}

function tableHtml({ caption, columns, rows }: Table): string {
  const cell = (tag: 'td' | 'th', text: string, column: number) => {
    const { align, strong } = columns[column] ?? { align: 'left' };
    const kinds = [...(align === 'right' ? ['right'] : []), ...(strong ? ['strong'] : [])];
    return `<${tag}${kinds.length === 0 ? '' : ` class="${kinds.join(' ')}"`}>${escapeXml(text)}</${tag}>`;
  };
  const head = columns.map(({ title }, column) => cell('th', title, column)).join('');
  const body = rows.map(
    (cells) => `<tr>${cells.map((text, column) => cell('td', text, column)).join('')}</tr>`,
  );
  const over = caption === null ? '' : `<p class="caption">${escapeXml(caption)}</p>\n`;
  return `${over}<div class="scroll"><table><thead><tr>${head}</tr></thead><tbody>${body.join('')}</tbody></table></div>`;
}
