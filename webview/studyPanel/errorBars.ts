import type { Chart, Plugin } from 'chart.js';
import type { Spread } from '../../extension/studyPanel/messages';

/** Pixels of an end's half. */
const cap = 4;

/** Draws over each bar or point a line of the length of two deviations over seeds, with ends. */
export function errorBars(
  values: readonly (readonly (Spread | null)[])[],
  color: string,
): Plugin<'bar' | 'line'> {
  return {
    id: 'errorBars',
    afterDatasetsDraw: (chart: Chart) => {
      const { ctx: context } = chart;
      const scale = chart.scales['y'];
      if (scale === undefined) return;
      context.save();
      context.strokeStyle = color;
      context.lineWidth = 1.5;
      context.beginPath();
      for (const [series, spreads] of values.entries()) {
        for (const [place, spread] of spreads.entries()) {
          if (spread === null || spread.deviation === null) continue;
          const x = chart.getDatasetMeta(series).data[place]?.x;
          if (x === undefined) continue;
          const [top, bottom] = [1, -1].map((side) =>
            scale.getPixelForValue(spread.mean + side * (spread.deviation ?? 0)),
          ) as [number, number];
          context.moveTo(x, top);
          context.lineTo(x, bottom);
          for (const end of [top, bottom]) {
            context.moveTo(x - cap, end);
            context.lineTo(x + cap, end);
          }
        }
      }
      context.stroke();
      context.restore();
    },
  };
}
