import { stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import type { Workbench } from './workbench';

/** Folder of the README's pictures. */
export const pictures = join('media', 'screenshots');
/** Bytes that a picture may have. */
const largest = 250_000;
/** The window's side bar with the bars around it, pixels. */
export const sideBar = { x: 0, y: 35, width: 348, height: 845 };
export const panelArea = { x: 348, y: 35, width: 1052, height: 845 };
export const quickPick = { x: 390, y: 0, width: 630, height: 260 };

/** Writes what is shown of `clip`, with fewer colours where it would be too large. */
export async function takePicture(workbench: Workbench, name: string, clip: typeof sideBar): Promise<void> {
  const path = join(pictures, `${name}.png`);
  // Away from what would show a tooltip.
  await workbench.page.mouse.move(700, 10);
  const picture = await workbench.page.screenshot({ clip });
  const small = await sharp(picture).png({ compressionLevel: 9, effort: 10 }).toBuffer();
  const fewColors = () => sharp(picture).png({ palette: true, effort: 10, quality: 95 }).toBuffer();
  await writeFile(path, small.length < largest ? small : await fewColors());
  const { size } = await stat(path);
  if (size > largest) throw new Error(`${path} has ${String(size)} bytes.`);
  console.log(`${path}  ${String(Math.round(size / 1000))} kB`);
}
