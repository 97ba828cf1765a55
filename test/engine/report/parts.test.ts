import { describe, expect, it } from 'vitest';
import { presetNames, presets } from '../../../engine/config/presets';
import { runConfigSchema, type RunConfig } from '../../../engine/config/runConfig';
import { addConfigFlags, configFromFlags, type ConfigOptions } from '../../../engine/cli/configFlags';
import { Command } from 'commander';
import { lineChart } from '../../../engine/report/lineChart';
import { niceTicks } from '../../../engine/report/niceTicks';
import { principalPlane } from '../../../engine/report/principalPlane';
import { repeatCommand } from '../../../engine/report/repeatCommand';
import { ThinnedSeries, type Point } from '../../../engine/report/thinnedSeries';

describe('a thinned curve', () => {
  it('keeps every point of a short one, and both ends and every spike of a long one', () => {
    const short = new ThinnedSeries(10);
    for (let x = 0; x < 10; x++) short.add({ x, y: x % 3 });
    expect(short.points().map(({ x }) => x)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);

    const long = new ThinnedSeries(300);
    const spikes = new Map([
      [70_001, 99],
      [123, -99],
    ]);
    for (let x = 0; x < 100_000; x++) long.add({ x, y: spikes.get(x) ?? Math.sin(x / 1000) });
    const points = long.points();
    expect(points.length).toBeLessThanOrEqual(600);
    expect(points).toContainEqual({ x: 70_001, y: 99 });
    expect(points).toContainEqual({ x: 123, y: -99 });
    expect(points.every(({ x }, i) => i === 0 || x > (points[i - 1]?.x ?? 0))).toBe(true);
  });
});

it('puts ticks at round numbers within the range', () => {
  expect(niceTicks(0, 1, 4)).toEqual([0, 0.5, 1]);
  expect(niceTicks(0.13, 0.31, 4)).toEqual([0.15, 0.2, 0.25, 0.3]);
  expect(niceTicks(-3, 3e4, 4)).toEqual([0, 10_000, 20_000, 30_000]);
});

it('draws a curve of one point as a dot, which the style sheet does not thin to a line', () => {
  const draw = (points: Point[]) =>
    lineChart({
      ...{ title: 'Loss', references: [], format: String },
      lines: [{ label: 'loss', role: 'loss', points, last: '5' }],
    });
  // A style sheet takes precedence of attributes, not of a style of the element's own.
  expect(draw([{ x: 1, y: 5 }])).toMatch(/style="stroke-width:4" d="M[\d. ]+h\.1"/);
  expect(draw([0, 1].map((x) => ({ x, y: 5 })))).not.toContain('stroke-width');
});

describe('the plane of most variance', () => {
  it('finds directions that are known, and their shares', () => {
    // Variances 9, 4 and 0 along orthogonal directions (1, 1, 0), (1, −1, 0), (0, 0, 1) about a mean.
    const rows = [3, -3, 0, 0].map((a, i) => [a, [0, 0, 2, -2][i] ?? 0] as const);
    const root = Math.SQRT1_2;
    const data = Float32Array.from(rows.flatMap(([a, b]) => [7 + (a + b) * root, 1 + (a - b) * root, 5]));
    const { coordinates, shares } = principalPlane(data, 3, Int32Array.of(0, 1, 2, 3));
    expect(shares[0]).toBeCloseTo(9 / 13, 5);
    expect(shares[1]).toBeCloseTo(4 / 13, 5);
    rows.forEach(([a, b], row) => {
      expect(Math.abs(coordinates[2 * row] ?? 0)).toBeCloseTo(Math.abs(a), 4);
      expect(Math.abs(coordinates[2 * row + 1] ?? 0)).toBeCloseTo(Math.abs(b), 4);
    });
  });

  it('of rows that are all alike is a point, not a NaN', () => {
    const { coordinates, shares } = principalPlane(new Float32Array(12).fill(2), 4, Int32Array.of(0, 1, 2));
    expect([...coordinates, ...shares]).toEqual(new Array(8).fill(0));
  });
});

describe('the command that repeats a run', () => {
  /** What the command line makes of it: words as a POSIX shell splits them. */
  function configOf(line: string): RunConfig {
    const words = [...line.matchAll(/(?:'[^']*'|\\'|[^\s'\\])+/g)].map(([word]) =>
      word.replace(
        /'([^']*)'|\\(')/g,
        (_, quoted: string | undefined, mark: string | undefined) => quoted ?? mark ?? '',
      ),
    );
    let config: RunConfig | null = null;
    const command = addConfigFlags(new Command('train').argument('[source]').exitOverride());
    command.action((source: string | undefined, options: ConfigOptions) => {
      ({ config } = configFromFlags(options, source));
    });
    command.parse(words.slice(2), { from: 'user' });
    return config ?? runConfigSchema.parse({});
  }

  it('makes the same configuration, for each preset and for odd ones', () => {
    const odd: RunConfig = runConfigSchema.parse({
      ...{ name: 'first try 2', seed: 7, epochs: 3, microBatch: 16, batchSize: 64 },
      data: { source: "/photos of Zoë's/it;rm", imageSize: 48, limit: 100 },
      augment: {
        transforms: [
          { type: 'crop', scale: [0.5, 1] },
          { type: 'grayscale', p: 0.4 },
        ],
      },
      head: { type: 'linear', outputSize: 32 },
      device: { threads: 2, backend: 'cpu' },
    });
    const all = [...presetNames.map((name) => runConfigSchema.parse(presets[name].config)), odd];
    for (const config of all) expect(configOf(repeatCommand(config))).toEqual(config);
  });
});
