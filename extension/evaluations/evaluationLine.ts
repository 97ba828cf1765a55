import { l10n } from 'vscode';
import type { EvaluationRecord } from '../../engine/runs/evaluationRecord';
import { formatDuration } from '../format/formatDuration';
import { formatCount } from '../format/formatNumbers';
import { formatMoment } from '../format/formatMoment';
import type { Fact } from '../views/runFacts';
import { protocols, shownProtocols } from './protocols';

/** An evaluation as a line of the tree. */
export interface EvaluationLine {
  /** Absolute, of its file. */
  readonly path: string;
  readonly step: number;
  /** When it was made: ISO 8601. */
  readonly createdAt: string;
  readonly label: string;
  readonly description: string;
  readonly facts: readonly Fact[];
}

/** "Evaluation" with its first number and the time of day behind it. */
export function evaluationLine(path: string, record: EvaluationRecord, now: Date): EvaluationLine {
  const { step, createdAt, dataset, seconds } = record;
  const moment = formatMoment(new Date(createdAt), now);
  const [brief] = shownProtocols.map((name) => protocols[name].brief(record)).filter((text) => text !== null);
  return {
    ...{ path, step, createdAt },
    label: l10n.t('Evaluation'),
    description: [...(brief === undefined ? [] : [brief]), moment].join(' · '),
    facts: [
      ...shownProtocols.flatMap((name) => protocols[name].facts(record)),
      [
        l10n.t('Images'),
        l10n.t(
          'fitted to {0}, judged on {1}',
          formatCount(dataset.trainImages),
          formatCount(dataset.testImages),
        ),
      ],
      [l10n.t('Made'), l10n.t('{0}, in {1}', moment, formatDuration(seconds))],
    ],
  };
}
