import type { ChannelAxis } from './tensorStatistics';

/**
 * Which axis of a weight counts its output channels, by its name: the last in the layout of TensorFlow, which this program's
 * checkpoints and those of Flax and Keras have (there a weight is called `kernel`, `depthwise_kernel`, `kernel:0`, or
 * lies in a tree `params`), and the first in PyTorch's, which nearly all other files of the format have.
 * @param own whether the file is a checkpoint of this program.
 */
export function channelAxis(name: string, own: boolean): ChannelAxis {
  if (own) return 'last';
  const parts = name.split(/[./]/);
  const last = (parts.at(-1) ?? '').replace(/:\d+$/, '');
  if (last === 'weight') return 'first';
  return parts[0] === 'params' || /(^|_)kernel$/.test(last) ? 'last' : 'first';
}
