import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Exported, ExportFormat } from '../exchange/exportEncoder';
import { formatBytes, formatCount } from '../format/formatNumbers';
import { findCheckpoint } from '../runs/findCheckpoint';
import { runsFolderOf } from './configFlags';
import type { ExportFlags } from './exportFormat';
import { inTerminal } from './inTerminal';
import type { Terminal } from './terminal';
import { writtenAt } from './writtenAt';

/**
 * Writes the encoder of a checkpoint and says how it is read.
 * @param exit told the exit code where the user ended the work.
 * @throws UserError as `findCheckpoint` and `exportEncoder` do.
 */
export async function exportWeights(
  terminal: Terminal,
  exit: (code: number) => void,
  format: ExportFormat,
  subject: string,
  flags: ExportFlags,
): Promise<void> {
  const found = findCheckpoint(runsFolderOf(flags), subject, flags.checkpoint);
  const path = resolve(flags.output ?? '');
  const written = writtenAt(path);
  const head = flags.head ?? false;
  const { exportEncoder } = await import('../exchange/exportEncoder');
  const exported = await inTerminal(terminal, flags.json === true, exit, ({ signal }) =>
    exportEncoder({ ...found, path, format, head, signal }),
  );
  if (exported === null) return;
  if (flags.json) {
    const { step, imageSize, outputSize, torchvision } = exported;
    const checkpoint = found.checkpoint.path;
    const all = { format, path, checkpoint, step, head, imageSize, outputSize, torchvision };
    terminal.write(`${JSON.stringify(all, null, 2)}\n`);
    return;
  }
  terminal.write(`${textOf(exported, written, path, format, head).join('\n')}\n`);
}

function textOf(
  { config, step, imageSize, outputSize, torchvision }: Exported,
  written: string,
  path: string,
  format: ExportFormat,
  head: boolean,
): string[] {
  const name = config.encoder.architecture.replace('resnet', 'ResNet-');
  const size = formatBytes(statSync(path).size);
  const lines = [
    `${written}: ${name} after ${formatCount(step)} steps, h of ${formatCount(outputSize)}, ${size}.`,
    `It takes RGB from 0 to 1, ${imageSize}×${imageSize} pixels, with no mean or standard deviation taken out.`,
  ];
  if (format === 'safetensors' && torchvision !== null) {
    const alone = head ? ', and without the tensors of head' : '';
    lines.push(`It fits torchvision.models.${torchvision}() once its fc is torch.nn.Identity()${alone}.`);
  }
  return lines;
}
