import { element } from '../components/element';
import { Dropdown, type Choice } from '../components/toolkit';
import type { ColorChoice } from './coloring';
import type { DragTool } from './plot/plotGestures';
import type { ProjectionName } from './stepView';

/** What the controls tell of. */
export interface ControlEvents {
  readonly onColor: (choice: string) => void;
  readonly onProjection: (name: ProjectionName) => void;
  readonly onTool: (tool: DragTool) => void;
  readonly onClusters: (count: number) => void;
}

const projections: readonly Choice<ProjectionName>[] = [
  { value: 'pca', label: 'PCA' },
  { value: 'umap', label: 'UMAP' },
];
const tools: readonly Choice<DragTool>[] = [
  { value: 'lasso', label: 'Lasso' },
  { value: 'pan', label: 'Pan' },
];
const clusterRange = { least: 2, most: 50 };

/** How the points are coloured, projected and reached for. */
export class Controls {
  readonly node: HTMLElement;
  private readonly colorPlace = element('span', { class: 'control-place' });
  private readonly projection: Dropdown<ProjectionName>;
  private readonly tools: readonly HTMLInputElement[];
  private readonly clusters = element('input', {
    ...{ type: 'number', class: 'clusters', 'aria-label': 'Number of clusters' },
    ...{ min: clusterRange.least, max: clusterRange.most },
  });
  private readonly clusterPlace: HTMLElement;
  private color: Dropdown<string> | null = null;
  private offered = '';

  constructor(private readonly events: ControlEvents) {
    this.projection = new Dropdown('Projection', projections, events.onProjection);
    const radios = tools.map(({ value, label }) => {
      const input = element('input', { type: 'radio', name: 'tool', value });
      input.addEventListener('change', () => events.onTool(value));
      return { input, label: element('label', {}, input, label) };
    });
    this.tools = radios.map(({ input }) => input);
    this.clusters.addEventListener('change', () => {
      const count = Math.round(Number(this.clusters.value));
      const within = Math.min(clusterRange.most, Math.max(clusterRange.least, count || clusterRange.least));
      this.clusters.value = String(within);
      events.onClusters(within);
    });
    this.clusterPlace = element('label', { class: 'control', hidden: true }, 'clusters', this.clusters);
    this.node = element(
      'div',
      { class: 'controls' },
      element('span', { class: 'control' }, element('span', {}, 'colour by'), this.colorPlace),
      this.clusterPlace,
      element('span', { class: 'control' }, element('span', {}, 'projection'), this.projection.node),
      element(
        'span',
        {
          ...{ class: 'control tools', role: 'radiogroup', 'aria-label': 'What dragging does' },
          title:
            'What dragging does; with Shift held it does the other. The wheel zooms, a double click shows all.',
        },
        ...radios.map(({ label }) => label),
      ),
    );
  }

  update(choices: readonly ColorChoice[], color: string, projection: ProjectionName, tool: DragTool): void {
    const offered = JSON.stringify(choices);
    if (offered !== this.offered) {
      this.offered = offered;
      this.color = new Dropdown('Colour by', choices, this.events.onColor);
      this.colorPlace.replaceChildren(this.color.node);
    }
    if (this.color !== null) this.color.value = color;
    this.projection.value = projection;
    for (const input of this.tools) input.checked = input.value === tool;
  }

  /** @param count null where colours are not about clusters */
  setClusters(count: number | null): void {
    this.clusterPlace.hidden = count === null;
    if (count !== null) this.clusters.value = String(count);
  }
}
