/** The keys of a line of `metrics.jsonl`, in the order in which they are written. They are also TensorBoard tags and CSV columns. */
export const metricKeys = [
  'step',
  'epoch',
  'time',
  'loss',
  'contrastiveAccuracy',
  'learningRate',
  'gradientNorm',
  'viewsPerSecond',
  'dataWait',
  'probe.h',
  'probe.z',
  'knn.h',
  'alignment',
  'uniformity',
  'entropy',
  'rank.h',
  'rank.z',
] as const;

/** A key of a line of `metrics.jsonl`. */
export type MetricKey = (typeof metricKeys)[number];

/**
 * One line of `metrics.jsonl`. `step` counts the optimizer steps taken so far (1 after the first; 0 is the untrained
 * encoder), `epoch` is the same as a fraction of epochs, `time` is seconds of training without pauses, going on after
 * a resume. Shares and accuracies are 0 to 1. What does not apply to a line is absent.
 */
export type MetricsLine = { readonly step: number; readonly epoch: number; readonly time: number } & {
  readonly [Key in Exclude<MetricKey, 'step' | 'epoch' | 'time'>]?: number;
};

/**
 * A line from parsed JSON: numbers under known keys are taken, all else is left out. null where it is no line of
 * metrics at all, because step, epoch or time is missing.
 */
export function metricsLine(value: unknown): MetricsLine | null {
  if (typeof value !== 'object' || value === null) return null;
  const line: Partial<Record<MetricKey, number>> = {};
  for (const key of metricKeys) {
    const number: unknown = Reflect.get(value, key);
    if (typeof number === 'number' && Number.isFinite(number)) line[key] = number;
  }
  const { step, epoch, time, ...rest } = line;
  return step === undefined || epoch === undefined || time === undefined
    ? null
    : { step, epoch, time, ...rest };
}

/** The line of metrics that `text` is; null where it is none. */
export function parseMetricsLine(text: string): MetricsLine | null {
  try {
    return metricsLine(JSON.parse(text));
  } catch {
    return null;
  }
}
