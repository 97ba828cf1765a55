import { cpSync, existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { formatShare } from '../../../engine/format/formatNumbers';
import { makeReport } from '../../../engine/report/makeReport';
import { writeReport } from '../../../engine/report/writeReport';
import { evaluationRecordSchema } from '../../../engine/runs/evaluationRecord';
import { writeEvaluation } from '../../../engine/runs/evaluations';
import { writeEmbeddings } from '../../../engine/runs/embeddings';
import { readRun, type Run } from '../../../engine/runs/readRun';
import type { RunRecord } from '../../../engine/runs/runRecord';
import { RunWriter } from '../../../engine/runs/runWriter';
import { trainedRun } from '../exchange/trainedRun';
import { temporaryFolder } from '../runs/temporaryFolder';
import { tinyConfig } from '../train/tinyRun';

const folder = temporaryFolder();
const trained = trainedRun();

async function html(run: Run): Promise<string> {
  const path = join(folder(), 'report.html');
  await writeReport(() => makeReport(run), path);
  return readFileSync(path, 'utf8');
}

/** A copy of the trained run, its record changed. */
function changedRun(change: (record: RunRecord) => Partial<RunRecord>): Run {
  const copy = join(folder(), 'copy');
  cpSync(trained().paths.folder, copy, { recursive: true });
  const { record } = trained();
  writeFileSync(join(copy, 'run.json'), JSON.stringify({ ...record, ...change(record) }));
  return readRun(copy);
}

const titles = (page: string) => [...page.matchAll(/<h2>(.*?)<\/h2>/g)].map(([, title]) => title);

describe('the page of a finished run', () => {
  it('shows the figures of its files, what differs from the preset, and each chart', async () => {
    const page = await html(trained());
    const { linear, knn } = trained().record.summary ?? {};
    for (const value of [linear?.h, linear?.z, linear?.untrainedH, knn?.h, knn?.untrainedH]) {
      expect(value).toBeTypeOf('number');
      expect(page).toContain(`<td class="right">${formatShare(value)}</td>`);
    }
    expect(page).toContain('<tr><td>loss.temperature</td><td>0.25</td><td>0.2</td></tr>');
    expect(titles(page)[1]).toBe('What made it');
    for (const title of ['Loss (NT-Xent)', 'Accuracy of the class', 'Learning rate', 'Effective rank']) {
      expect(page).toContain(`${title}</text>`);
    }
    expect(page.match(/class="points/g)?.length).toBeGreaterThan(10);
    expect(page).toContain('simclr train --preset quick --seed 3');
    const picture = /src="data:image\/png;base64,([^"]+)"/.exec(page)?.[1] ?? '';
    expect((await sharp(Buffer.from(picture, 'base64')).metadata()).width).toBeGreaterThan(100);
  });

  it('needs no script and nothing from elsewhere', async () => {
    const page = await html(trained());
    expect(page).not.toMatch(/<script|\son\w+=|<link|@import|url\(/i);
    expect([...page.matchAll(/(?:src|href)="(?!data:)/g)]).toEqual([]);
    expect(page).toContain("default-src 'none'");
    expect(page).not.toMatch(/NaN|undefined|Infinity/);
  });
});

describe('what a name may hold', () => {
  const hostile = `</title><img src=x onerror=alert(1)>|[x](javascript:1)\`"'&`;
  const hostileRun = () =>
    changedRun(({ dataset }) => ({
      reason: hostile,
      dataset: dataset && { ...dataset, name: hostile, classes: dataset.classes?.map(() => hostile) ?? null },
      versions: { [hostile]: '1' },
    }));

  it('is text in HTML', async () => {
    const page = await html(hostileRun());
    expect(page).not.toContain('<img src=x');
    expect(page).toContain('&lt;/title&gt;&lt;img src=x onerror=alert(1)&gt;');
  });

  it('is text in Markdown', async () => {
    await writeReport(() => makeReport(hostileRun()), join(folder(), 'report.md'));
    const text = readFileSync(join(folder(), 'report.md'), 'utf8');
    expect(text).not.toMatch(/(?<!\\)<img src=x/);
    expect(text).not.toMatch(/(?<!\\)\[x/);
    expect(text).toContain('\\<img src=x');
  });
});

it('writes Markdown with its figures beside it, each of which is there', async () => {
  const path = join(folder(), 'my report.md');
  const written = await writeReport(() => makeReport(trained()), path);
  const text = readFileSync(path, 'utf8');
  const named = [...text.matchAll(/!\[.*?\]\(([^)]+)\)/g)].map(([, link]) => decodeURIComponent(link ?? ''));
  expect(named).toContain('my report-figures/loss.svg');
  expect(named.map((name) => join(folder(), name)).sort()).toEqual(written.slice(1).sort());
  expect(named.every((name) => existsSync(join(folder(), name)))).toBe(true);
  const drawn = await sharp(join(folder(), 'my report-figures', 'loss.svg')).metadata();
  expect(drawn).toMatchObject({ format: 'svg', width: 360 });
});

it('refuses another ending in a sentence', async () => {
  await expect(writeReport(() => makeReport(trained()), join(folder(), 'report.pdf'))).rejects.toThrow(
    /use .html or .md/,
  );
  expect(readdirSync(folder())).toEqual([]);
});

it.each(['report.html', 'report.md'])('a report that is called off leaves nothing: %s', async (name) => {
  const controller = new AbortController();
  const writing = writeReport(() => makeReport(trained(), controller.signal), join(folder(), 'new', name));
  controller.abort(new Error('called off'));
  await expect(writing).rejects.toThrow('called off');
  expect(readdirSync(folder())).toEqual([]);
});

it('a report on many classes names those that are told best and worst', async () => {
  const classes = Array.from({ length: 100 }, (_, label) => `class ${label}`);
  // Three have no image to be judged by, and are neither.
  const perClass = classes.map((_, label) => ([0, 50, 99].includes(label) ? null : label / 100));
  const confusion = classes.map(() => classes.map(() => 0));
  const judged = { top1: 0.495, top5: 0.8, perClass, confusion };
  const run = changedRun(() => ({}));
  writeEvaluation(
    run.paths.evaluations,
    evaluationRecordSchema.parse({
      ...{ format: 1, createdAt: '2026-11-25T07:00:00.000Z', step: 4, seconds: 1, chance: 0.01 },
      checkpoint: 'checkpoints/step-00000004.safetensors',
      request: { protocols: ['knn'], maxImages: 64, neighbours: 5, temperature: 0.1, seed: 0 },
      dataset: {
        ...{ name: 'many', fingerprint: 'f', classes, imageSize: 32, trainImages: 60, testImages: 0 },
      },
      ...{ device: { backend: 'cpu', detail: '', threads: 1 }, versions: {}, linear: null, metrics: null },
      ...{ knn: { h: judged, z: judged }, factors: null },
    }),
  );
  const page = await html(run);
  expect(page).toContain(
    'the 15 told best and the 15 told worst of 97, by kNN h; left out without evaluation images: 3',
  );
  const named = [...page.matchAll(/<td>class (\d+)<\/td>/g)].map(([, label]) => Number(label));
  expect(named).toEqual([...range(98, 84), ...range(15, 1)]);
  expect(page).toContain('No image was taken for another class (kNN).');
});

const range = (from: number, to: number) => Array.from({ length: from - to + 1 }, (_, i) => from - i);

it('says of a branch which run it left and where, and of an imported run from which file it is', async () => {
  expect(await html(trained())).not.toContain('branch of');
  const page = await html(changedRun(() => ({ branchOf: { run: 'the-other', step: 1200 } })));
  expect(page).toContain('the-other, from step 1,200 on');
  const imported = await html(changedRun(() => ({ importedFrom: 'resnet18.safetensors' })));
  expect(imported).toContain('<dt>weights from</dt><dd>resnet18.safetensors</dd>');
});

describe('a run that has not come so far', () => {
  it('says what is missing and how to get it', async () => {
    const writer = RunWriter.create({
      ...{ runsFolder: folder(), baseFolder: folder(), config: tinyConfig(), versions: {} },
    });
    const page = await html(readRun(writer.paths.folder));
    writer.close();
    expect(page).toContain('no step yet');
    expect(page).toContain('“SimCLR: Compare h and z”');
    expect(page).toContain('“simclr evaluate ');
    expect(titles(page)).toHaveLength(8);
    expect(page).not.toMatch(/NaN|undefined|Infinity/);
  });

  it('gives the reason of one that failed, and what was measured so far', async () => {
    const run = changedRun(() => ({ state: 'failed', reason: 'data.source is empty', summary: null }));
    const page = await html(run);
    expect(page).toContain('SimCLR run, failed');
    expect(page).toContain('Reason: data.source is empty.');
    expect(page).toContain('online linear probe on h, so far');
  });

  it('of images without labels speaks of geometry, and colours nothing', async () => {
    const run = changedRun(({ dataset, summary }) => ({
      dataset: dataset && { ...dataset, classes: null },
      summary: summary && { ...summary, linear: null, knn: null },
    }));
    rmSync(run.paths.embeddings, { recursive: true });
    writeFileSync(run.paths.metrics, '{"step":4,"epoch":1,"time":2,"loss":1,"rank.h":2}\n');
    const images = {
      split: 'test',
      classes: null,
      ids: ['a', 'b', 'c'],
      labels: null,
      factors: [],
      sampling: null,
    } as const;
    const rows = { data: Float32Array.of(1, 2, 3, 4, 5, 7), count: 3, size: 2 };
    writeEmbeddings(run.paths.embeddings, 4, { h: rows, z: rows }, images);
    const page = await html(run);
    expect(page).toContain('The images have no labels');
    expect(page.match(/class="points/g)).toHaveLength(2);
    expect(page).not.toContain('aria-label="Classes');
  });
});

it('stays small enough to send, however long the run and however many the images', async () => {
  const run = changedRun(() => ({}));
  const line = (step: number) => ({
    step,
    epoch: step / 100,
    time: step,
    loss: Math.sin(step),
    learningRate: 0.1,
  });
  writeFileSync(
    run.paths.metrics,
    Array.from({ length: 100_000 }, (_, step) => `${JSON.stringify(line(step))}\n`).join(''),
  );
  const count = 20_000;
  const data = Float32Array.from({ length: count * 4 }, (_, i) => Math.sin(i * 12.9898) * (1 + (i % 4)));
  const ids = Array.from({ length: count }, (_, i) => `image-${i}`);
  const images = { split: 'test', classes: null, ids, labels: null, factors: [], sampling: null } as const;
  writeEmbeddings(
    run.paths.embeddings,
    90_000_000,
    { h: { data, count, size: 4 }, z: { data, count, size: 4 } },
    images,
  );
  const noise = Buffer.from(Array.from({ length: 1000 * 1000 * 3 }, (_, i) => (i * 7919) % 251));
  await sharp(noise, { raw: { width: 1000, height: 1000, channels: 3 } })
    .resize(4000, 4000)
    .png()
    .toFile(join(run.paths.samples, 'pairs.png'));
  const page = await html(run);
  expect(page).toContain('The 2,000 of 20,000 evaluation images');
  const withoutPicture = page.replace(/base64,[^"]+/, '').length;
  expect(withoutPicture).toBeLessThan(300_000);
  expect(statSync(join(folder(), 'report.html')).size).toBeLessThan(8_000_000);
});
