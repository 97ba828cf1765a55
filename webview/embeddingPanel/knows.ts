import type { EmbeddingStep, Knowledge, KnownThing, Measure } from '../../extension/embeddingPanel/messages';
import { formatShare } from '../../extension/format/formatNumbers';
import { element, setText } from '../components/element';
import { Button } from '../components/toolkit';
import { formatValue } from '../format/formatValue';

/** How much more of a thing h must know than z to be called thrown away, as a share of what h knows above chance. */
const thrownAway = 0.5;

/** What is predicted from h and from z, as bars beside chance, and how the images lie to one another. */
export class Knows {
  readonly node: HTMLElement;
  private readonly source = element('p', { class: 'quiet' });
  private readonly bars = element('div', { class: 'bars' });
  private readonly measures = element('table', { class: 'data-table measures' });
  private readonly evaluate: Button;
  private step: number | null = null;

  constructor(onEvaluate: (step: number) => void) {
    this.evaluate = new Button({
      label: 'Evaluate this checkpoint',
      onPress: () => {
        if (this.step !== null) onEvaluate(this.step);
      },
    });
    this.node = element(
      'section',
      { class: 'box knows', 'aria-labelledby': 'knows-title' },
      element(
        'div',
        { class: 'box-head' },
        element('h2', { id: 'knows-title' }, 'What each knows'),
        this.evaluate.node,
      ),
      this.source,
      element('div', { class: 'knows-body' }, this.bars, this.measures),
    );
  }

  update(step: EmbeddingStep | null, knowledge: Knowledge | null, mayCompute: boolean): void {
    this.step = step?.step ?? null;
    this.evaluate.node.hidden =
      step?.checkpoint !== true || knowledge?.source === 'evaluation' || !mayCompute;
    setText(this.source, sourceText(step, knowledge));
    const things = knowledge?.things ?? [];
    this.bars.hidden = things.length === 0;
    this.bars.replaceChildren(...things.map(bar));
    const measures = knowledge?.measures ?? [];
    this.measures.hidden = measures.length === 0;
    this.measures.replaceChildren(
      element('caption', { class: 'visually-hidden' }, 'How the images lie to one another'),
      element(
        'thead',
        {},
        element('tr', {}, ...['', 'h', 'z'].map((title) => element('th', { scope: 'col' }, title))),
      ),
      element('tbody', {}, ...measures.map(measureRow)),
    );
  }
}

function sourceText(step: EmbeddingStep | null, knowledge: Knowledge | null): string {
  if (step === null) return '';
  if (knowledge === null) {
    return step.checkpoint
      ? 'Nothing was measured at this step. An evaluation shows what can be predicted from h and from z.'
      : 'Nothing was measured at this step, and its checkpoint was not kept.';
  }
  if (knowledge.source === 'evaluation') {
    return 'Accuracy of linear classifiers on held-out images; the line is chance. Short in z and long in h: what the head threw away.';
  }
  const more = step.checkpoint ? ' An evaluation adds what else can be predicted from them.' : '';
  return `As the run measured it on its way: online probes and kNN; the line is chance.${more}`;
}

/** Name, two bars with a line at chance, and the numbers. */
function bar({ name, chance, h, z, kind }: KnownThing): HTMLElement {
  const isLost =
    h !== null && z !== null && h - (chance ?? 0) > 0.05 && h - z > thrownAway * (h - (chance ?? 0));
  const one = (space: 'h' | 'z', share: number | null) => {
    const fill = element('div', { class: `bar-fill space-${space}` });
    fill.style.width = `${100 * (share ?? 0)}%`;
    const track = element('div', { class: 'bar-track', 'aria-hidden': 'true' }, fill);
    if (chance !== null) {
      const line = element('div', { class: 'bar-chance' });
      line.style.left = `${100 * chance}%`;
      track.append(line);
    }
    return element(
      'div',
      { class: 'bar-line' },
      element('span', { class: 'bar-space' }, space),
      track,
      element('span', { class: 'bar-value' }, formatShare(share)),
    );
  };
  const label = `${name}: h ${formatShare(h)}, z ${formatShare(z)}, chance ${formatShare(chance)}`;
  return element(
    'div',
    { class: `bar kind-${kind}`, role: 'group', 'aria-label': label, title: label },
    element(
      'span',
      { class: 'bar-name' },
      name,
      isLost ? element('span', { class: 'lost' }, ' thrown away') : '',
    ),
    element('div', { class: 'bar-pair' }, one('h', h), ...(z === null ? [] : [one('z', z)])),
  );
}

const measureNames: Readonly<Record<Measure['name'], readonly [name: string, title: string]>> = {
  alignment: [
    'alignment',
    'Mean squared distance of two views of one image, 0 to 4: the smaller, the closer.',
  ],
  uniformity: [
    'uniformity',
    'Log mean of exp(−2 d²) over pairs of images: the more negative, the more evenly they are spread.',
  ],
  rank: ['effective rank', 'Dimensions that are in use, as an entropy of the singular values (RankMe).'],
};

function measureRow({ name, h, z, most }: Measure): HTMLElement {
  const [text, title] = measureNames[name];
  const cell = (value: number | null, largest: number | undefined) => {
    const unit = name === 'rank' ? 'number' : 'loss';
    const of = largest === undefined ? '' : ` of ${largest}`;
    return element('td', {}, value === null ? '–' : `${formatValue(unit, value)}${of}`);
  };
  return element('tr', { title }, element('th', { scope: 'row' }, text), cell(h, most?.h), cell(z, most?.z));
}
