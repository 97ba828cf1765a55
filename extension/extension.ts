import { join } from 'node:path';
import { window, type ExtensionContext } from 'vscode';
import { AugmentationStudios } from './augmentationStudio/augmentationStudios';
import { studioCommand } from './augmentationStudio/studioCommand';
import { CheckpointEditors } from './checkpointEditor/checkpointEditors';
import { checkpointCommands } from './commands/checkpointCommands';
import { cudaCommands } from './commands/cudaCommands';
import { datasetCommands } from './commands/datasetCommands';
import { deviceCommands } from './commands/deviceCommands';
import { embeddingCommands } from './commands/embeddingCommands';
import { evaluationCommands } from './commands/evaluationCommands';
import { exportCommands } from './commands/exportCommands';
import { registerCommands } from './commands/registerCommands';
import { runCommands } from './commands/runCommands';
import { RunContextKeys } from './commands/runContextKeys';
import { runFileCommands } from './commands/runFileCommands';
import { startCommands } from './commands/startCommands';
import { studyCommands } from './commands/studyCommands';
import { viewCommands } from './commands/viewCommands';
import { ComparePanels } from './comparePanel/comparePanels';
import { ConfigDiagnostics } from './configuration/configDiagnostics';
import { ConfigLenses } from './configuration/configLenses';
import { RunConfigDocuments } from './configuration/runConfigDocuments';
import { DatasetList } from './datasets/datasetList';
import { DisposableStore } from './dispose';
import { EmbeddingPanels } from './embeddingPanel/embeddingPanels';
import { NodeFinder } from './engine/nodeFinder';
import { startServices } from './engine/startServices';
import { SimilarPanels } from './similarImages/similarPanels';
import { similarCommand } from './similarImages/similarCommand';
import { EvaluationPanels } from './evaluationPanel/evaluationPanels';
import { EvaluationContext } from './evaluations/evaluationContext';
import { EvaluationFiles } from './evaluations/evaluationFiles';
import { EvaluationJobs } from './evaluations/evaluationJobs';
import { viewIds } from './ids';
import { RunNotifier } from './notify/runNotifier';
import { RunStatusBar } from './notify/runStatusBar';
import { RunPanels } from './runPanel/runPanels';
import { readSettings } from './settings';
import { datasetAt } from './start/askDataset';
import { RunStarter } from './start/runStarter';
import { StartWizard, workingFolder } from './start/startWizard';
import { StudyFiles } from './studies/studyFiles';
import { StudyNotifier } from './studies/studyNotifier';
import { StudyStore } from './studies/studyStore';
import { StudyPanels } from './studyPanel/studyPanels';
import type { ExtensionApi } from './testApi';
import { DatasetsTree } from './views/datasetsTree';
import { DevicesTree } from './views/devicesTree';
import { ExperimentsView } from './views/experimentsView';
import { StudiesView } from './views/studiesView';

/** Called by VS Code when the extension is first needed: makes its parts, in the order in which they build on another. */
export function activate(context: ExtensionContext): ExtensionApi {
  const parts = new DisposableStore();
  context.subscriptions.push(parts);

  const log = parts.add(window.createOutputChannel('SimCLR', { log: true }));
  const services = parts.add(startServices(context, log));
  const panels = parts.add(new RunPanels(context, services));
  const comparisons = parts.add(new ComparePanels(context, services));
  const embeddings = parts.add(new EmbeddingPanels(context, services));
  const evaluations = parts.add(new EvaluationFiles());
  parts.add(new CheckpointEditors(context, services, evaluations));
  const similar = parts.add(new SimilarPanels(context, services));
  parts.add(new RunNotifier(services));
  parts.add(new RunStatusBar(services));
  parts.add(new RunContextKeys(services.store));

  const jobs = parts.add(new EvaluationJobs(services.openTool));
  parts.add(new EvaluationContext(jobs));
  const evaluationPanels = parts.add(new EvaluationPanels(context, services, evaluations));
  const experiments = parts.add(new ExperimentsView(services, evaluations, jobs, context.workspaceState));
  const studies = parts.add(new StudyStore(services.store, parts.add(new StudyFiles()), log));
  const studyPanels = parts.add(new StudyPanels(context, services, studies));
  parts.add(new StudiesView(studies, services.store));
  parts.add(new StudyNotifier(studies, services.store));
  const datasets = parts.add(new DatasetList(context.workspaceState, services.tool));
  parts.add(window.registerTreeDataProvider(viewIds.datasets, parts.add(new DatasetsTree(datasets))));
  const nodes = new NodeFinder(() => readSettings().enginePath);
  const devices = parts.add(new DevicesTree(services.openTool, nodes));
  parts.add(window.registerTreeDataProvider(viewIds.devices, devices));

  parts.add(new RunConfigDocuments());
  parts.add(new ConfigLenses());
  parts.add(new ConfigDiagnostics(datasets));

  const starter = new RunStarter(services.control, panels);
  const wizard = new StartWizard(datasets, services.store);
  const studios = parts.add(
    new AugmentationStudios(context, {
      services,
      folder: workingFolder,
      start: (sources) => starter.start(sources),
      askRecipe: async (source) => wizard.ask(await datasetAt(source, datasets)),
    }),
  );
  const previews = {
    tool: services.tool,
    store: services.store,
    previewFolder: join(context.globalStorageUri.fsPath, 'previews'),
  };
  parts.add(
    registerCommands(
      {
        ...startCommands(services, previews, datasets, starter),
        ...runCommands(services, experiments),
        ...runFileCommands(services, panels, comparisons, experiments),
        ...evaluationCommands(
          services,
          { jobs, files: evaluations, datasets },
          evaluationPanels,
          experiments,
        ),
        ...embeddingCommands(services, embeddings, experiments),
        ...similarCommand(services, datasets, similar, context.workspaceState),
        ...exportCommands(services, experiments),
        ...checkpointCommands(services, experiments),
        ...viewCommands(services, experiments, context),
        ...studyCommands(services, studies, datasets, studyPanels),
        ...datasetCommands(previews, datasets),
        ...deviceCommands(devices, nodes),
        ...cudaCommands({ installation: services.cuda, nodes, devices, tool: services.tool, log }),
        ...studioCommand(services, datasets, studios),
      },
      log,
    ),
  );

  const { store, control, tool } = services;
  return { store, control, tool, experiments: experiments.tree, parts };
}
