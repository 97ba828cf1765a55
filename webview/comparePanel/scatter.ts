import type { Palette } from '../charts/palette';
import { element, setText } from '../components/element';
import { Part } from '../components/part';
import { Select, type SelectChoice } from '../components/select';
import { Switch } from '../components/switch';
import { columnTitle, type Column } from './columns';
import type { ComparedRow } from './comparedRow';
import type { ScatterChoice } from './compareState';
import type { RunStyle } from './runStyle';
import { defaultAxes, scatterData, yColumns } from './scatterData';
import { ScatterPlot } from './scatterPlot';

/** What the part tells the page. */
export interface ScatterHost {
  readonly onChoice: (choice: ScatterChoice) => void;
  readonly onFront: (folder: string | null) => void;
}

/** What the part needs to know. */
export interface ScatterInput {
  /** Those that are shown. */
  readonly rows: readonly ComparedRow[];
  readonly columns: readonly Column[];
  readonly choice: ScatterChoice;
  readonly titleOf: (folder: string) => string;
  readonly styleOf: (folder: string) => RunStyle;
  readonly palette: Palette;
}

/** Any parameter or metric of the runs against any metric. */
export class Scatter {
  readonly part: Part;
  private readonly x: Select;
  private readonly y: Select;
  private readonly logX = new Switch('log x', () => this.choose({ logX: !this.choice.logX }));
  private readonly logY = new Switch('log y', () => this.choose({ logY: !this.choice.logY }));
  private readonly plot: ScatterPlot;
  private readonly problem = element('p', { class: 'scatter-empty' });
  private readonly note = element('p', { class: 'quiet' });
  private choice: ScatterChoice = { x: null, y: null, logX: false, logY: false };
  private drawn = '';

  constructor(private readonly host: ScatterHost) {
    this.x = new Select('x axis of the scatter plot', (x) => this.choose({ x }));
    this.y = new Select('y axis of the scatter plot', (y) => this.choose({ y }));
    this.plot = new ScatterPlot(host.onFront);
    this.part = new Part(
      'scatter',
      'Parameter against metric',
      element(
        'div',
        { class: 'part-tools' },
        element('span', { 'aria-hidden': 'true' }, 'y'),
        this.y.node,
        element('span', { 'aria-hidden': 'true' }, 'by x'),
        this.x.node,
        this.logX.node,
        this.logY.node,
      ),
      this.problem,
      this.plot.node,
      this.note,
    );
  }

  update({ rows, columns, choice, titleOf, styleOf, palette }: ScatterInput): void {
    this.choice = choice;
    const automatic = defaultAxes(columns, rows);
    const ys = yColumns(columns, rows);
    const x = columns.find(({ id }) => id === choice.x) ?? automatic.x;
    const y = ys.find(({ id }) => id === choice.y) ?? automatic.y;
    this.x.update(choicesOf(columns), x?.id ?? null);
    this.y.update(choicesOf(ys), y?.id ?? null);
    const data = scatterData(rows, x, y, choice);
    this.logX.update(choice.logX, data.categories === null);
    this.logY.update(choice.logY, true);
    const looks = data.points.map(({ folder }) => [titleOf(folder), styleOf(folder)]);
    const drawn = JSON.stringify([data, looks, x?.id, y?.id, choice, palette]);
    if (drawn === this.drawn) return;
    this.drawn = drawn;
    setText(this.problem, data.problem ?? '');
    this.problem.hidden = data.problem === null;
    this.plot.node.hidden = data.problem !== null;
    setText(this.note, data.note);
    this.note.hidden = data.note === '';
    const logX = choice.logX && data.categories === null;
    this.plot.update(
      data.problem !== null || x === null || y === null
        ? null
        : {
            data,
            x,
            y,
            xTitle: columnTitle(x),
            yTitle: columnTitle(y),
            logX,
            logY: choice.logY,
            titleOf,
            styleOf,
            palette,
          },
    );
  }

  private choose(change: Partial<ScatterChoice>): void {
    this.host.onChoice({ ...this.choice, ...change });
  }
}

/** Fields that differ first, then metrics, then the rest. */
function choicesOf(columns: readonly Column[]): readonly SelectChoice[] {
  const groupOf = ({ kind, extra, group }: Column) =>
    kind === 'field' && extra ? 'The same for all runs' : kind === 'field' ? 'Fields that differ' : group;
  const choices = columns.map((column) => ({
    value: column.id,
    label: columnTitle(column),
    group: groupOf(column),
  }));
  const order = (group: string) =>
    group === 'Fields that differ' ? 0 : group === 'The same for all runs' ? 2 : 1;
  return choices.toSorted((a, b) => order(a.group) - order(b.group));
}
