import { themes } from './themes';
import { watchPage } from './watchPage';

/** What tests reach into a page by, whatever panel it shows. */
export interface PlayedEditor<From, To> {
  /** Messages of the panel, in order. */
  readonly posted: From[];
  /** Violations of the content security policy. */
  readonly violations: string[];
  /** What the panel remembers, over a reload of the page too. */
  state: unknown;
  send(message: To): void;
  setTheme(name: string): void;
  /** Resolves when everything that was sent is shown. */
  settled(): Promise<void>;
}

declare global {
  interface Window {
    playedEditor: PlayedEditor<unknown, unknown>;
  }
}

/** What a panel remembers belongs to the address, which stays over a reload. */
const stateKey = `state of ${location.search}`;

/**
 * Plays the editor to a panel in this page, whose own script is loaded later: the interface that VS Code gives to
 * webviews, and the theme that the address names (`?theme=dark`).
 * @param answer called with every message of the panel.
 */
export function playEditor<From, To>(answer: (message: From) => void): PlayedEditor<From, To> {
  const { settled } = watchPage();
  const editor: PlayedEditor<From, To> = {
    posted: [],
    violations: [],
    state: JSON.parse(sessionStorage.getItem(stateKey) ?? 'null') ?? undefined,
    send: (message) => window.postMessage(message, location.origin),
    setTheme,
    settled,
  };
  document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
    editor.violations.push(`${violatedDirective}: ${blockedURI}`);
  });
  Object.assign(window, {
    acquireVsCodeApi: () => ({
      postMessage: (message: From) => {
        // As on its way to the extension: only plain data pass.
        editor.posted.push(structuredClone(message));
        answer(message);
      },
      getState: () => editor.state,
      setState: (state: unknown) => {
        editor.state = state;
        sessionStorage.setItem(stateKey, JSON.stringify(state));
      },
    }),
  });
  Object.assign(window, { playedEditor: editor });
  setTheme(new URLSearchParams(location.search).get('theme') ?? 'dark');
  return editor;
}

function setTheme(name: string): void {
  const theme = themes[name];
  if (theme === undefined) return;
  const { style } = document.documentElement;
  style.cssText = '';
  for (const [variable, value] of Object.entries(theme.variables))
    style.setProperty(`--vscode-${variable}`, value);
  document.body.className = theme.bodyClass;
}
