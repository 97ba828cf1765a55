import { workspace, type Uri } from 'vscode';
import type { DeviceConfig } from '../engine/config/runConfig';
import { settingIds } from './ids';
import { resolveRunsFolder } from './runs/runsFolder';

/** The section that every setting of the extension is in. */
export const settingsSection = 'simclr';

/** Settings as the user has them, for new runs and for the engine. */
export interface Settings {
  /** For configurations that leave it open. */
  readonly backend: DeviceConfig['backend'];
  /** Which GPU: "auto", a part of its name or its number. */
  readonly gpu: string;
  /** Threads of the CPU backend; "auto" takes every core. */
  readonly threads: DeviceConfig['threads'];
  /** Checkpoints that new runs keep, beside the best. */
  readonly keepCheckpoints: number;
  /** Path of the Node.js that runs the engine; empty where the extension chooses. */
  readonly enginePath: string;
}

/**
 * Reads the settings as they are now. In a workspace that is not trusted VS Code itself leaves out what the workspace
 * says about `enginePath` and `runsFolder` (`restrictedConfigurations` in package.json).
 */
export function readSettings(): Settings {
  const settings = configuration();
  const threads = settings.get<number>(settingIds.threads, 0);
  return {
    backend: settings.get<DeviceConfig['backend']>(settingIds.backend, 'auto'),
    gpu: settings.get<string>(settingIds.gpu, '').trim() || 'auto',
    threads: threads > 0 ? threads : 'auto',
    keepCheckpoints: settings.get<number>(settingIds.keepCheckpoints, 2),
    enginePath: settings.get<string>(settingIds.enginePath, '').trim(),
  };
}

/**
 * Absolute path of the folder of runs.
 * @param ownFolder `globalStorageUri` of the extension, for a window without a workspace.
 */
export function runsFolder(ownFolder: Uri): string {
  return resolveRunsFolder(
    configuration().get<string>(settingIds.runsFolder, ''),
    firstFolder()?.fsPath ?? null,
    ownFolder.fsPath,
  );
}

/** The first workspace folder that is on a disk. */
function firstFolder(): Uri | undefined {
  return workspace.workspaceFolders?.find(({ uri }) => uri.scheme === 'file')?.uri;
}

function configuration() {
  return workspace.getConfiguration(settingsSection, firstFolder() ?? null);
}
