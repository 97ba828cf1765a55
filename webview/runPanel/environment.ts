import { formatBytes, formatCount } from '../../extension/format/formatNumbers';
import type { RunView } from '../../extension/runPanel/messages';
import { element } from '../components/element';
import { Part } from '../components/part';

/** A thing and what is known of it. */
interface Line {
  readonly name: string;
  readonly value: string;
}

/** Data, network, device and programs, line by line. */
export function environmentLines({ dataset, plan, device, environment, id, folder }: RunView): Line[] {
  const lines: Line[] = [];
  if (dataset !== null) {
    const { trainCount, testCount, classes, imageSize, source } = dataset;
    const kinds = classes === null ? 'no labels' : `${formatCount(classes.length)} classes`;
    lines.push(
      { name: 'data', value: source },
      {
        name: 'images',
        value: `${formatCount(trainCount)} for training, ${formatCount(testCount)} for evaluation, ${kinds}, ${imageSize} × ${imageSize}`,
      },
    );
    if (dataset.badFiles > 0) lines.push({ name: 'skipped files', value: formatCount(dataset.badFiles) });
  }
  if (plan !== null) {
    lines.push(
      {
        name: 'encoder',
        value: `${formatCount(plan.encoderParameters)} parameters, h of size ${plan.representationSize}`,
      },
      {
        name: 'head',
        value: `${formatCount(plan.headParameters)} parameters, z of size ${plan.projectionSize}`,
      },
    );
    if (plan.peakMemory !== undefined)
      lines.push({ name: 'memory', value: `about ${formatBytes(plan.peakMemory)} for a step` });
  }
  if (device !== null) lines.push({ name: 'device', value: `${device.backend}, ${device.detail}` });
  return [...lines, ...environment, { name: 'run', value: id }, { name: 'folder', value: folder }];
}

/** What the run was made with. */
export class Environment {
  readonly part: Part;
  private readonly list = element('dl', { class: 'facts-list' });
  private shown = '';

  constructor() {
    this.part = new Part('environment', 'Environment', this.list);
  }

  update(view: RunView): void {
    const lines = environmentLines(view);
    const text = JSON.stringify(lines);
    if (text === this.shown) return;
    this.shown = text;
    this.list.replaceChildren(
      ...lines.flatMap(({ name, value }) => [element('dt', {}, name), element('dd', {}, value)]),
    );
  }
}
