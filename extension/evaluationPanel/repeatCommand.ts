import type { EvaluationRecord, EvaluationRequest } from '../../engine/runs/evaluationRecord';

/** The line for a terminal that makes an evaluation again with the same numbers. */
export function repeatCommand({ request, device }: EvaluationRecord, checkpoint: string): string {
  return [
    `simclr evaluate ${quoted(checkpoint)}`,
    `--protocol ${request.protocols.join(',')}`,
    `--max-images ${request.maxImages}`,
    `--neighbours ${request.neighbours}`,
    `--knn-temperature ${request.temperature}`,
    ...(request.solver === 'sgd' ? ['--solver sgd'] : []),
    ...learningFlags(request),
    `--backend ${device.backend}`,
    ...(device.threads > 0 ? [`--threads ${device.threads}`] : []),
  ].join(' ');
}

/** Flags of what learns from labels; none where nothing does. */
function learningFlags(request: EvaluationRequest): string[] {
  const { protocols, labelShares, target, epochs, learningRate, cropScale } = request;
  const flag = (name: string, value: number | null) => (value === null ? [] : [`${name} ${value}`]);
  const shares = labelShares.map((share) => Number((100 * share).toPrecision(6))).join(',');
  return [
    ...(protocols.includes('semi-supervised') ? [`--label-shares ${shares}`] : []),
    ...(target === null ? [] : [`--target ${quoted(target.source)}`]),
    ...flag('--target-image-size', target?.imageSize ?? null),
    ...flag('--target-images', target?.trainImages ?? null),
    ...(target?.shapes ? [`--target-shapes ${target.shapes.join(',')}`] : []),
    ...flag('--epochs', epochs),
    ...flag('--learning-rate', learningRate),
    ...flag('--crop', cropScale),
  ];
}

/** A path as one word of a shell's line. */
function quoted(path: string): string {
  if (/^[\w./:\\+-]+$/.test(path)) return path;
  return path.includes('\\') ? `"${path}"` : `'${path.replaceAll("'", `'\\''`)}'`;
}
