import { nameSome } from './nameSome';

/** What is unusual about the labels of the two parts, one sentence each. */
export function splitWarnings(
  classes: readonly string[] | null,
  train: Int32Array | null,
  test: Int32Array | null,
): string[] {
  if (!classes || !train || !test) return [];
  const inTrain = new Set(train);
  const inTest = new Set(test);
  const missing = (labels: Set<number>, other: Set<number>) =>
    classes.filter((_, label) => !labels.has(label) && other.has(label));
  const untrained = missing(inTrain, inTest);
  const untested = missing(inTest, inTrain);
  return [
    ...(untrained.length > 0
      ? [`No training image of ${nameSome(untrained)}: the test images cannot be told.`]
      : []),
    ...(untested.length > 0 ? [`No test image of ${nameSome(untested)}.`] : []),
  ];
}
