import { ViewColumn, window, type Disposable, type ExtensionContext, type WebviewPanel } from 'vscode';
import * as z from 'zod';
import { studySizes, type Study, type StudySize } from '../../engine/studies/studySchema';
import { DisposableStore } from '../dispose';
import { panelTypes } from '../ids';
import { webviewOptions } from '../panels/panelHtml';
import type { Services } from '../services';
import { CostEstimator } from '../studies/costEstimator';
import type { StudyStore } from '../studies/studyStore';
import { StudyPanel } from './studyPanel';

/** What the page keeps for the time after a reload of the window. */
const panelStateSchema = z.object({ name: z.string().min(1), size: z.enum(studySizes) });

/** The study panels of this window: one for each study and size that was opened. They come back after a reload. */
export class StudyPanels implements Disposable {
  private readonly owned = new DisposableStore();
  private readonly panels = new Map<string, StudyPanel>();
  private readonly estimator: CostEstimator;

  constructor(
    private readonly context: Pick<ExtensionContext, 'extensionUri'>,
    private readonly services: Pick<Services, 'store' | 'tool' | 'log' | 'studyEngines'>,
    private readonly studies: StudyStore,
  ) {
    this.estimator = new CostEstimator(services.studyEngines);
    this.owned.add(
      window.registerWebviewPanelSerializer(panelTypes.study, {
        deserializeWebviewPanel: (panel: WebviewPanel, state: unknown) => {
          this.restore(panel, state);
          return Promise.resolve();
        },
      }),
    );
  }

  /** Opens the panel of a study at a size, or shows the one there is. */
  open(name: string, size: StudySize): void {
    const open = this.panels.get(keyOf(name, size));
    if (open !== undefined) {
      open.reveal();
      return;
    }
    const panel = window.createWebviewPanel(panelTypes.study, 'SimCLR', ViewColumn.Active, {
      ...webviewOptions(this.context.extensionUri),
      enableFindWidget: true,
    });
    this.adopt(panel, name, size);
  }

  /** The size that a study is most likely meant to be opened at: the one that is run, or was started last, or the smallest. */
  likelySize(study: Study): StudySize {
    const started = this.studies
      .startedOf(study.name)
      .toSorted((a, b) => b.plan.startedAt.localeCompare(a.plan.startedAt));
    const shown = started.find(({ runner }) => runner !== null) ?? started[0];
    return shown?.plan.size ?? studySizes.find((size) => study.sizes[size] !== undefined) ?? 'minutes';
  }

  dispose(): void {
    for (const panel of [...this.panels.values()]) panel.dispose();
    this.owned.dispose();
  }

  private restore(panel: WebviewPanel, state: unknown): void {
    const parsed = panelStateSchema.safeParse(state);
    // Without its state, or beside another panel of the same study, there is nothing that it could show.
    if (!parsed.success || this.panels.has(keyOf(parsed.data.name, parsed.data.size))) {
      panel.dispose();
      return;
    }
    panel.webview.options = webviewOptions(this.context.extensionUri);
    this.adopt(panel, parsed.data.name, parsed.data.size);
  }

  private adopt(panel: WebviewPanel, name: string, size: StudySize): void {
    const key = keyOf(name, size);
    const { extensionUri } = this.context;
    const { services, studies, estimator } = this;
    const closed = () => this.panels.delete(key);
    const context = { extensionUri, services, studies, estimator, closed };
    this.panels.set(key, new StudyPanel(panel, name, size, context));
  }
}

function keyOf(name: string, size: StudySize): string {
  return `${name}.${size}`;
}
