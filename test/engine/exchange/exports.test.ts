import { createWriteStream, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { exportMetricsCsv } from '../../../engine/exchange/exportMetricsCsv';
import { exportTensorboard } from '../../../engine/exchange/tensorboard/exportTensorboard';
import { metricKeys } from '../../../engine/runs/metricsLine';
import { listEmbeddings, readEmbeddings } from '../../../engine/runs/embeddings';
import { readMetrics } from '../../../engine/runs/readMetrics';
import { readRun, type Run } from '../../../engine/runs/readRun';
import { RunWriter } from '../../../engine/runs/runWriter';
import { temporaryFolder } from '../runs/temporaryFolder';
import { tinyConfig } from '../train/tinyRun';
import { trainedRun } from './trainedRun';
import { readRecords } from './readEvents';

const folder = temporaryFolder();
const trained = trainedRun();

/** A run with these lines of metrics and nothing else. */
function bareRun(metrics: string): Run {
  const writer = RunWriter.create({
    ...{ runsFolder: folder(), baseFolder: folder(), config: tinyConfig(), versions: {} },
  });
  writer.close();
  writeFileSync(writer.paths.metrics, metrics);
  return readRun(writer.paths.folder);
}

describe('CSV', () => {
  it('has a row for each line, whose cells read back as the numbers', async () => {
    const path = join(folder(), 'new', 'run.csv');
    await exportMetricsCsv(trained(), path);
    const [header = '', ...rows] = readFileSync(path, 'utf8').split('\r\n');
    expect(header.split(',')).toEqual([...metricKeys]);
    expect(rows.pop()).toBe('');
    const read = rows.map((row) =>
      Object.fromEntries(
        row.split(',').flatMap((cell, i) => (cell === '' ? [] : [[metricKeys[i], Number(cell)]])),
      ),
    );
    expect(read).toEqual(readMetrics(trained().paths.metrics).lines);
    expect(read.length).toBeGreaterThan(16);
  });

  it('passes over what is no line, and a run without lines gives the header', async () => {
    const path = join(folder(), 'run.csv');
    await exportMetricsCsv(
      bareRun('{"step":1,"epoch":0.5,"time":2,"loss":1e-7}\nnonsense\n{"step":2,'),
      path,
    );
    expect(readFileSync(path, 'utf8').split('\r\n').slice(1)).toEqual(['1,0.5,2,1e-7,,,,,,,,,,,,,', '']);
    await exportMetricsCsv(bareRun(''), path);
    expect(readFileSync(path, 'utf8')).toBe(`${metricKeys.join(',')}\r\n`);
  });

  it('says where it cannot be written, and leaves nothing behind', async () => {
    writeFileSync(join(folder(), 'file'), '');
    await expect(exportMetricsCsv(bareRun(''), join(folder(), 'file', 'run.csv'))).rejects.toThrow(
      /run\.csv cannot be written: a file of that name is in the way/,
    );
    expect(readdirSync(folder()).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });
});

describe('TensorBoard', () => {
  let out = '';
  beforeAll(async () => {
    out = join(trained().paths.folder, '..', 'tensorboard');
    const { metrics, embeddings } = trained().paths;
    const scalars = readMetrics(metrics).lines.reduce((sum, line) => sum + Object.keys(line).length - 3, 0);
    const step = listEmbeddings(embeddings).at(-1)?.step;
    expect(await exportTensorboard(trained(), out)).toMatchObject({
      ...{ scalars, images: 1, embeddings: step, warnings: [] },
    });
  });

  it('has a record for the version, the pairs and each line', () => {
    const [name = ''] = readdirSync(out).filter((each) => each.includes('tfevents'));
    const records = readRecords(readFileSync(join(out, name)));
    const { lines } = readMetrics(trained().paths.metrics);
    expect(records).toHaveLength(2 + lines.length);
    const png = readFileSync(join(trained().paths.samples, 'pairs.png'));
    expect(records[1]?.includes(png)).toBe(true);
    // The wall time is the first field of each: a tag and a double.
    const start = Date.parse(trained().record.createdAt) / 1000;
    lines.forEach(({ time }, i) => expect(records[i + 2]?.readDoubleLE(1)).toBe(start + time));
    expect(records.at(-1)?.includes('loss')).toBe(true);
  });

  it('has h, z and the images of the last embeddings for the projector', async () => {
    const { h, z, images } = await readEmbeddings(
      listEmbeddings(trained().paths.embeddings).at(-1)?.path ?? '',
    );
    for (const [name, matrix] of [
      ['h', h],
      ['z', z],
    ] as const) {
      const rows = readFileSync(join(out, `${name}.tsv`), 'utf8')
        .trimEnd()
        .split('\n');
      expect(rows).toHaveLength(matrix.rows);
      expect(Float32Array.from(rows.flatMap((row) => row.split('\t').map(Number)))).toEqual(matrix.data);
    }
    const metadata = readFileSync(join(out, 'metadata.tsv'), 'utf8').trimEnd().split('\n');
    expect(metadata[0]?.split('\t').slice(0, 2)).toEqual(['image', 'class']);
    expect(metadata[3]?.split('\t').slice(0, 2)).toEqual([
      images.ids[2],
      images.classes?.[images.labels?.[2] ?? -1],
    ]);
    // 32 images of 16 pixels: six by six.
    expect(await sharp(join(out, 'sprite.png')).metadata()).toMatchObject({ width: 96, height: 96 });
    expect(
      readFileSync(join(out, 'projector_config.pbtxt'), 'utf8').match(/single_image_dim: 16/g),
    ).toHaveLength(4);
  });

  it('of a run without embeddings has the metrics alone, and says so', async () => {
    const found = await exportTensorboard(bareRun('{"step":1,"epoch":0.5,"time":2,"loss":1}\n'), folder());
    expect(found).toMatchObject({ scalars: 1, images: 0, embeddings: null });
    expect(found.warnings.join()).toMatch(/has no embeddings yet/);
    expect(existsSync(join(folder(), 'projector_config.pbtxt'))).toBe(false);
  });

  it('that is called off leaves nothing, and what was there before', async () => {
    const signal = AbortSignal.abort(new Error('called off'));
    const run = bareRun('{"step":1,"epoch":0.5,"time":2,"loss":1}\n');
    const fresh = join(folder(), 'fresh');
    await expect(exportTensorboard(run, fresh, { signal })).rejects.toThrow('called off');
    expect(existsSync(fresh)).toBe(false);
    const csv = join(folder(), 'run.csv');
    writeFileSync(csv, 'kept');
    await expect(exportMetricsCsv(run, csv, signal)).rejects.toThrow('called off');
    expect(readFileSync(csv, 'utf8')).toBe('kept');
    expect(readdirSync(folder()).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  it('writes a long run without holding it', async () => {
    const run = bareRun('');
    const lines = createWriteStream(run.paths.metrics);
    for (let step = 1; step <= 100_000; step++) {
      const text = `{"step":${step},"epoch":${step / 100},"time":${step / 10},"loss":${5 + 1 / step},"learningRate":0.3}\n`;
      if (!lines.write(text)) await once(lines, 'drain');
    }
    lines.end();
    await once(lines, 'finish');
    let most = 0;
    const before = process.memoryUsage().rss;
    const watch = setInterval(() => {
      most = Math.max(most, process.memoryUsage().rss - before);
    }, 20);
    const { events, scalars } = await exportTensorboard(run, folder());
    clearInterval(watch);
    expect(scalars).toBe(200_000);
    expect(readRecords(readFileSync(events))).toHaveLength(100_001);
    // All lines as objects, events and bytes would take several hundred.
    expect(most).toBeLessThan(150e6);
  });
});
