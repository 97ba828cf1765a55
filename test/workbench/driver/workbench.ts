import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { openBrowser, type BrowserOptions } from './browser';
import { keepJournal } from './pageJournal';
import { watchProblems } from './pageProblems';
import { defaultPatience, poll } from './poll';
import { tidyWord } from './tidyingKey';

/** Folder of the screenshots, which git ignores. */
const artifacts = resolve('.artifacts');

/** Pixels of a window. */
export const windowSize = { width: 1400, height: 900 };

/** A window to open. */
export interface WorkbenchOptions extends BrowserOptions {
  readonly port: number;
  /** Folder to open. */
  readonly folder: string;
  /** Further parameters of the page's address. */
  readonly parameters?: Readonly<Record<string, string>>;
  /** Called with the page before anything is loaded. */
  readonly prepare?: (page: Page) => Promise<void>;
}

/** A VS Code window in Chromium, worked by keyboard and read through its accessible names. */
export class Workbench {
  private constructor(
    private readonly browser: Browser,
    readonly page: Page,
    /** Errors of our webviews so far. */
    readonly problems: readonly string[],
    /** What the window has logged last. */
    readonly journal: readonly string[],
  ) {}

  static async open(options: WorkbenchOptions): Promise<Workbench> {
    const browser = await openBrowser(options);
    const page = await browser.newPage({ viewport: windowSize });
    page.setDefaultTimeout(defaultPatience);
    const workbench = new Workbench(browser, page, watchProblems(page), keepJournal(page));
    try {
      await options.prepare?.(page);
      const parameters = new URLSearchParams({ folder: options.folder, ...options.parameters });
      await page.goto(`http://127.0.0.1:${String(options.port)}/?${parameters.toString()}`);
      await workbench.ready();
    } catch (error) {
      await workbench.screenshot('failed-to-open');
      await workbench.close();
      throw error;
    }
    return workbench;
  }

  /** Waits until the window can be used. */
  private async ready(): Promise<void> {
    await this.page.locator('.monaco-workbench .part.statusbar').waitFor();
    await this.page.getByRole('tab', { name: 'SimCLR' }).first().waitFor();
  }

  /**
   * Runs a command of the palette by keyboard; `title` as the palette shows it: "SimCLR: Open run".
   * @returns when Enter was pressed, by `performance.now()`.
   */
  async runCommand(title: string): Promise<number> {
    return this.acceptInPalette(`>${title}`, startingWith(title));
  }

  /** Opens a file of the workspace by its name. */
  async openFile(name: string): Promise<void> {
    await this.acceptInPalette(name, startingWith(name));
    await this.page.getByRole('tab', { name, selected: true }).waitFor();
    // The tab comes before the editor in it, of which commands are told.
    await this.page.locator(`.monaco-editor.focused[data-uri$="/${name}"] .view-line`).first().waitFor();
  }

  /** Opens the palette with `text` in it. */
  async openPalette(text: string): Promise<void> {
    await poll('the palette', async () => {
      await this.page.keyboard.press('Escape');
      await this.page.keyboard.press('F1');
      await this.quickInput.waitFor({ timeout: 3000 });
      // Something that is still coming up may have closed it.
      await this.quickInput.fill(text, { timeout: 3000 });
      return true;
    });
  }

  get quickInput(): Locator {
    return this.page.locator('.quick-input-widget:not(.hidden) .quick-input-box input');
  }

  /** The rows of the quick pick that is open. */
  get quickRows(): Locator {
    return this.page.locator('.quick-input-widget:not(.hidden) .quick-input-list .monaco-list-row');
  }

  /** Presses Enter in the question that is open, once it is the one with `text` and has an answer ready. */
  async acceptQuickInput(text: string): Promise<void> {
    const widget = this.page.locator('.quick-input-widget:not(.hidden)').filter({ hasText: text });
    const placeholder = this.page.locator(`.quick-input-widget:not(.hidden) input[placeholder*="${text}"]`);
    await poll(`the question "${text}"`, async () => {
      if (!(await widget.or(placeholder).first().isVisible())) return false;
      const isList = await placeholder.first().isVisible();
      return !isList || (await this.quickRows.locator('nth=0').isVisible());
    });
    await this.page.keyboard.press('Enter');
  }

