import { formatCount } from '../../extension/format/formatNumbers';
import { element } from '../components/element';
import { icon } from '../components/icon';
import type { TensorModel } from './tensorModel';
import { flawText } from './tensorText';

/** Tensors that a notice names. */
const mostNamed = 3;

/** Notices of numbers that are not finite, and of channels that are dead; each names tensors that can be gone to. */
export function flawNotices(model: TensorModel, onChoose: (index: number) => void): HTMLElement[] {
  const broken = model.having(({ nan, infinite }) => nan + infinite > 0);
  const dead = model.having(({ channels }) => channels !== null && channels.dead > 0);
  return [
    ...(broken.length === 0
      ? []
      : [notice('error', 'with NaN or infinite numbers', broken, model, onChoose)]),
    ...(dead.length === 0
      ? []
      : [notice('warning', 'with output channels that are all zero or constant', dead, model, onChoose)]),
  ];
}

function notice(
  kind: 'error' | 'warning',
  what: string,
  tensors: readonly number[],
  model: TensorModel,
  onChoose: (index: number) => void,
): HTMLElement {
  const links = tensors.slice(0, mostNamed).map((index) => {
    const of = model.statistics(index);
    const text = `${model.tensors[index]?.name ?? ''} (${of === undefined ? '' : flawText(of)})`;
    const link = element('button', { class: 'link', type: 'button' }, text);
    link.addEventListener('click', () => onChoose(index));
    return link;
  });
  const count = tensors.length === 1 ? '1 tensor' : `${formatCount(tensors.length)} tensors`;
  return element(
    'div',
    { class: `notice ${kind}` },
    icon(kind),
    element(
      'p',
      {},
      `${count} ${what}: `,
      ...links.flatMap((link, at) => (at === 0 ? [link] : [', ', link])),
      tensors.length > mostNamed ? ' and more.' : '.',
    ),
  );
}
