import { l10n } from 'vscode';
import type { ToolProgress } from '../../engine/protocol/toolProtocol';
import { formatCount } from '../format/formatNumbers';

/** How far the opening of a data set, or of the GPU, has come, in words and as a share (0 to 1; null where it is not known). */
export function openingText({ phase, done, total }: ToolProgress): { text: string; share: number | null } {
  const share = total > 0 ? done / total : null;
  if (phase === 'listing') return { text: l10n.t('Listing {0} images…', formatCount(done)), share: null };
  if (phase === 'warmingUp')
    return { text: l10n.t('Warming up the GPU: minutes the first time on a new one…'), share: null };
  const text =
    phase === 'generating'
      ? l10n.t('Generating {0} of {1} images…', formatCount(done), formatCount(total))
      : l10n.t('Decoding {0} of {1} images…', formatCount(done), formatCount(total));
  return { text, share };
}
