/**
 * Plays the editor to the panel that compares runs: `?scenario=four&theme=dark`. The panel's own script is loaded after
 * this one.
 */
import type { FromComparePanel, ToComparePanel } from '../../../extension/comparePanel/messages';
import { MetricBests } from '../../../extension/comparePanel/metricBests';
import { MetricsTable } from '../../../extension/runPanel/metricsTable';
import { RunSeries } from '../../../extension/runPanel/series';
import { compareScenarios, type ComparedScenario } from './compareScenarios';
import { metricsText } from './metricsText';
import { playEditor, type PlayedEditor } from './playEditor';

/** What tests reach into the page by. */
export interface CompareHarness extends PlayedEditor<FromComparePanel, ToComparePanel> {
  /** Adds logged steps to every run at work and sends what the extension would. */
  advance(steps: number): void;
  /** Compares these of the scenario's runs, by their places. */
  choose(places: readonly number[]): void;
}

declare global {
  interface Window {
    compareHarness: CompareHarness;
  }
}

/** A made-up run, as the extension keeps it. */
class Source {
  private readonly table = new MetricsTable();
  private readonly series: RunSeries;
  private readonly bests = new MetricBests(this.table);
  private logged = -1;

  constructor(
    readonly made: ComparedScenario,
    smoothing: number,
    mostBuckets: number,
  ) {
    this.series = new RunSeries(this.table, smoothing, mostBuckets);
    this.log(made.metrics?.steps ?? -1);
  }

  log(to: number): void {
    const { metrics } = this.made;
    if (metrics === null) return;
    const end = Math.min(to, metrics.totalSteps);
    if (end > this.logged)
      this.table.append(new TextEncoder().encode(metricsText(metrics, this.logged + 1, end)));
    this.logged = end;
  }

  advance(steps: number): void {
    if (this.made.run?.state === 'running') this.log(this.logged + steps);
  }

  setSmoothing(smoothing: number): void {
    this.series.setSmoothing(smoothing);
  }

  resend(): void {
    this.series.resend();
  }

  messages(): ToComparePanel[] {
    const { folder, run, missing } = this.made;
    if (missing !== undefined) return [{ type: 'missing', folder, id: folder, message: missing }];
    if (run === null) return [];
    while (!this.series.advance());
    const update = this.series.update();
    const step = Math.max(this.logged, 0);
    return [
      { type: 'run', run: { ...run, step } },
      ...(update === null
        ? []
        : [{ type: 'series', folder, parts: update.parts, summaries: this.bests.summaries() } as const]),
    ];
  }
}

const query = new URLSearchParams(location.search);
const made = compareScenarios[query.get('scenario') ?? 'four']?.() ?? [];
const all = made.map((each) => new Source(each, 0.6, made.length > 8 ? 240 : 1500));
let chosen: readonly Source[] = all;

const harness: CompareHarness = Object.assign(playEditor<FromComparePanel, ToComparePanel>(answer), {
  advance: (steps: number) => {
    for (const source of chosen) source.advance(steps);
    sendRuns();
  },
  choose: (places: readonly number[]) => {
    chosen = places.flatMap((place) => all[place] ?? []);
    sendFolders();
    sendRuns();
  },
});
window.compareHarness = harness;

function answer(message: FromComparePanel): void {
  switch (message.type) {
    case 'ready':
    case 'smoothing':
      for (const source of all) {
        source.setSmoothing(message.smoothing);
        if (message.type === 'ready') source.resend();
      }
      if (message.type === 'ready') sendFolders();
      sendRuns();
      return;
    case 'remove':
      chosen = chosen.filter(({ made: { folder } }) => folder !== message.folder);
      sendFolders();
      return;
    default:
      return;
  }
}

function sendFolders(): void {
  for (const source of chosen) source.resend();
  harness.send({ type: 'runs', folders: chosen.map(({ made: { folder } }) => folder) });
}

function sendRuns(): void {
  for (const source of chosen) for (const message of source.messages()) harness.send(message);
}
