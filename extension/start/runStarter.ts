import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { commands, l10n, Uri, window } from 'vscode';
import { isLayer, type ConfigLayer } from '../../engine/config/mergeConfig';
import { presets, presetNames } from '../../engine/config/presets';
import { resolveConfig, type ConfigSources, type ResolvedConfig } from '../../engine/config/resolveConfig';
import { UserError } from '../../engine/errors';
import type { RunPanels } from '../runPanel/runPanels';
import type { RunControl } from '../runs/runControl';
import { readSettings } from '../settings';
import { settingsOverrides } from './settingsOverrides';

/** Starts runs and opens their panels. */
export class RunStarter {
  constructor(
    private readonly control: RunControl,
    private readonly panels: RunPanels,
  ) {}

  /**
   * Starts the run that `sources` describe, with what the settings say where those leave it open. What is wrong with
   * them is shown, with a way to the file where there is one.
   */
  async start(sources: ConfigSources): Promise<void> {
    const resolved = await resolveShown(sources);
    if (resolved === null) return;
    const { config, baseFolder } = resolved;
    const folder = await this.control.start({ config, baseFolder });
    this.panels.open(folder);
  }
}

/** The configuration that `sources` and the settings make; null where there is none, which is shown. */
export async function resolveShown(sources: ConfigSources): Promise<ResolvedConfig | null> {
  try {
    return await resolveWithSettings(sources);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const { file, workingFolder } = sources;
    const uri = file === undefined ? null : Uri.file(resolve(workingFolder, file));
    void showProblems(error.message.split('\n'), uri);
    return null;
  }
}

async function resolveWithSettings(sources: ConfigSources): Promise<ResolvedConfig> {
  const { file, workingFolder, overrides = [] } = sources;
  const inFile = file === undefined ? {} : await layerOf(resolve(workingFolder, file));
  const name = sources.preset ?? inFile['preset'];
  const preset = presetNames.find((known) => known === name);
  const layers: ConfigLayer[] = [inFile, preset === undefined ? {} : presets[preset].config];
  return resolveConfig({
    ...sources,
    overrides: [...settingsOverrides(readSettings(), layers), ...overrides],
  });
}

/** The fields of a file as they stand in it; none where it cannot be read, which is found out again and then said. */
async function layerOf(path: string): Promise<ConfigLayer> {
  try {
    const value: unknown = JSON.parse((await readFile(path, 'utf8')).replace(/^\uFEFF/, ''));
    return isLayer(value) ? value : {};
  } catch {
    return {};
  }
}

async function showProblems([first = '', ...more]: readonly string[], file: Uri | null): Promise<void> {
  const message = more.length === 0 ? first : l10n.t('{0} (and {1} more)', first, more.length);
  if (file === null) {
    void window.showErrorMessage(message);
    return;
  }
  const open = l10n.t('Open Configuration');
  if ((await window.showErrorMessage(message, open)) === open) {
    await commands.executeCommand('vscode.open', file);
  }
}
