import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CPU_BACKEND } from '../../../../engine/backends/cpu/cpuBackend';
import { openCpuBackend, type OpenedCpuBackend } from '../../../../engine/backends/cpu/openCpuBackend';
import {
  convolutionFilterGradient,
  convolutionInputGradient,
} from '../../../../engine/ops/convolutionGradients';
import { normal, runOn } from '../bothBackends';

const geometry = { stride: 1, pad: 1 };

/** Convolution in float64 of one output value. */
function exact(x: Float32Array, w: Float32Array, size: number, channels: number, outputs: number) {
  return (image: number, row: number, column: number, n: number): number => {
    let sum = 0;
    for (let i = 0; i < 3; i++) {
      for (let j = 0; j < 3; j++) {
        const [r, c] = [row + i - 1, column + j - 1];
        if (r < 0 || c < 0 || r >= size || c >= size) continue;
        for (let k = 0; k < channels; k++)
          sum +=
            (x[((image * size + r) * size + c) * channels + k] ?? NaN) *
            (w[((i * 3 + j) * channels + k) * outputs + n] ?? NaN);
      }
    }
    return sum;
  };
}

describe('Winograd’s convolution', () => {
  let opened: OpenedCpuBackend;
  beforeAll(async () => {
    opened = await openCpuBackend({ threads: 2 });
  });
  afterAll(() => {
    opened.backend.dispose();
  });

  it.each([16, 64, 256])('is within 1e-5 of float64 with %i channels', async (channels) => {
    const [images, size] = [2, 8];
    const x = tf.randomNormal<tf.Rank.R4>([images, size, size, channels], 0, 1, 'float32', 1);
    const w = tf.randomNormal<tf.Rank.R4>([3, 3, channels, channels], 0, 1, 'float32', 2);
    const y = (await tf.conv2d(x, w, 1, 1).data()) as Float32Array;
    const value = exact(
      (await x.data()) as Float32Array,
      (await w.data()) as Float32Array,
      size,
      channels,
      channels,
    );
    // Relative to the spread of the outputs: single ones may lie near zero.
    const spread = Math.sqrt(9 * channels);
    for (const image of [0, 1]) {
      for (let row = 0; row < size; row++) {
        for (const n of [0, 5, channels - 1]) {
          const at = ((image * size + row) * size + ((row * 3) % size)) * channels + n;
          const error = Math.abs((y[at] ?? NaN) - value(image, row, (row * 3) % size, n)) / spread;
          expect(error).toBeLessThan(1e-5);
        }
      }
    }
    tf.dispose([x, w]);
  });

  it('of a batch too large to be transformed at once is that of its parts', async () => {
    const [images, size, channels, cut] = [460, 4, 256, 450];
    const x = tf.randomNormal<tf.Rank.R4>([images, size, size, channels], 0, 1, 'float32', 3);
    const w = tf.randomNormal<tf.Rank.R4>([3, 3, channels, channels], 0, 1, 'float32', 4);
    const dy = tf.randomNormal<tf.Rank.R4>([images, size, size, channels], 0, 1, 'float32', 5);
    const head = (t: tf.Tensor4D) => tf.slice4d(t, [0, 0, 0, 0], [cut, size, size, channels]);
    const tail = (t: tf.Tensor4D) => tf.slice4d(t, [cut, 0, 0, 0], [images - cut, size, size, channels]);
    const worst = async (a: tf.Tensor, b: tf.Tensor) => {
      const difference = tf.max(tf.abs(tf.sub(a, b)));
      return (await difference.data())[0];
    };
    // Each image by itself: the same bits.
    expect(await worst(tail(tf.conv2d(x, w, 1, 1)), tf.conv2d(tail(x), w, 1, 1))).toBe(0);
    const dx = convolutionInputGradient(dy, w, x.shape, geometry);
    expect(await worst(tail(dx), convolutionInputGradient(tail(dy), w, tail(x).shape, geometry))).toBe(0);
    const dw = convolutionFilterGradient(x, dy, w.shape, geometry);
    const parts = tf.add(
      convolutionFilterGradient(head(x), head(dy), w.shape, geometry),
      convolutionFilterGradient(tail(x), tail(dy), w.shape, geometry),
    );
    const spread = Math.sqrt(images * size * size);
    expect(await worst(dw, parts)).toBeLessThan(2e-5 * spread);
  });
});

describe('both builds with fused multiply-add', () => {
  // Channels that fill no panel of either build; several images a group, and one image in bands.
  it.each([
    [37, 8, 24, 40],
    [3, 48, 24, 40],
  ])(
    'agree to the bit on %i images of %i × the same, %i channels to %i',
    async (images, size, inputs, outputs) => {
      const x = normal([images, size, size, inputs], 1);
      const filter = normal([3, 3, inputs, outputs], 2);
      const [gamma, beta] = [normal([outputs], 3), normal([outputs], 4)];
      const dy = normal([images, size, size, outputs], 5);
      const norm = { stride: 1, pad: 1, relu: true, epsilon: 1e-5 };
      const both = { hasResidual: true, inputGradient: true };
      const variance = { shape: [outputs], data: gamma.data.map(Math.abs) };
      const gradient = { strides: 1, pad: 1, dataFormat: 'NHWC', dimRoundingMode: 'floor' };
      const results: unknown[] = [];
      for (const build of ['wide', 'narrow'] as const) {
        const { backend } = await openCpuBackend({ build, threads: 2 });
        results.push([
          await runOn(CPU_BACKEND, 'ConvBatchNorm', { x, filter, gamma, beta }, norm),
          await runOn(
            CPU_BACKEND,
            'Conv2DBackpropInput',
            { dy, filter },
            { ...gradient, inputShape: x.shape },
          ),
          await runOn(
            CPU_BACKEND,
            'Conv2DBackpropFilter',
            { x, dy },
            { ...gradient, filterShape: filter.shape },
          ),
          await runOn(
            CPU_BACKEND,
            'ConvBatchNormGrad',
            { dy, out: dy, conv: dy, x, filter, gamma, mean: beta, variance },
            { ...norm, ...both },
          ),
        ]);
        backend.dispose();
      }
      expect(results[1]).toEqual(results[0]);
    },
  );
});