  /**
   * Runs a command and answers its question with the row that matches, by keyboard. An editor that is still coming up takes the
   * focus, which closes a question: then all of it is done anew.
   */
  async runAndPick(title: string, row: RegExp): Promise<void> {
    await poll(`${String(row)} as the answer to ${title}`, async () => {
      await this.runCommand(title);
      await this.pickQuickRow(row, 10_000);
      return true;
    });
  }

  /**
   * Chooses the row of the open quick pick whose text matches, by keyboard.
   * @param patience to wait for it, milliseconds.
   */
  async pickQuickRow(text: RegExp, patience?: number): Promise<void> {
    await this.focusQuickRow(text, patience);
    // An editor that comes back after a reload takes the focus when it is there: the list takes it again, as by a click.
    await this.quickInput.press('Enter', patience === undefined ? {} : { timeout: patience });
  }

  /** Chooses the rows whose text matches, and no others, in the open quick pick of check boxes. */
  async chooseQuickRows(text: RegExp): Promise<void> {
    await this.quickRows.first().waitFor();
    const all = this.page.getByRole('checkbox', { name: 'Toggle all checkboxes' });
    await all.check();
    await all.uncheck();
    await this.quickInput.focus();
    await this.focusQuickRow(text);
    await this.page.keyboard.press('Space');
    await this.page.keyboard.press('Enter');
  }

  /**
   * Opens the palette with `text` in it and chooses the row that matches. A palette lists what was there when it was opened,
   * and a window that is new enables commands and finds files a moment later; and an editor that is still coming up takes
   * the focus, which closes the palette: then it is opened anew.
   * @returns when Enter was pressed, by `performance.now()`.
   */
  private acceptInPalette(text: string, row: RegExp): Promise<number> {
    return poll(`${String(row)} in the palette`, async () => {
      await this.openPalette(text);
      await this.focusQuickRow(row, 5000);
      const pressed = performance.now();
      await this.quickInput.press('Enter', { timeout: 1000 });
      return pressed;
    });
  }

  private async focusQuickRow(text: RegExp, patience?: number): Promise<void> {
    const focused = this.page.locator('.quick-input-widget:not(.hidden) .monaco-list-row.focused');
    await poll(
      `${String(text)} in the list`,
      async () => {
        // A list of check boxes has no row in focus at first.
        const [name = ''] = await focused.evaluateAll((rows) =>
          rows.map((row) => row.getAttribute('aria-label') ?? ''),
        );
        if (text.test(name)) return true;
        await this.page.keyboard.press('ArrowDown');
        return false;
      },
      patience,
    );
  }

  /** Opens the activity bar's container, if it is not open. */
  async showViews(): Promise<void> {
    const header = this.viewHeader('Experiments');
    await poll('the SimCLR views', async () => {
      if (!(await header.isVisible())) await this.page.getByRole('tab', { name: 'SimCLR' }).first().click();
      return header.isVisible();
    });
  }

  /**
   * Waits until the runs that were there are no longer shown. A view that comes on screen has the lines of the last time at
   * first, and a click on one that is gone makes nothing.
   */
  async showsNoRuns(): Promise<void> {
    await this.showViews();
    await poll('no runs', async () => (await this.treeItems('Experiments')).length === 0);
  }

  private viewHeader(view: string): Locator {
    return this.page.locator('.pane-header').filter({ hasText: view });
  }

  /** A view of the container: "Experiments", "Datasets", "Devices". */
  view(name: string): Locator {
    return this.page.locator('.pane').filter({ has: this.viewHeader(name) });
  }

  /** Accessible names of a view's visible rows. */
  treeItems(view: string): Promise<string[]> {
    return this.view(view)
      .getByRole('treeitem')
      .evaluateAll((rows) => rows.map((row) => row.getAttribute('aria-label') ?? row.textContent));
  }

  /** Waits for a row whose accessible name matches, and returns the name. */
  treeItem(view: string, name: RegExp, patience?: number): Promise<string> {
    return poll(
      `${String(name)} in ${view}`,
      async () => (await this.treeItems(view)).find((item) => name.test(item)),
      patience,
    );
  }

