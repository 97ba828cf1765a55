import {
  l10n,
  Uri,
  window,
  type CustomReadonlyEditorProvider,
  type Disposable,
  type ExtensionContext,
  type WebviewPanel,
} from 'vscode';
import { DisposableStore } from '../dispose';
import type { EvaluationFiles } from '../evaluations/evaluationFiles';
import { editorTypes } from '../ids';
import { webviewOptions } from '../panels/panelHtml';
import type { Services } from '../services';
import { CheckpointDocument } from './checkpointDocument';
import { CheckpointEditor } from './checkpointEditor';

/** Opens safetensors files, those of runs and any other, to be looked at. */
export class CheckpointEditors implements CustomReadonlyEditorProvider<CheckpointDocument>, Disposable {
  private readonly owned = new DisposableStore();
  private readonly script: string;

  constructor(
    private readonly context: Pick<ExtensionContext, 'extensionUri' | 'globalState'>,
    private readonly services: Pick<Services, 'store' | 'tool' | 'log'>,
    private readonly evaluations: EvaluationFiles,
  ) {
    this.script = Uri.joinPath(context.extensionUri, 'dist', 'extension', 'checkpointWorker.js').fsPath;
    for (const type of Object.values(editorTypes)) {
      this.owned.add(
        window.registerCustomEditorProvider(type, this, { supportsMultipleEditorsPerDocument: true }),
      );
    }
  }

  /** @throws Error with a sentence for the user where the file is not on a disk of this machine. */
  openCustomDocument(uri: Uri): CheckpointDocument {
    if (uri.scheme !== 'file') {
      throw new Error(
        l10n.t('{0} is not a file on a disk: copy it to a folder and open it there.', uri.toString()),
      );
    }
    return new CheckpointDocument(uri, this.script);
  }

  /** Shows the file; the editor is gone with its panel. */
  resolveCustomEditor(document: CheckpointDocument, panel: WebviewPanel): void {
    panel.webview.options = webviewOptions(this.context.extensionUri);
    const { services, evaluations } = this;
    const { extensionUri, globalState } = this.context;
    new CheckpointEditor(panel, document, { extensionUri, globalState, services, evaluations });
  }

  dispose(): void {
    this.owned.dispose();
  }
}
