/** Shapes of points, as the shader numbers them. */
export const pointShapes = ['circle', 'square', 'triangle', 'diamond'] as const;
export type PointShape = (typeof pointShapes)[number];

/** States of points: how they are drawn. */
export const pointState = { plain: 0, selected: 1, hidden: 2 } as const;

/**
 * Places a point between where it was and where it is going. Drawn in two passes, so that selected points lie on top;
 * what is not of the pass is put out of sight.
 */
export const vertexShader = `#version 300 es
in vec2 from;
in vec2 to;
in vec4 color;
in vec2 style;
uniform vec2 center;
uniform vec2 stretch;
uniform float way;
uniform float size;
uniform float pass;
out vec4 ink;
flat out float shape;
void main() {
  shape = style.x;
  ink = color;
  vec2 place = (mix(from, to, way) - center) * stretch;
  gl_Position = style.y == pass ? vec4(place, 0.0, 1.0) : vec4(2.0, 2.0, 2.0, 1.0);
  gl_PointSize = size;
}`;

/** A disc, square, triangle or diamond with an edge that is soft by a pixel. */
export const fragmentShader = `#version 300 es
precision highp float;
in vec4 ink;
flat in float shape;
uniform float size;
uniform float opacity;
out vec4 color;
void main() {
  vec2 at = 2.0 * gl_PointCoord - 1.0;
  float outside =
    shape < 0.5 ? length(at) - 0.9 :
    shape < 1.5 ? max(abs(at.x), abs(at.y)) - 0.78 :
    shape < 2.5 ? max(at.y - 0.75, 2.0 * abs(at.x) - at.y - 1.05) * 0.8 :
    (abs(at.x) + abs(at.y) - 1.0) * 0.8;
  float cover = clamp(0.5 - outside * 0.5 * size, 0.0, 1.0);
  if (cover <= 0.0) discard;
  color = vec4(ink.rgb, 1.0) * (cover * opacity);
}`;
