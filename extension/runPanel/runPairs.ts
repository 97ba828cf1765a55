import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PairSample } from '../../engine/protocol/runProtocol';
import { hasCode } from '../../engine/runs/fileErrors';
import type { RunPaths } from '../../engine/runs/runPaths';
import type { RunControl } from '../runs/runControl';
import type { ShownRun } from '../runs/shownRun';

/** Pairs that are asked for without the user's doing. */
const firstPairs = 8;

/** What becomes of a request for pairs. */
export interface PairsListener {
  changed(): void;
  /** The engine did not answer a request of the user; the sentence says why. */
  refused(message: string): void;
  /** The same for what the user did not ask for. */
  failed(error: unknown): void;
}

/** The positive pairs that the panel shows: the sheet of the run's first batch, and samples that its engine drew. */
export class RunPairs {
  /** The last sample of the engine. */
  sample: PairSample | null = null;
  /** A PNG, base64. */
  sheet: string | null = null;
  private asked = false;
  private asking = false;

  constructor(
    private readonly paths: RunPaths,
    private readonly control: Pick<RunControl, 'pairs'>,
    private readonly listener: PairsListener,
  ) {}

  /** Reads the sheet, if it is there by now, and asks the engine for a first sample as soon as it has one. */
  async refresh({ link, hasPairs }: ShownRun): Promise<void> {
    if (link === 'connected' && hasPairs && !this.asked) {
      this.asked = true;
      void this.ask(firstPairs, false);
    }
    if (this.sheet !== null) return;
    try {
      const png = await readFile(join(this.paths.samples, 'pairs.png'));
      this.sheet = png.toString('base64');
      this.listener.changed();
    } catch (error) {
      if (!hasCode(error, 'ENOENT', 'ENOTDIR')) this.listener.failed(error);
    }
  }

  /** Asks for another sample because the user wants one; one at a time. */
  async renew(count: number): Promise<void> {
    await this.ask(count, true);
  }

  private async ask(count: number, byUser: boolean): Promise<void> {
    if (this.asking) return;
    this.asking = true;
    try {
      this.sample = await this.control.pairs(this.paths.folder, count);
    } catch (error) {
      if (byUser) this.listener.refused(error instanceof Error ? error.message : String(error));
      else this.listener.failed(error);
    } finally {
      this.asking = false;
    }
    this.listener.changed();
  }
}
