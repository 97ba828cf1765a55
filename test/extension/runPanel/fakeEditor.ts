import { vi } from 'vitest';
import type { WebviewPanel, WebviewPanelSerializer } from 'vscode';

/** The editor's API as the panels use it, for `vi.mock('vscode', …)`, and what they did with it. */
export { l10n } from '../fakeVscode';

export const ViewColumn = { Active: -1 };
export const UIKind = { Desktop: 1, Web: 2 };
export const env = { uiKind: UIKind.Desktop, remoteName: undefined };

export const Uri = {
  file: (path: string) => uri(path),
  joinPath: (base: { path: string }, ...parts: string[]) => uri([base.path, ...parts].join('/')),
};

function uri(path: string) {
  return { scheme: 'file', path, fsPath: path, toString: () => `file://${path}` };
}

export const commands = { executeCommand: vi.fn((..._args: unknown[]) => Promise.resolve()) };
export const workspace = {
  workspaceFolders: [{ uri: uri('/work') }],
  asRelativePath: (target: { path: string }) => target.path,
};

export const window = {
  createWebviewPanel: vi.fn(() => fakePanel()),
  registerWebviewPanelSerializer: vi.fn((_type: string, _serializer: WebviewPanelSerializer) => ({
    dispose: vi.fn(),
  })),
  showSaveDialog: vi.fn(() => Promise.resolve<unknown>(undefined)),
  showInformationMessage: vi.fn((..._args: unknown[]) => Promise.resolve<unknown>(undefined)),
  showErrorMessage: vi.fn((..._args: unknown[]) => Promise.resolve<unknown>(undefined)),
};

class FakeEvent<T> {
  private readonly listeners = new Set<(value: T) => void>();
  readonly event = (listener: (value: T) => void) => {
    this.listeners.add(listener);
    return { dispose: () => this.listeners.delete(listener) };
  };
  fire(value: T): void {
    for (const listener of [...this.listeners]) listener(value);
  }
}

/** A panel whose page is this test. */
export function fakePanel() {
  const received = new FakeEvent<unknown>();
  const viewState = new FakeEvent<undefined>();
  const disposed = new FakeEvent<undefined>();
  const state = { visible: true, gone: false };
  const posted: unknown[] = [];
  const panel = {
    title: '',
    iconPath: undefined,
    get visible() {
      return state.visible;
    },
    webview: {
      html: '',
      options: {},
      cspSource: 'https://webview.test',
      asWebviewUri: (target: { path: string }) => uri(target.path),
      postMessage: (message: unknown) => Promise.resolve(posted.push(message) > 0),
      onDidReceiveMessage: received.event,
    },
    onDidChangeViewState: viewState.event,
    onDidDispose: disposed.event,
    reveal: vi.fn(),
    dispose: () => {
      if (state.gone) return;
      state.gone = true;
      disposed.fire(undefined);
    },
    /** What the tests do with it. */
    posted,
    isGone: () => state.gone,
    send: (message: unknown) => received.fire(message),
    setVisible: (visible: boolean) => {
      state.visible = visible;
      viewState.fire(undefined);
    },
  };
  return panel as typeof panel & WebviewPanel;
}
