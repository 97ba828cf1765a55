/** The side at which a view of `imageSize` pixels is shown: small ones enlarged by a whole number, large ones reduced. */
export function viewSize(imageSize: number): { readonly side: number; readonly pixelated: boolean } {
  const most = 96;
  if (imageSize > most) return { side: most, pixelated: false };
  return { side: imageSize * Math.max(1, Math.floor(72 / imageSize)), pixelated: true };
}
