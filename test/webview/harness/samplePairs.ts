import type { ToRunPanel } from '../../../extension/runPanel/messages';

type PairSample = NonNullable<Extract<ToRunPanel, { type: 'pairs' }>['sample']>;

const side = 32;
const names = ['arrow', 'dome', 'drop', 'fish', 'heart', 'moon', 'tee', 'triangle'];

/** Pairs of small drawings; `round` makes other ones. */
export function samplePairs(count: number, round: number): PairSample {
  return {
    imageSize: side,
    pairs: Array.from({ length: count }, (_, index) => ({
      id: `train/${names[index % names.length] ?? ''}/${String(100 + index + 8 * round)}.png`,
      label: names[index % names.length] ?? null,
      first: drawing(index + 5 * round, 0),
      second: drawing(index + 5 * round, 1),
    })),
  };
}

/** A sheet as a run leaves it on disk. */
export function sampleSheet(): string {
  const canvas = document.createElement('canvas');
  canvas.width = 8 * (2 * side + 8);
  canvas.height = 2 * (side + 8);
  const pen = canvas.getContext('2d');
  for (let index = 0; index < 16; index++) {
    for (const view of [0, 1]) {
      pen?.drawImage(
        draw(index, view),
        (index % 8) * (2 * side + 8) + view * (side + 1),
        Math.floor(index / 8) * (side + 8),
      );
    }
  }
  return base64(canvas);
}

function drawing(index: number, view: number): string {
  return base64(draw(index, view));
}

function draw(index: number, view: number): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = side;
  canvas.height = side;
  const pen = canvas.getContext('2d');
  if (pen === null) return canvas;
  const hue = (index * 67 + view * 140) % 360;
  pen.fillStyle = `hsl(${hue} 45% 70%)`;
  pen.fillRect(0, 0, side, side);
  pen.fillStyle = `hsl(${(hue + 180) % 360} 60% 35%)`;
  pen.translate(side / 2 + 4 * view, side / 2 - 3 * view);
  pen.rotate(index + view);
  pen.scale(1 + view * 0.5, 1 + view * 0.5);
  pen.beginPath();
  for (let corner = 0; corner < 3 + (index % 5); corner++) {
    const angle = (2 * Math.PI * corner) / (3 + (index % 5));
    pen.lineTo(9 * Math.cos(angle), 9 * Math.sin(angle));
  }
  pen.fill();
  return canvas;
}

function base64(canvas: HTMLCanvasElement): string {
  return canvas.toDataURL('image/png').replace(/^data:image\/png;base64,/, '');
}
