import { planSplit } from '../data/split';
import { accuracy } from './accuracy';
import { selectRows, type LabelledFeatures } from './features';
import { classify, defaultPenalty, fitLogisticRegression, type LinearClassifier } from './logisticRegression';

/** Penalties that are tried, strongest first: half a decade apart from 10 to 10⁻⁶. */
export const penalties: readonly number[] = Array.from({ length: 15 }, (_, i) => 10 ** (1 - i / 2));

/** Share of each class that judges the penalties. */
const validationShare = 0.2;

/** A classifier and the penalty it was fitted with. */
export interface ChosenClassifier {
  readonly classifier: LinearClassifier;
  readonly l2: number;
  /** Accuracy, 0 to 1, of each penalty on the validation part; empty where no class has a row to spare. */
  readonly validation: readonly { readonly l2: number; readonly accuracy: number }[];
}

/**
 * Logistic regression whose penalty is chosen as in the paper's transfer experiments (appendix B.8): each is fitted to
 * a part of the training rows and judged on the rest, a seeded fifth of each class; the best, of equals the strongest,
 * is then fitted to all rows.
 * @param train labels from 0 to classes − 1.
 * @param onFit called before each fit; what it throws ends the work.
 */
export async function fitWithChosenPenalty(
  train: LabelledFeatures,
  classes: number,
  seed: number,
  onFit: () => void = () => undefined,
): Promise<ChosenClassifier> {
  const { labels } = train;
  const ids = Array.from(labels, String);
  const parts = planSplit({ ids, labels, parts: null, classes: null, factors: null }, validationShare, seed);
  const [fitted, judged] = [parts.train, parts.test].map((rows) => labelledRows(train, rows));
  const validation: { l2: number; accuracy: number }[] = [];
  if (fitted && judged && judged.count > 0) {
    let before: LinearClassifier | null = null;
    for (const l2 of penalties) {
      onFit();
      before = await fitLogisticRegression(fitted, classes, l2, before);
      validation.push({ l2, accuracy: accuracy(await classify(before, judged), judged.labels) });
    }
  }
  const best = validation.reduce<{ l2: number; accuracy: number } | null>(
    (chosen, each) => (chosen === null || each.accuracy > chosen.accuracy ? each : chosen),
    null,
  );
  onFit();
  const l2 = best?.l2 ?? defaultPenalty;
  return { classifier: await fitLogisticRegression(train, classes, l2), l2, validation };
}

function labelledRows(features: LabelledFeatures, rows: Int32Array): LabelledFeatures {
  return { ...selectRows(features, rows), labels: rows.map((row) => features.labels[row] ?? 0) };
}
