import sharp from 'sharp';
import { figureStyle, figureStyleOnWhite } from './figureStyle';

/** Pixels for each unit of a drawing, so that it is sharp on dense screens too. */
const scale = 2;

/** An SVG figure with its colours, which follow the reader's choice of light or dark, as a file of its own. */
export function standaloneSvg(markup: string): string {
  return markup.replace('>', `><style>${figureStyle}</style>`);
}

/** An SVG figure as a picture on white, twice as large as its units say. */
export async function figurePng(markup: string): Promise<Uint8Array> {
  const styled = markup.replace('>', `><style>${figureStyleOnWhite}</style>`);
  return sharp(Buffer.from(styled), { density: 72 * scale })
    .flatten({ background: '#fff' })
    .png()
    .toBuffer();
}
