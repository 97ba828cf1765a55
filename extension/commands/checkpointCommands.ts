import { commands, l10n, ProgressLocation, Uri, window, type QuickPickItem } from 'vscode';
import type { ExportFormat } from '../../engine/protocol/exportProtocol';
import { chooseCheckpoint, type ChosenCheckpoint } from '../evaluations/chooseCheckpoint';
import { formatCount } from '../format/formatNumbers';
import { commandIds } from '../ids';
import type { Services } from '../services';
import { isTrusted } from '../start/workspaceTrust';
import type { ExperimentsView } from '../views/experimentsView';
import type { RunChoice } from './chooseRuns';
import { offer, startFolder, watched } from './exportCommands';

/** What an encoder is written as. */
interface Form {
  readonly format: ExportFormat;
  readonly head: boolean;
}

/** The commands that take a checkpoint further. Each takes a line of the tree, a run folder and a step, or asks. */
export function checkpointCommands(
  { store, control, tool }: Pick<Services, 'store' | 'control' | 'tool'>,
  view: ExperimentsView,
) {
  const choice = (): RunChoice => ({ store, selection: view.selection });
  return {
    [commandIds.resumeFromCheckpoint]: async (...args: readonly unknown[]) => {
      if (!isTrusted()) return;
      const chosen = await chooseCheckpoint(choice(), args, {
        run: l10n.t('Run to go on from'),
        checkpoint: (title) => l10n.t('Checkpoint of “{0}” to go on from', title),
        none: l10n.t('No run has a checkpoint yet that training could go on from: start a SimCLR run first.'),
      });
      if (chosen === undefined) return;
      const { shown, checkpoint } = chosen;
      const title = l10n.t('Going on from step {0} of “{1}”', formatCount(checkpoint.step), shown.title);
      // A branch begins with a copy of what the run has written, which may be gigabytes.
      const goesOn = await window.withProgress({ location: ProgressLocation.Notification, title }, () =>
        control.resumeFrom(shown.run.paths.folder, checkpoint.step),
      );
      await commands.executeCommand(commandIds.openRun, goesOn);
    },
    [commandIds.exportEncoder]: async (...args: readonly unknown[]) => {
      if (!isTrusted()) return;
      const chosen = await chooseCheckpoint(choice(), args, {
        run: l10n.t('Run whose encoder to export'),
        checkpoint: (title) => l10n.t('Checkpoint of “{0}” to export', title),
        none: l10n.t('No run has a checkpoint yet that could be exported: start a SimCLR run first.'),
      });
      if (chosen !== undefined) await exportEncoder(tool, chosen);
    },
  };
}

async function exportEncoder(tool: Services['tool'], { shown, checkpoint }: ChosenCheckpoint): Promise<void> {
  const { id, paths, record } = shown.run;
  const title = l10n.t('Export the encoder of “{0}”, step {1}', shown.title, formatCount(checkpoint.step));
  const form = await askForm(title, record.config.head.type !== 'none');
  if (form === undefined) return;
  const { format, head } = form;
  const name = `${id}-step-${checkpoint.step}.${format}`;
  const target = await window.showSaveDialog({
    ...{ title, defaultUri: Uri.joinPath(startFolder(), name) },
    filters: { [format === 'onnx' ? 'ONNX' : 'safetensors']: [format] },
  });
  if (target === undefined) return;
  const params = { runFolder: paths.folder, step: checkpoint.step, path: target.fsPath, format, head };
  const done = await watched(
    l10n.t('Exporting the encoder of “{0}”, step {1}', shown.title, formatCount(checkpoint.step)),
    (token) => tool.exportEncoder(params, token),
  );
  if (done !== null) await offer(done);
}

/** @param hasHead whether there is a projection head that could go with it. */
async function askForm(title: string, hasHead: boolean): Promise<Form | undefined> {
  const forms: readonly (QuickPickItem & Form)[] = [
    {
      ...{ format: 'safetensors', head: false, label: l10n.t('Encoder for PyTorch') },
      ...{ description: '.safetensors', detail: l10n.t('Names and layouts as torchvision has them') },
    },
    {
      ...{ format: 'safetensors', head: true, label: l10n.t('Encoder and projection head for PyTorch') },
      ...{
        description: '.safetensors',
        detail: l10n.t('The head’s tensors are head.layers.0.weight and so on'),
      },
    },
    {
      ...{ format: 'onnx', head: false, label: l10n.t('Encoder as ONNX') },
      ...{ description: '.onnx', detail: l10n.t('With its computation: images in, h out') },
    },
    {
      ...{ format: 'onnx', head: true, label: l10n.t('Encoder and projection head as ONNX') },
      ...{ description: '.onnx', detail: l10n.t('With its computation: images in, h and z out') },
    },
  ];
  return window.showQuickPick(
    forms.filter(({ head }) => hasHead || !head),
    { title, matchOnDescription: true },
  );
}
