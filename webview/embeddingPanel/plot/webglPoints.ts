import { fitCanvas, type Picture, type PointDrawing } from './pointCanvas';
import { fragmentShader, pointState, vertexShader } from './pointShaders';

const uniforms = ['center', 'stretch', 'way', 'size', 'pass', 'opacity'] as const;

/** Draws points by WebGL 2, on a graphics processor. */
export class WebglPoints implements PointDrawing {
  private readonly program: WebGLProgram;
  private readonly places: Record<(typeof uniforms)[number], WebGLUniformLocation | null>;
  private readonly buffers: Record<'from' | 'to' | 'color' | 'style', WebGLBuffer | null>;
  private count = 0;

  private constructor(
    private readonly canvas: HTMLCanvasElement,
    private readonly gl: WebGL2RenderingContext,
  ) {
    this.program = link(gl);
    gl.useProgram(this.program);
    this.places = Object.fromEntries(
      uniforms.map((name) => [name, gl.getUniformLocation(this.program, name)]),
    ) as Record<(typeof uniforms)[number], WebGLUniformLocation | null>;
    const attribute = (name: string, size: number, type: number, normalized: boolean) => {
      const buffer = gl.createBuffer();
      const place = gl.getAttribLocation(this.program, name);
      gl.bindBuffer(gl.ARRAY_BUFFER, buffer);
      gl.enableVertexAttribArray(place);
      gl.vertexAttribPointer(place, size, type, normalized, 0, 0);
      return buffer;
    };
    this.buffers = {
      from: attribute('from', 2, gl.FLOAT, false),
      to: attribute('to', 2, gl.FLOAT, false),
      color: attribute('color', 4, gl.UNSIGNED_BYTE, true),
      style: attribute('style', 2, gl.UNSIGNED_BYTE, false),
    };
    gl.enable(gl.BLEND);
    gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
  }

  /** null where there is no WebGL 2. */
  static create(canvas: HTMLCanvasElement): WebglPoints | null {
    const gl = canvas.getContext('webgl2', { antialias: false, depth: false, powerPreference: 'low-power' });
    return gl === null ? null : new WebglPoints(canvas, gl);
  }

  setPlaces(from: Float32Array, to: Float32Array): void {
    this.count = to.length / 2;
    this.fill('from', from);
    this.fill('to', to);
  }

  /** Red, green, blue and 255 of each point. */
  setColors(colors: Uint8Array): void {
    this.fill('color', colors);
  }

  /** Shape (a position in `pointShapes`) and state (`pointState`) of each point. */
  setStyles(styles: Uint8Array): void {
    this.fill('style', styles);
  }

  draw({ camera, size, density, way, pointSize, opacity, background }: Picture): void {
    const { gl, canvas, places } = this;
    fitCanvas(canvas, size, density);
    gl.viewport(0, 0, canvas.width, canvas.height);
    const [red, green, blue] = background;
    gl.clearColor(red / 255, green / 255, blue / 255, 1);
    gl.clear(gl.COLOR_BUFFER_BIT);
    if (this.count === 0) return;
    gl.uniform2f(places.center, camera.x, camera.y);
    gl.uniform2f(places.stretch, (2 * camera.scale) / size.width, (2 * camera.scale) / size.height);
    gl.uniform1f(places.way, way);
    const pass = (state: number, across: number, opaque: number) => {
      gl.uniform1f(places.pass, state);
      gl.uniform1f(places.size, across * density);
      gl.uniform1f(places.opacity, opaque);
      gl.drawArrays(gl.POINTS, 0, this.count);
    };
    pass(pointState.plain, pointSize, opacity);
    pass(pointState.selected, pointSize + 1, 1);
  }

  private fill(name: keyof typeof this.buffers, values: Float32Array | Uint8Array): void {
    const { gl } = this;
    gl.bindBuffer(gl.ARRAY_BUFFER, this.buffers[name]);
    gl.bufferData(gl.ARRAY_BUFFER, values, gl.DYNAMIC_DRAW);
  }
}

function link(gl: WebGL2RenderingContext): WebGLProgram {
  const program = gl.createProgram();
  for (const [type, source] of [
    [gl.VERTEX_SHADER, vertexShader],
    [gl.FRAGMENT_SHADER, fragmentShader],
  ] as const) {
    const shader = gl.createShader(type);
    if (shader === null) throw new Error('WebGL gives no shader.');
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    gl.attachShader(program, shader);
  }
  gl.linkProgram(program);
  if (gl.getProgramParameter(program, gl.LINK_STATUS) !== true && !gl.isContextLost()) {
    throw new Error(gl.getProgramInfoLog(program) ?? 'WebGL does not take the shaders.');
  }
  return program;
}
