/**
 * Renders an SVG document as WebP, in the size that the document names.
 *
 * @example
 * await renderSvg('<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"></svg>');
 */
export async function renderSvg(svg: string): Promise<Uint8Array> {
  const { default: sharp } = await import('sharp');
  return sharp(Buffer.from(svg)).webp({ quality: 80, effort: 2 }).toBuffer();
}
