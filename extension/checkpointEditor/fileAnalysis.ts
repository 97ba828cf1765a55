import { statSync } from 'node:fs';
import { failureReason } from '../../engine/errors';
import { channelAxis } from '../../engine/runs/channelAxis';
import { filterPictures, firstConvolution } from '../../engine/runs/firstFilters';
import { SafetensorsFile } from '../../engine/runs/readSafetensors';
import { elementCount, elementSizes, type SafetensorsEntry } from '../../engine/runs/safetensorsFormat';
import { tensorDifference } from '../../engine/runs/tensorDifference';
import { tensorSlices } from '../../engine/runs/tensorSlices';
import { tensorStatistics, type TensorStatistics } from '../../engine/runs/tensorStatistics';
import { ReadCounter } from './readCounter';
import type { ComparedTensor, FromWorker, LineStatistics, TensorLine, ToWorker } from './workerMessages';

/** More tensors than this, and longer names and texts, are cut: a hostile header may have millions. */
const mostTensors = 50_000;
const longestName = 500;
const mostTexts = 200;
const longestText = 200_000;
/** Dead channels that are named. */
const mostNamed = 100;
/** Milliseconds from one message of statistics to the next. */
const tellEvery = 80;

/** Ends work that nobody waits for any more. */
class Ended extends Error {}

/**
 * Reads one file for its editor: the header at once, the statistics of one tensor after the other, and beside them what
 * is asked for. No more than a slice of a tensor is in memory.
 */
export class FileAnalysis {
  private file: SafetensorsFile | null = null;
  private entries: readonly SafetensorsEntry[] = [];
  private own = false;
  private comparison = 0;
  private closed = false;

  /**
   * @param post takes the messages.
   * @param turn waited for between two slices, in which messages may come.
   */
  constructor(
    private readonly post: (message: FromWorker) => void,
    private readonly turn: () => Promise<unknown>,
  ) {}

  /** Does what a message asks for; never throws. */
  async receive(message: ToWorker): Promise<void> {
    const of = message.type === 'compare' ? 'comparison' : 'file';
    try {
      if (message.type === 'open') await this.open(message.path);
      else if (message.type === 'channels') await this.channels(message.index);
      else await this.compare(message.path);
    } catch (error) {
      if (!(error instanceof Ended)) this.post({ type: 'failed', of, message: failureReason(error) });
    }
  }

  /** Ends all work at its next slice. */
  close(): void {
    this.closed = true;
    this.file?.close();
    this.file = null;
  }

  private readonly pause = async (): Promise<void> => {
    await this.turn();
    if (this.closed) throw new Ended();
  };

  private async open(path: string): Promise<void> {
    const file = new SafetensorsFile(path);
    this.file = file;
    this.entries = [...file.entries.values()].slice(0, mostTensors);
    this.own = 'simclr.format' in file.metadata;
    const texts = Object.entries(file.metadata).slice(0, mostTexts);
    this.post({
      ...{ type: 'opened', bytes: statSync(path).size, tensors: this.entries.map(lineOf) },
      tensorCount: file.entries.size,
      metadata: Object.fromEntries(
        texts.map(([name, text]) => [cut(name, longestName), cut(text, longestText)]),
      ),
    });
    await this.pause();
    this.drawFilters(file);
    await this.count(file);
  }

  private drawFilters(file: SafetensorsFile): void {
    const entry = firstConvolution(this.entries, this.axisOf);
    // The first slice holds all filters of any network that is known; of others, those that it holds.
    const [slice] = entry === null ? [] : tensorSlices(file, entry);
    const filters = entry && slice ? filterPictures(entry, slice.values, this.axisOf(entry.name)) : null;
    if (filters !== null) this.post({ type: 'filters', filters });
  }

  private async count(file: SafetensorsFile): Promise<void> {
    const total = this.entries.reduce((sum, { begin, end }) => sum + end - begin, 0);
    let done = 0;
    const began = performance.now();
    // The first tensor is told of at once.
    let told = -Infinity;
    let found: { index: number; statistics: LineStatistics }[] = [];
    const tell = (read: number, last: number) => {
      if (performance.now() < last + tellEvery) return;
      this.post({ type: 'statistics', found, done: done + read, total });
      found = [];
      told = performance.now();
    };
    for (const [index, entry] of this.entries.entries()) {
      // A tensor is read twice.
      const statistics = await this.statistics(file, entry, (read) => tell(read / 2, Math.max(told, began)));
      found.push({ index, statistics: withoutNorms(statistics) });
      done += entry.end - entry.begin;
      tell(0, told);
    }
    this.post({ type: 'statistics', found, done: total, total });
  }

  private async channels(index: number): Promise<void> {
    const entry = this.entries[index];
    if (this.file === null || entry === undefined) return;
    const { channels } = await this.statistics(this.file, entry);
    if (channels !== null) this.post({ type: 'channels', index, norms: channels.norms });
  }

  private statistics(
    file: SafetensorsFile,
    entry: SafetensorsEntry,
    onRead: (bytes: number) => void = () => undefined,
  ): Promise<TensorStatistics> {
    const counter = new ReadCounter(onRead);
    const slices = () => counter.count(tensorSlices(file, entry), elementSizes[entry.type]);
    return tensorStatistics(entry.shape, slices, this.axisOf(entry.name), this.pause);
  }

  private readonly axisOf = (name: string) => channelAxis(name, this.own);

  /** Compares with another file; a comparison that is at work is given up. */
  private async compare(path: string): Promise<void> {
    const { file } = this;
    if (file === null) return;
    const turn = ++this.comparison;
    const pause = async () => {
      await this.pause();
      if (turn !== this.comparison) throw new Ended();
    };
    const other = new SafetensorsFile(path);
    try {
      const both = this.entries.flatMap((entry, index) => {
        const there = other.entries.get(entry.name);
        return there === undefined ? [] : [{ index, entry, there }];
      });
      const same = both.filter(({ entry, there }) => entry.shape.join() === there.shape.join());
      const names = {
        onlyHere: this.entries.length - both.length,
        onlyThere: other.entries.size - both.length,
        reshaped: both.length - same.length,
      };
      const total = same.length;
      const bytes = same.reduce((sum, { entry }) => sum + entry.end - entry.begin, 0);
      let told = performance.now();
      let found: ComparedTensor[] = [];
      let done = 0;
      const counter = new ReadCounter((read) => {
        if (performance.now() < told + tellEvery) return;
        this.post({ type: 'compared', path, names, found, done, total, share: read / bytes });
        found = [];
        told = performance.now();
      });
      for (const { index, entry, there } of same) {
        const here = counter.count(tensorSlices(file, entry), elementSizes[entry.type]);
        found.push({ index, difference: await tensorDifference(here, tensorSlices(other, there), pause) });
        done++;
      }
      this.post({ type: 'compared', path, names, found, done, total, share: 1 });
    } finally {
      other.close();
    }
  }
}

function lineOf({ name, type, shape, begin, end }: SafetensorsEntry): TensorLine {
  return { name: cut(name, longestName), type, shape, count: elementCount(shape), bytes: end - begin };
}

function withoutNorms({ channels, ...statistics }: TensorStatistics): LineStatistics {
  if (channels === null) return { ...statistics, channels };
  const { norms, zero, constant } = channels;
  return {
    ...statistics,
    channels: {
      count: norms.length,
      dead: zero.length + constant.length,
      zero: zero.slice(0, mostNamed),
      constant: constant.slice(0, mostNamed),
    },
  };
}

function cut(text: string, longest: number): string {
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}
