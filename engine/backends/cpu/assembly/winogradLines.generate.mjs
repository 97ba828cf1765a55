/**
 * Writes winogradLines.ts: the one-dimensional transforms of Winograd's convolution F(4, 3) at the points 0, ±1, ±2 and ∞
 * (Lavin & Gray, 2016, section 4.2), as AssemblyScript text. Each reads so many vectors a step apart and writes so many.
 *
 * A vector here is of eight channels, written out as two of 128 bits side by side, loads first and stores last: so
 * V8's revectorizer, where it is on, makes one of 256 bits of them. Constants are read from memory, in one instruction:
 * V8 would put those of the code together anew at each use, which costs more than the arithmetic.
 */

/**
 * `steps` and `writes` are written in the values read, `x0`, `x1`, …, and in the names of earlier steps.
 * @typedef {{name: string, comment: string, reads: number, steps: [string, string][], writes: string[]}} Line
 * @type {Line[]}
 */
const lines = [
  {
    name: 'inputLine',
    comment: 'Six pixels of the input, Bᵀ d: [6] → [6].',
    reads: 6,
    steps: [
      ['even', 'madd(splat(-4), x2, x4)'],
      ['odd', 'madd(splat(-4), x1, x3)'],
      ['far', 'sub(x4, x2)'],
      ['gap', 'sub(x3, x1)'],
      ['twice', 'add(gap, gap)'],
    ],
    writes: [
      'madd(splat(4), x0, madd(splat(-5), x2, x4))',
      'add(even, odd)',
      'sub(even, odd)',
      'add(far, twice)',
      'sub(far, twice)',
      'madd(splat(4), x1, madd(splat(-5), x3, x5))',
    ],
  },
  {
    name: 'outputLine',
    comment: 'Six products to four pixels of the output, Aᵀ m: [6] → [4].',
    reads: 6,
    steps: [
      ['near', 'add(x1, x2)'],
      ['nearGap', 'sub(x1, x2)'],
      ['far', 'add(x3, x4)'],
      ['farGap', 'sub(x3, x4)'],
    ],
    writes: [
      'add(x0, add(near, far))',
      'madd(splat(2), farGap, nearGap)',
      'madd(splat(4), far, near)',
      'add(x5, madd(splat(8), farGap, nearGap))',
    ],
  },
  {
    name: 'gradientLine',
    comment: "Four pixels of the output's gradient, A y: [4] → [6].",
    reads: 4,
    steps: [
      ['even', 'add(x0, x2)'],
      ['odd', 'add(x1, x3)'],
      ['farEven', 'madd(splat(4), x2, x0)'],
      ['farOdd', 'madd(splat(8), x3, add(x1, x1))'],
    ],
    writes: ['x0', 'add(even, odd)', 'sub(even, odd)', 'add(farEven, farOdd)', 'sub(farEven, farOdd)', 'x3'],
  },
  {
    name: 'filterLine',
    comment: 'Three taps of a filter, G g: [3] → [6].',
    reads: 3,
    steps: [
      ['outer', 'mul(splat(-1 / 6), add(x0, x2))'],
      ['middle', 'mul(splat(-1 / 6), x1)'],
      ['farOuter', 'madd(splat(1 / 24), x0, mul(splat(1 / 6), x2))'],
      ['farMiddle', 'mul(splat(1 / 12), x1)'],
    ],
    writes: [
      'mul(splat(1 / 4), x0)',
      'add(outer, middle)',
      'sub(outer, middle)',
      'add(farOuter, farMiddle)',
      'sub(farOuter, farMiddle)',
      'x2',
    ],
  },
  {
    name: 'tapLine',
    comment: 'Six sums of products to the gradients of three taps, Gᵀ u: [6] → [3].',
    reads: 6,
    steps: [
      ['near', 'mul(splat(1 / 6), add(x1, x2))'],
      ['far', 'add(x3, x4)'],
    ],
    writes: [
      'madd(splat(1 / 24), far, sub(mul(splat(1 / 4), x0), near))',
      'madd(splat(1 / 6), sub(x2, x1), mul(splat(1 / 12), sub(x3, x4)))',
      'sub(madd(splat(1 / 6), far, x5), near)',
    ],
  },
];

const expressionsOf = ({ steps, writes }) => [...steps.map(([, expression]) => expression), ...writes];

/** Every constant of the transforms, as it is written. */
const constants = [
  ...new Set(
    lines
      .flatMap(expressionsOf)
      .flatMap((expression) =>
        Array.from(expression.matchAll(/splat\(([^)]*)\)/g), ([, constant]) => constant),
      ),
  ),
];

const range = (count) => Array.from({ length: count }, (_, index) => index);

/** The value of a constant, "1 / 6", as a literal: the compiler takes nothing else for the contents of the memory. */
const valueOf = (constant) =>
  constant
    .split('/')
    .map(Number)
    .reduce((numerator, denominator) => numerator / denominator)
    .toFixed(12);

/** An expression for one half of the channels: names get its number, functions and constants their full form. */
function half(expression, names, number) {
  return expression
    .replace(/\bsplat\(([^)]*)\)/g, (_, constant) => `constant${constants.indexOf(constant)}`)
    .replace(/\b(add|sub|mul)\(/g, 'f32x4.$1(')
    .replace(/\b[a-z]\w*\b/gi, (word) => (names.has(word) ? `${word}_${number}` : word));
}

/** @param {Line} line @returns {string} */
function lineSource(line) {
  const { name, comment, reads, steps, writes } = line;
  const names = new Set([...range(reads).map((index) => `x${index}`), ...steps.map(([step]) => step)]);
  const halves = [0, 1];
  const used = constants.filter((constant) =>
    expressionsOf(line).some((expression) => expression.includes(`splat(${constant})`)),
  );
  const address = (base, index) => (index === 0 ? base : `${base} + ${base}Step * ${index}`);
  return [
    `/** ${comment} */`,
    `// @ts-ignore: decorator`,
    `@inline`,
    `export function ${name}(from: usize, fromStep: usize, to: usize, toStep: usize): void {`,
    ...used.map((constant) => {
      const index = constants.indexOf(constant);
      return `  const constant${index} = v128.load32_splat(CONSTANTS, ${4 * index});`;
    }),
    ...range(reads).flatMap((index) => [
      `  const from${index} = ${address('from', index)};`,
      ...halves.map((h) => `  const x${index}_${h} = v128.load(from${index}, ${16 * h});`),
    ]),
    ...steps.flatMap(([step, expression]) =>
      halves.map((h) => `  const ${step}_${h} = ${half(expression, names, h)};`),
    ),
    ...writes.flatMap((expression, index) => [
      `  const to${index} = ${address('to', index)};`,
      ...halves.map((h) => `  v128.store(to${index}, ${half(expression, names, h)}, ${16 * h});`),
    ]),
    `}`,
  ].join('\n');
}

/** @returns {string} the source of winogradLines.ts */
export function winogradLinesSource() {
  return [
    `import { madd } from './tiles';`,
    `/** Bytes of the channels of a vector. */`,
    `export const LINE: usize = 32;`,
    `const CONSTANTS = memory.data<f32>([${constants.map(valueOf).join(', ')}]);`,
    ...lines.map(lineSource),
  ].join('\n');
}
