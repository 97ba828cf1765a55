import type { Frame, Locator } from 'playwright-core';
import { poll } from './poll';
import { waitForTheme } from './themes';
import type { Workbench } from './workbench';

/** A panel that compares h and z, worked as a person would. */
export class EmbeddingPanelPage {
  private constructor(
    private readonly workbench: Workbench,
    /** The frame of the page, inside VS Code's two frames around it. */
    readonly content: Frame,
  ) {}

  /** Waits for the panel of the run with this title, with its points. */
  static async find(workbench: Workbench, title: string): Promise<EmbeddingPanelPage> {
    const content = await poll(`h and z of ${title}`, async () => {
      for (const frame of workbench.page.frames()) {
        const points = await frame
          .locator('.scatter .plot-caption')
          .allInnerTexts()
          .catch(() => []);
        const isDrawn = points.length === 2 && points.every((text) => text.includes('PCA'));
        if (isDrawn && (await frame.locator('h1').innerText()) === title) return frame;
      }
      return undefined;
    });
    return new EmbeddingPanelPage(workbench, content);
  }

  /** The field of a plot: 0 is h, 1 is z. */
  plot(index: number): Locator {
    return this.content.locator('.plot-field').nth(index);
  }

  /** Draws a line around a part of a plot; corners are shares of its width and height. */
  async lasso(index: number, corners: readonly (readonly [number, number])[]): Promise<void> {
    const { mouse } = this.workbench.page;
    const box = await poll('the plot', () => this.plot(index).boundingBox());
    const places = corners.map(([x, y]) => [box.x + x * box.width, box.y + y * box.height] as const);
    await mouse.move(...(places[0] ?? [0, 0]));
    await mouse.down();
    for (const place of places) await mouse.move(...place, { steps: 8 });
    await mouse.up();
  }

  /** Images that are selected. */
  async selected(): Promise<number> {
    const text = await this.content.locator('.selection h2').innerText();
    return Number(/\d[\d,]*/.exec(text)?.[0].replaceAll(',', '') ?? 0);
  }

  /** Waits until it is drawn in a kind of theme: "vscode-light". */
  waitForTheme(bodyClass: string): Promise<true> {
    return waitForTheme(this.content, bodyClass);
  }
}
