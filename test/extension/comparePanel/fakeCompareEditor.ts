import { vi } from 'vitest';
import * as editor from '../runPanel/fakeEditor';

/** The editor's API as the comparison uses it: that of the run panel, with a quick pick and the clipboard. */
export * from '../runPanel/fakeEditor';

export class ThemeIcon {
  constructor(readonly id: string) {}
}
export class ThemeColor {
  constructor(readonly id: string) {}
}

export const env = { ...editor.env, clipboard: { writeText: vi.fn(() => Promise.resolve()) } };

export const window = Object.assign(editor.window, {
  showQuickPick: vi.fn((_items: readonly unknown[]) => Promise.resolve<unknown>(undefined)),
  setStatusBarMessage: vi.fn(),
});
