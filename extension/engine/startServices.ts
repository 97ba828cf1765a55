import {
  commands,
  env,
  l10n,
  Uri,
  version,
  window,
  workspace,
  type Disposable,
  type ExtensionContext,
  type LogOutputChannel,
} from 'vscode';
import { CudaInstallation } from '../cuda/cudaInstallation';
import { removePath } from '../commands/removePath';
import { DisposableStore } from '../dispose';
import { commandIds, settingIds } from '../ids';
import { DeadRuns } from '../runs/deadRuns';
import { DiskRunStore } from '../runs/diskRunStore';
import { EngineRunControl } from '../runs/engineRunControl';
import { QueueKeeper } from '../runs/queueKeeper';
import type { Services } from '../services';
import { readSettings, runsFolder, settingsSection } from '../settings';
import { EngineFork } from './forkEngine';
import { NodeFinder } from './nodeFinder';
import { ProcessToolEngine } from './processToolEngine';
import { RunEngines } from './runEngines';
import { StudyEngines } from './studyEngines';

/** Minutes without a question after which the tool engine's memory is given back. */
const toolIdleMinutes = 5;

/**
 * Starts everything that knows runs and engines. Returns at once: the disk is read and engines are looked for
 * afterwards. Disposing ends the tool engine and leaves the engines of runs to their work.
 */
export function startServices(context: ExtensionContext, log: LogOutputChannel): Services & Disposable {
  const owned = new DisposableStore();
  const client = `${env.appName} ${version}`;
  const mayStart = () => workspace.isTrusted;
  const currentFolder = () => runsFolder(context.globalStorageUri);

  const finder = new NodeFinder(() => readSettings().enginePath);
  const cuda = new CudaInstallation(Uri.joinPath(context.globalStorageUri, 'cuda').fsPath);
  const fork = new EngineFork(Uri.joinPath(context.extensionUri, 'dist', 'engine', 'main.js').fsPath, () =>
    cuda.environment((workspace.workspaceFolders ?? []).map(({ uri }) => uri.fsPath)),
  );
  const engines = new RunEngines(fork, finder, log);
  const studyEngines = new StudyEngines(fork, finder, log);
  const openTool = () =>
    new ProcessToolEngine({
      fork: async () => fork.tools(await finder.find()),
      client,
      log,
      idleMinutes: toolIdleMinutes,
    });
  const tool = owned.add(openTool());

  const deadRuns = new DeadRuns({
    mayWrite: mayStart,
    endOf: (folder, pid) => engines.endOf(folder, pid),
    log,
  });
  const store = owned.add(new DiskRunStore(currentFolder(), { client, deadRuns, mayConnect: mayStart, log }));

  const keeper = owned.add(
    new QueueKeeper({
      runsFolder: () => store.runsFolder,
      mayStart,
      start: (folder) => engines.start(folder),
      changed: () => void store.refresh(),
      report: (message) => void reportEngine(message),
      log,
    }),
  );
  owned.add(keepQueue(store, keeper));

  const retarget = () => store.retarget(currentFolder());
  owned.add(workspace.onDidChangeWorkspaceFolders(retarget));
  owned.add(
    workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(`${settingsSection}.${settingIds.runsFolder}`)) retarget();
      if (event.affectsConfiguration(`${settingsSection}.${settingIds.enginePath}`)) void tool.restart();
    }),
  );
  // Restricted settings count from now on, deaths may be recorded, and what waits may begin.
  owned.add(
    workspace.onDidGrantWorkspaceTrust(() => {
      retarget();
      void store.refresh().then(() => keeper.look());
    }),
  );

  const control = new EngineRunControl({
    store,
    keeper,
    mayStart,
    checkEngine: () => engines.check(),
    removeFolder: removePath,
  });
  return { store, control, tool, openTool, studyEngines, cuda, log, dispose: () => owned.dispose() };
}

/** Has the queue put in order when a folder of runs has been read for the first time, and moved on when runs change. */
function keepQueue(store: DiskRunStore, keeper: QueueKeeper): Disposable {
  let repaired = '';
  return store.onDidChange(() => {
    if (!store.loaded) return;
    if (repaired !== store.runsFolder) {
      repaired = store.runsFolder;
      const queued = store.runs.filter(({ run }) => run.state === 'queued');
      keeper.repair(queued.map(({ run }) => run.id).reverse());
    }
    keeper.look();
  });
}

async function reportEngine(message: string): Promise<void> {
  const choose = l10n.t('Choose Node.js');
  const answer = await window.showErrorMessage(message, choose);
  if (answer === choose) await commands.executeCommand(commandIds.chooseEngineNode);
}
