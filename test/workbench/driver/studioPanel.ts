import type { Frame, Locator } from 'playwright-core';
import { poll } from './poll';
import { waitForTheme } from './themes';
import type { Workbench } from './workbench';

/** An augmentation studio that is open, read through what a screen reader would be told. */
export class StudioPanel {
  private constructor(
    private readonly workbench: Workbench,
    private readonly title: string,
    private readonly frame: Frame,
  ) {}

  /** Waits for the studio on what has this title, and for its first views. */
  static async find(workbench: Workbench, title: string): Promise<StudioPanel> {
    const panel = new StudioPanel(workbench, title, await frameOf(workbench, title));
    await panel.drawn(0);
    return panel;
  }

  /** The frame of the page, inside VS Code's two frames around it. */
  get content(): Frame {
    return this.frame;
  }

  /** The canvas with many views of the image. */
  get grid(): Locator {
    return this.frame.locator('[data-drawn]');
  }

  /** Waits for a drawing after the one with this number; returns its number. */
  drawn(after: number): Promise<number> {
    return poll(`a drawing of ${this.title}`, async () => {
      const number = Number(await this.grid.getAttribute('data-drawn', { timeout: 1000 }));
      return number > after && number;
    });
  }

  /** Does something and waits until what it changed is drawn. */
  async redrawn(act: () => Promise<unknown>): Promise<void> {
    const before = Number(await this.grid.getAttribute('data-drawn'));
    await act();
    await this.drawn(before);
  }

  /** What is on the canvas, once it is exact. */
  async pixels(): Promise<string> {
    await this.frame.locator('[data-exact="true"]').waitFor();
    return this.grid.evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());
  }

  slider(name: string): Locator {
    return this.frame.getByRole('slider', { name, exact: true });
  }

  /** Presses a button by keyboard. */
  async press(button: string): Promise<void> {
    const found = this.frame.getByRole('button', { name: button, exact: true });
    await poll(`the button "${button}"`, () => found.isEnabled());
    await found.focus();
    await this.workbench.page.keyboard.press('Enter');
  }

  /** The sentence on the colour shortcut, once it has been measured. */
  shortcut(): Promise<string> {
    return poll('the colour shortcut', async () => {
      const sentence = this.frame.locator('.shortcut:not(.stale)');
      const text = await sentence.innerText({ timeout: 1000 });
      return text.startsWith('By colour alone') && text;
    });
  }

  /** Whether it is saved, in words. */
  saved(): Promise<string> {
    return this.frame.locator('.saved').innerText();
  }

  /** Waits until it is drawn in a kind of theme: "vscode-light". */
  waitForTheme(bodyClass: string): Promise<true> {
    return waitForTheme(this.frame, bodyClass);
  }
}

function frameOf(workbench: Workbench, title: string): Promise<Frame> {
  return poll(`the studio on ${title}`, async () => {
    for (const frame of workbench.page.frames()) {
      const heading = frame.locator('.studio h1');
      if ((await heading.count().catch(() => 0)) === 0) continue;
      if ((await heading.innerText()) === `Augmentations of ${title}`) return frame;
    }
    return undefined;
  });
}
