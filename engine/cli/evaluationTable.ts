import { metricKeys, type MetricsLine } from '../runs/metricsLine';
import { formatLoss, formatShare } from '../format/formatNumbers';
import type { Style } from './style';
import { padStart } from './textWidth';

interface Column {
  readonly title: string;
  readonly width: number;
  readonly cell: (line: MetricsLine) => string;
}

/** Fixed decimals; what rounds to zero has no sign. */
const number = (value: number | undefined, digits: number): string =>
  value === undefined ? '–' : value.toFixed(digits).replace(/^-(?=[0.]*$)/, '');

const always: readonly Column[] = [
  { title: 'epoch', width: 7, cell: ({ epoch }) => String(Number(epoch.toFixed(2))) },
  { title: 'loss', width: 7, cell: ({ loss }) => formatLoss(loss) },
  { title: 'contrastive', width: 14, cell: (line) => formatShare(line.contrastiveAccuracy) },
];

const labelledOnly: readonly Column[] = [
  { title: 'probe h', width: 9, cell: (line) => formatShare(line['probe.h']) },
  { title: 'probe z', width: 9, cell: (line) => formatShare(line['probe.z']) },
  { title: 'kNN h', width: 9, cell: (line) => formatShare(line['knn.h']) },
];

const geometry: readonly Column[] = [
  { title: 'uniformity', width: 12, cell: ({ uniformity }) => number(uniformity, 2) },
  { title: 'rank h', width: 8, cell: (line) => number(line['rank.h'], 1) },
];

/** Prints a row for each evaluation, some twenty in a run, so that one sees at a glance whether it learns. */
export class EvaluationTable {
  private readonly columns: readonly Column[];
  private readonly rowEvery: number;
  private lastEpoch: number | null = null;
  private readonly sums = { loss: 0, contrastiveAccuracy: 0, steps: 0 };
  private titled = false;

  constructor(
    epochs: number,
    evaluateEvery: number,
    labelled: boolean,
    private readonly style: Style,
  ) {
    this.columns = [...always, ...(labelled ? labelledOnly : []), ...geometry];
    this.rowEvery = Math.max(evaluateEvery, epochs / 20);
  }

  /** Takes a line of metrics and returns what is to be printed for it, mostly nothing. */
  add(line: MetricsLine): string[] {
    if (line.loss !== undefined) {
      this.sums.loss += line.loss;
      this.sums.contrastiveAccuracy += line.contrastiveAccuracy ?? 0;
      this.sums.steps++;
    }
    const evaluated = metricKeys.some((key) => /^(probe|knn|rank)\.|^uniformity$/.test(key) && key in line);
    if (!evaluated || !this.isDue(line.epoch)) return [];
    this.lastEpoch = line.epoch;
    const text = this.row({ ...line, ...this.means() });
    if (this.titled) return [text];
    this.titled = true;
    const titles = this.columns.map(({ title, width }) => padStart(title, width)).join('');
    return [this.style.dim(titles), text];
  }

  private isDue(epoch: number): boolean {
    return this.lastEpoch === null || epoch >= this.lastEpoch + this.rowEvery * 0.999;
  }

  /** Loss and contrastive accuracy over all steps since the last row: single steps are noise. */
  private means(): { loss?: number; contrastiveAccuracy?: number } {
    const { loss, contrastiveAccuracy, steps } = this.sums;
    Object.assign(this.sums, { loss: 0, contrastiveAccuracy: 0, steps: 0 });
    return steps === 0 ? {} : { loss: loss / steps, contrastiveAccuracy: contrastiveAccuracy / steps };
  }

  private row(line: MetricsLine): string {
    return this.columns.map(({ width, cell }) => padStart(cell(line), width)).join('');
  }
}
