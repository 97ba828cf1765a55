/**
 * Plays the editor to the run panel: `?scenario=training&theme=dark`, with `&stream=20` to add so many steps ten times
 * a second. The panel's own script is loaded after this one.
 */
import type { ChartSettings, FromRunPanel, RunView, ToRunPanel } from '../../../extension/runPanel/messages';
import { MetricsTable } from '../../../extension/runPanel/metricsTable';
import { RunSeries } from '../../../extension/runPanel/series';
import { metricsText } from './metricsText';
import { playEditor, type PlayedEditor } from './playEditor';
import { samplePairs, sampleSheet } from './samplePairs';
import { scenarios, type Scenario } from './scenarios';

/** What tests reach into the page by. */
export interface Harness extends PlayedEditor<FromRunPanel, ToRunPanel> {
  view: RunView | null;
  /** Adds logged steps and sends what the extension would. */
  advance(steps: number): void;
}

declare global {
  interface Window {
    harness: Harness;
  }
}

const query = new URLSearchParams(location.search);
const scenario: Scenario = scenarios[query.get('scenario') ?? ''] ?? {
  view: null,
  run: null,
  pairs: 'none',
};
const table = new MetricsTable();
let settings: ChartSettings = {
  smoothing: Number(query.get('smoothing') ?? 0.6),
  xAxis: 'epoch',
  logarithmic: [],
  tables: [],
};
const series = new RunSeries(table, settings.smoothing);
let logged = -1;
let round = 0;

const harness: Harness = Object.assign(playEditor<FromRunPanel, ToRunPanel>(answer), {
  view: scenario.view,
  advance,
});
window.harness = harness;

function answer(message: FromRunPanel): void {
  if (message.type === 'ready') sendAll();
  if (message.type === 'newPairs') {
    harness.send({ type: 'pairs', sample: samplePairs(message.count, ++round), sheet: null });
  }
  if (message.type === 'settings') {
    settings = message.settings;
    series.setSmoothing(settings.smoothing);
    sendSeries();
  }
}

function sendAll(): void {
  harness.send({ type: 'settings', settings });
  if (scenario.gone !== undefined) harness.send({ type: 'gone', message: scenario.gone });
  if (scenario.view === null) return;
  harness.send({ type: 'view', view: scenario.view });
  harness.send({
    type: 'pairs',
    sample: scenario.pairs === 'sample' ? samplePairs(8, 0) : null,
    sheet: scenario.pairs === 'sheet' ? sampleSheet() : null,
  });
  if (scenario.run === null) return;
  advance(scenario.run.steps + 1);
  const stream = Number(query.get('stream') ?? 0);
  if (stream > 0) setInterval(() => advance(stream), 100);
}

function advance(steps: number): void {
  const { run } = scenario;
  if (run === null) return;
  const to = Math.min(run.totalSteps, logged + steps);
  if (to > logged) table.append(new TextEncoder().encode(metricsText(run, logged + 1, to)));
  logged = to;
  sendSeries();
  const { view } = harness;
  if (view === null || logged === run.steps) return;
  harness.view = {
    ...view,
    step: logged,
    epoch: logged / run.stepsPerEpoch,
    viewsPerSecond: 1243 + (logged % 50),
    secondsLeft: (run.totalSteps - logged) / 4.6,
  };
  harness.send({ type: 'view', view: harness.view });
}

function sendSeries(): void {
  while (!series.advance());
  const update = series.update();
  if (update !== null) harness.send({ type: 'series', ...update });
}
