/**
 * Writes tiles.ts, the register-blocked micro-kernels, as AssemblyScript text: every accumulator has to be a local
 * variable with a name of its own, and AssemblyScript has no macros.
 *
 * Two builds. Wide: 6 rows x 16 columns in four 128-bit vectors, which V8 fuses into two of 256 bits where its
 * revectorizer is on (it wants the accumulators loaded first or not at all, and stored last). Narrow: 6 x 8.
 */

/** @param {{columns: 8 | 16, relaxed: boolean}} build @returns {string} the source of tiles.ts */
export function tilesSource({ columns, relaxed }) {
  const vectors = Array.from({ length: columns / 4 }, (_, index) => index);
  const heights = [1, 2, 3, 4, 5, 6];
  return [
    `/** Rows and columns of a full tile. */`,
    `export const ROWS: i32 = ${heights.length};`,
    `export const COLUMNS: i32 = ${columns};`,
    ``,
    `/** a * b + c, fused where the runtime has relaxed SIMD. */`,
    `// @ts-ignore: decorator`,
    `@inline`,
    `export function madd(a: v128, b: v128, c: v128): v128 {`,
    relaxed ? `  return f32x4.relaxed_madd(a, b, c);` : `  return f32x4.add(f32x4.mul(a, b), c);`,
    `}`,
    ...heights.flatMap((rows) => [productTile(rows, vectors), outerTile(rows, vectors)]),
    dispatcher(
      'product',
      heights,
      'a: usize, aRow: usize, aStep: usize, aSegment: usize, b: usize, depth: i32, segments: i32, c: usize, cRow: usize',
    ),
    dispatcher(
      'outer',
      heights,
      'a: usize, aStep: usize, aLine: usize, aImage: usize, b: usize, bStep: usize, bLine: usize, bImage: usize, depth: i32, lines: i32, images: i32, c: usize, cRow: usize',
    ),
  ].join('\n');
}

const range = (count) => Array.from({ length: count }, (_, index) => index);

/** The innermost step: one column of A times one row of B onto all accumulators. */
function step(rows, vectors, addressOfRow) {
  return [
    ...vectors.map((j) => `      const b${j} = v128.load(bp, ${j * 16});`),
    ...range(rows).flatMap((r) => [
      `      const a${r} = ${addressOfRow(r)};`,
      ...vectors.map((j) => `      c${r}_${j} = madd(a${r}, b${j}, c${r}_${j});`),
    ]),
  ];
}

const stores = (rows, vectors) =>
  range(rows).flatMap((r) => vectors.map((j) => `  v128.store(c + cRow * ${r}, c${r}_${j}, ${j * 16});`));

/** C = A B over `segments` runs of `depth`; B is a packed panel, read from end to end. */
function productTile(rows, vectors) {
  return [
    `function product${rows}(a: usize, aRow: usize, aStep: usize, aSegment: usize, b: usize, depth: i32, segments: i32, c: usize, cRow: usize): void {`,
    ...range(rows).map((r) => `  const row${r} = aRow * ${r};`),
    ...range(rows).flatMap((r) => vectors.map((j) => `  let c${r}_${j} = f32x4.splat(0);`)),
    `  let bp = b;`,
    `  while (segments-- > 0) {`,
    `    let ap = a;`,
    `    let i = depth;`,
    `    do {`,
    ...step(rows, vectors, (r) => `v128.load32_splat(ap + row${r})`),
    `      ap += aStep;`,
    `      bp += ${vectors.length * 16};`,
    `    } while (--i);`,
    `    a += aSegment;`,
    `  }`,
    ...stores(rows, vectors),
    `}`,
  ].join('\n');
}

/** C += Aᵀ B summed over images, lines and pixels; the rows of the tile are neighbouring floats of A. */
function outerTile(rows, vectors) {
  return [
    `function outer${rows}(a: usize, aStep: usize, aLine: usize, aImage: usize, b: usize, bStep: usize, bLine: usize, bImage: usize, depth: i32, lines: i32, images: i32, c: usize, cRow: usize): void {`,
    ...range(rows).flatMap((r) =>
      vectors.map((j) => `  let c${r}_${j} = v128.load(c + cRow * ${r}, ${j * 16});`),
    ),
    `  do {`,
    `  let al = a, bl = b, line = lines;`,
    `  do {`,
    `    let ap = al, bp = bl, i = depth;`,
    `    do {`,
    ...step(rows, vectors, (r) => `v128.load32_splat(ap, ${r * 4})`),
    `      ap += aStep;`,
    `      bp += bStep;`,
    `    } while (--i);`,
    `    al += aLine;`,
    `    bl += bLine;`,
    `  } while (--line);`,
    `  a += aImage;`,
    `  b += bImage;`,
    `  } while (--images);`,
    ...stores(rows, vectors),
    `}`,
  ].join('\n');
}

/** `name(rows, …)`, which picks the micro-kernel of that height. */
function dispatcher(name, heights, parameters) {
  const args = parameters.replace(/: \w+/g, '');
  return [
    `export function ${name}(rows: i32, ${parameters}): void {`,
    `  switch (rows) {`,
    ...heights.map((rows) => `    case ${rows}: ${name}${rows}(${args}); break;`),
    `  }`,
    `}`,
  ].join('\n');
}
