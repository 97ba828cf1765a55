import {
  CancellationError,
  commands,
  l10n,
  ProgressLocation,
  window,
  workspace,
  type LogOutputChannel,
} from 'vscode';
import { cudaIsBuiltFor, cudaPackageName, cudaPackageVersion } from '../../engine/protocol/cudaPackage';
import type { CudaInstallation, InstallStage } from '../cuda/cudaInstallation';
import { installFailure } from '../cuda/installFailure';
import { npmProxy } from '../cuda/npmProxy';
import { engineEnvironment } from '../engine/engineEnvironment';
import type { NodeFinder } from '../engine/nodeFinder';
import type { ToolEngine } from '../engine/toolEngine';
import { commandIds } from '../ids';
import { readSettings } from '../settings';
import { isTrusted } from '../start/workspaceTrust';
import { isUsed } from '../views/describeBackend';
import type { DevicesTree } from '../views/devicesTree';
import { Notice } from './notice';

/** What the commands on the CUDA backend work on. */
export interface CudaParts {
  readonly installation: CudaInstallation;
  readonly nodes: NodeFinder;
  readonly devices: DevicesTree;
  readonly tool: ToolEngine;
  readonly log: LogOutputChannel;
}

/** The commands that install the CUDA backend and remove it. */
export function cudaCommands(parts: CudaParts) {
  const { installation, devices } = parts;
  return {
    [commandIds.installCuda]: async () => {
      if (!isTrusted()) return;
      if (!cudaIsBuiltFor(process.platform, process.arch))
        throw new Notice(l10n.t('TensorFlow comes with CUDA for Linux and Windows on x64 only.'));
      refuseMeanwhile(installation);
      if (!(await confirmInstall(installation))) return;
      if (!(await install(parts))) return;
      await devices.stopTest();
      await devices.test();
      await tellOutcome(devices);
    },
    [commandIds.removeCuda]: async () => {
      if (!isTrusted()) return;
      if (!installation.exists)
        throw new Notice(l10n.t('There is no CUDA backend that was installed from here.'));
      refuseMeanwhile(installation);
      const remove = l10n.t('Remove');
      const detail = l10n.t(
        '{0} is deleted, about 1.5 GB. New runs take another backend.',
        installation.folder,
      );
      const options = { modal: true, detail };
      const answer = await window.showWarningMessage(l10n.t('Remove the CUDA backend?'), options, remove);
      if (answer !== remove) return;
      const title = l10n.t('Removing the CUDA backend');
      await window.withProgress({ location: ProgressLocation.Notification, title }, async () => {
        await release(parts);
        await installation.remove();
      });
      await devices.test();
    },
  };
}

function refuseMeanwhile({ installing }: CudaInstallation): void {
  if (installing) throw new Notice(l10n.t('The CUDA backend is being installed already.'));
}

/** Ends the engines of this window that may have it open; not those of runs. */
async function release({ tool, devices }: Pick<CudaParts, 'tool' | 'devices'>): Promise<void> {
  await Promise.all([tool.restart(), devices.stopTest()]);
}

async function confirmInstall({ exists, folder }: CudaInstallation): Promise<boolean> {
  const install = exists ? l10n.t('Install Anew') : l10n.t('Install');
  const detail = [
    l10n.t(
      'Downloads {0} {1} with npm and, from storage.googleapis.com, TensorFlow 2.9: about 500 MB, about 1.5 GB on the disk, in {2}. Its install script is run.',
      cudaPackageName,
      cudaPackageVersion,
      folder,
    ),
    l10n.t(
      'It needs an NVIDIA GPU with its driver, CUDA 11.2 and cuDNN 8.1, which are not installed by this. Without them, WebGPU computes on any GPU.',
    ),
  ].join('\n\n');
  const question = l10n.t('Install the CUDA backend?');
  return (await window.showInformationMessage(question, { modal: true, detail }, install)) === install;
}

/** Installs with a notification of its progress. Whether it is installed: failures are shown, with the way to the log. */
async function install(parts: CudaParts): Promise<boolean> {
  const { installation, nodes, log } = parts;
  const options = {
    location: ProgressLocation.Notification,
    title: l10n.t('Installing the CUDA backend'),
    cancellable: true,
  };
  try {
    await window.withProgress(options, async (progress, token) => {
      const abort = new AbortController();
      token.onCancellationRequested(() => abort.abort(new CancellationError()));
      await installation.install({
        node: await nodeWithNpm(nodes),
        env: npmProxy(engineEnvironment(process.env, {}), editorProxy()),
        signal: abort.signal,
        onLine: (line) => log.info(`npm: ${line}`),
        onStage: (stage) => progress.report({ message: stageText(stage) }),
        release: () => release(parts),
      });
    });
    return true;
  } catch (error) {
    if (error instanceof CancellationError) return false;
    log.error(`installing the CUDA backend: ${String(error)}`);
    const message = l10n.t('The CUDA backend was not installed. {0}', installFailure(error));
    const showLog = l10n.t('Show Log');
    if ((await window.showErrorMessage(message, showLog)) === showLog)
      await commands.executeCommand(commandIds.showEngineLog);
    return false;
  }
}

/** Path of a Node.js that npm runs on, which the editor's own does not do. */
async function nodeWithNpm(nodes: NodeFinder): Promise<string> {
  const engine = await nodes.find();
  const node = engine.origin === 'editor' ? (await nodes.findAll()).find(isPlain) : engine;
  if (node === undefined)
    throw new Error(l10n.t('npm was not found: install Node.js, which comes with it, and try again.'));
  return node.path;
}

function editorProxy(): string {
  return workspace.getConfiguration('http').get<string>('proxy', '');
}

function isPlain({ origin }: { readonly origin: string }): boolean {
  return origin !== 'editor';
}

function stageText(stage: InstallStage): string {
  switch (stage) {
    case 'packages':
      return l10n.t('npm packages…');
    case 'tensorflow':
      return l10n.t('TensorFlow, about 400 MB…');
    case 'addon':
      return l10n.t('the addon…');
  }
}

async function tellOutcome(devices: DevicesTree): Promise<void> {
  const cuda = devices.found?.find(({ name }) => name === 'cuda');
  if (cuda === undefined) return;
  if (cuda.available) {
    void window.showInformationMessage(
      isUsed(cuda, readSettings().backend)
        ? l10n.t('CUDA works. New runs use it unless they say otherwise.')
        : l10n.t('CUDA works. New runs use another backend, by the setting simclr.backend.'),
    );
    return;
  }
  const remove = l10n.t('Remove It');
  const message = l10n.t(
    'The CUDA backend is installed, and does not work yet: {0}. To mend it: {1}.',
    cuda.reason ?? '',
    cuda.remedy ?? l10n.t('see the log'),
  );
  if ((await window.showWarningMessage(message, remove)) === remove)
    await commands.executeCommand(commandIds.removeCuda);
}