  /** Clicks a line of a tree, and again where it was drawn anew under the pointer, which makes nothing of a click. */
  async clickLine(line: Locator): Promise<void> {
    await poll('a line to be selected', async () => {
      await line.click({ timeout: 2000 });
      const isSelected = async () => (await line.getAttribute('aria-selected')) === 'true';
      return poll('the selection', isSelected, 2000);
    });
  }

  /**
   * Waits until a reload of the window loses nothing: in a browser VS Code writes its state down every five seconds, and
   * not when the page is left.
   */
  async stateWritten(): Promise<void> {
    await this.page.waitForTimeout(6500);
  }

  /**
   * Chooses an item of the menu that a right click on a line opens, once it can be chosen. The line above may have come in
   * that very moment, and the menu be that of another line: then it is opened again.
   */
  async chooseInMenu(line: Locator, item: string): Promise<void> {
    const entry = this.page.getByRole('menuitem', { name: item });
    await poll(`"${item}" in the menu`, async () => {
      await line.click({ button: 'right', timeout: 3000 });
      const isItsMenu = await line.and(this.page.locator('.focused')).isVisible();
      if (isItsMenu) await entry.waitFor({ timeout: 3000 });
      // A window that is new does not know yet whether the workspace is trusted.
      if (isItsMenu && (await entry.isEnabled())) return true;
      await this.page.keyboard.press('Escape');
      return false;
    });
    // A menu ignores the first moment, in which a button may still be held: by keyboard, then.
    await entry.hover();
    await this.page.keyboard.press('Enter');
  }

  /**
   * Brings the window back to what it is like when it has just been opened: no editors, questions nor notifications, and
   * the Explorer at the side. The extension looks at the folder anew.
   */
  async tidy(): Promise<void> {
    const { page } = this;
    let presses = 0;
    await poll('a tidy window', async () => {
      presses++;
      // A page of ours may have the focus and be about to go, and the key with it.
      await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
      await page.keyboard.press('Escape');
      await page.keyboard.press('Control+Alt+F10');
      return this.saysTidy(15_000);
    });
    await this.closeTidyWord();
    // The first key may have been late instead of lost, and what it does would undo what comes next.
    if (presses > 1 && (await this.saysTidy(10_000))) await this.closeTidyWord();
    await page.locator('.tabs-container .tab').first().waitFor({ state: 'detached' });
    await page.locator('.explorer-folders-view').waitFor();
  }

  /** Whether the question that ends the tidying is there within `patience`, in milliseconds. */
  private async saysTidy(patience: number): Promise<boolean> {
    const isThere = async () =>
      (await this.quickInput.isVisible()) &&
      (await this.quickInput.inputValue({ timeout: 1000 })) === tidyWord;
    return poll('the end of the tidying', isThere, patience).catch(() => false);
  }

  private async closeTidyWord(): Promise<void> {
    await poll('the end of the question', async () => {
      // It may not have the focus yet.
      await this.page.keyboard.press('Escape');
      return !(await this.quickInput.isVisible());
    });
  }

  /** Reloads the window, as "Developer: Reload Window" does, once nothing is lost by it. */
  async reload(): Promise<void> {
    await this.stateWritten();
    await this.page.reload();
    await this.ready();
  }

  /** Texts of the notifications that are shown. */
  notifications(): Promise<string[]> {
    return this.page.locator('.notifications-toasts .notification-list-item').allInnerTexts();
  }

  /** Presses a button of the notification whose text matches. */
  async pressInNotification(text: RegExp, button: string): Promise<void> {
    const notification = this.page
      .locator('.notifications-toasts .notification-list-item')
      .filter({ hasText: text });
    await notification.getByRole('button', { name: button }).click();
  }

  /** Keeps a picture of the window as `.artifacts/<name>.png`. */
  async screenshot(name: string): Promise<string> {
    mkdirSync(artifacts, { recursive: true });
    const path = join(artifacts, `${name}.png`);
    await this.page.screenshot({ path });
    return path;
  }

  async close(): Promise<void> {
    await this.browser.close();
  }
}

/** Matches the accessible name of a row of a quick pick: its label, and what else is said of it after a comma. */
function startingWith(label: string): RegExp {
  return new RegExp(`^${label.replaceAll(/[.?*+()]/g, '\\$&')}(,|$)`);
}
