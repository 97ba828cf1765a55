import type { EvaluationRecord } from '../../engine/runs/evaluationRecord';

/** The line for a terminal that makes an evaluation again with the same numbers. */
export function repeatCommand({ request, device }: EvaluationRecord, checkpoint: string): string {
  return [
    `simclr evaluate ${quoted(checkpoint)}`,
    `--protocol ${request.protocols.join(',')}`,
    `--max-images ${request.maxImages}`,
    `--neighbours ${request.neighbours}`,
    `--knn-temperature ${request.temperature}`,
    `--backend ${device.backend}`,
    ...(device.threads > 0 ? [`--threads ${device.threads}`] : []),
  ].join(' ');
}

/** A path as one word of a shell's line. */
function quoted(path: string): string {
  if (/^[\w./:\\+-]+$/.test(path)) return path;
  return path.includes('\\') ? `"${path}"` : `'${path.replaceAll("'", `'\\''`)}'`;
}
