/** Names of WebGL that computes every pixel on the processor. */
const software = /swiftshader|llvmpipe|softpipe|software|basic render/i;

let found: boolean | null = null;

/**
 * Whether WebGL 2 is drawn by a graphics processor here. Without one, in a virtual machine or over a remote desktop,
 * browsers compute it on the processor, where `PixelPoints` draws the same picture several times as fast.
 */
export function hasGraphicsProcessor(): boolean {
  found ??= look();
  return found;
}

function look(): boolean {
  const gl = document.createElement('canvas').getContext('webgl2', { failIfMajorPerformanceCaveat: true });
  if (gl === null) return false;
  const info = gl.getExtension('WEBGL_debug_renderer_info');
  const name: unknown = gl.getParameter(info === null ? gl.RENDERER : info.UNMASKED_RENDERER_WEBGL);
  gl.getExtension('WEBGL_lose_context')?.loseContext();
  return typeof name === 'string' && !software.test(name);
}
