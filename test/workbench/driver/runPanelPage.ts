import type { Frame } from 'playwright-core';
import { poll } from './poll';
import { waitForTheme } from './themes';
import type { Workbench } from './workbench';

/** A run panel that is open, read through what a screen reader would be told. */
export class RunPanelPage {
  private constructor(
    private readonly workbench: Workbench,
    private readonly title: string,
    private frame: Frame,
  ) {}

  /** Waits for the panel of the run with this title. */
  static async find(workbench: Workbench, title: string): Promise<RunPanelPage> {
    return new RunPanelPage(workbench, title, await frameOf(workbench, title));
  }

  /** The frame of the page, inside VS Code's two frames around it. */
  get content(): Frame {
    return this.frame;
  }

  /** Finds it again after the window was reloaded. */
  async findAgain(): Promise<void> {
    this.frame = await frameOf(this.workbench, this.title);
  }

  /** The state in the head: "Training". */
  state(): Promise<string> {
    return this.frame.locator('.head .state').innerText();
  }

  waitForState(state: string): Promise<true> {
    return poll(`the state "${state}" of ${this.title}`, async () => (await this.state()).startsWith(state));
  }

  /** Number of points that a chart's table speaks of. */
  async points(chart: string): Promise<number> {
    const caption = await this.chart(chart).locator('caption').textContent();
    const [, count = '0'] = /([\d,]+) points/.exec(caption ?? '') ?? [];
    return Number(count.replaceAll(',', ''));
  }

  waitForPoints(chart: string, atLeast: number, patience?: number): Promise<number> {
    const enough = async () => {
      const points = await this.points(chart);
      return points >= atLeast && points;
    };
    return poll(`${String(atLeast)} points of ${chart}`, enough, patience);
  }

  /** Waits until it is drawn in a kind of theme: "vscode-light". */
  waitForTheme(bodyClass: string): Promise<true> {
    return waitForTheme(this.frame, bodyClass);
  }

  private chart(title: string) {
    return this.frame.getByRole('region', { name: title });
  }

  /** Addresses of the pairs' images, which are their contents. */
  pairs(): Promise<string[]> {
    return this.frame
      .locator('.pairs img')
      .evaluateAll((images) => images.map((image) => image.getAttribute('src') ?? ''));
  }

  /** Presses a button by keyboard. */
  async press(button: string): Promise<void> {
    const found = this.frame.getByRole('button', { name: button, exact: true }).first();
    await poll(`the button "${button}"`, () => found.isEnabled());
    await found.focus();
    await this.workbench.page.keyboard.press('Enter');
  }

  /** All that can be read in it. */
  text(): Promise<string> {
    return this.frame.evaluate(() => document.body.innerText);
  }
}

function frameOf(workbench: Workbench, title: string): Promise<Frame> {
  return poll(`the panel of ${title}`, async () => {
    for (const frame of workbench.page.frames()) {
      const heading = frame.locator('.head h1');
      if ((await heading.count().catch(() => 0)) > 0 && (await heading.innerText()) === title) return frame;
    }
    return undefined;
  });
}
