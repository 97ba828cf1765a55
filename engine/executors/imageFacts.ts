import type { RunConfig } from '../config/runConfig';
import { inspectDataset, type DatasetDescription } from '../data/inspectDataset';

/** What the images of runs are, each set of them looked at once. */
export class ImageFacts {
  private readonly known = new Map<string, Promise<DatasetDescription>>();

  /** @param baseFolder absolute path that relative sources of images refer to. */
  constructor(readonly baseFolder: string) {}

  /** @throws UserError where the images cannot be used. */
  of({ data, seed }: Pick<RunConfig, 'data' | 'seed'>): Promise<DatasetDescription> {
    const key = JSON.stringify(data);
    const known = this.known.get(key) ?? inspectDataset(data, { baseFolder: this.baseFolder, seed });
    this.known.set(key, known);
    return known;
  }
}
