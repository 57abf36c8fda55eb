import { html, trustedHtml } from '@cartwright/api';

/** Draws on a grid of 20 by 20. */
function icon(...shapes: readonly string[]) {
  return html`<svg viewBox="0 0 20 20" width="18" height="18" fill="none" stroke="currentColor" stroke-width="1.6"
stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">${trustedHtml(shapes.join(''))}</svg>`;
}

export const icons = {
  wheel: icon(
    '<circle cx="10" cy="10" r="7.6"/><circle cx="10" cy="10" r="1.9"/>',
    '<path d="M10 2.4v5.7M10 11.9v5.7M2.4 10h5.7M11.9 10h5.7"/>',
    '<path d="M4.6 4.6l4 4M11.4 11.4l4 4M15.4 4.6l-4 4M8.6 11.4l-4 4"/>',
  ),
  back: icon('<path d="M12 4.5 6.5 10l5.5 5.5"/>'),
  shade: icon('<circle cx="10" cy="10" r="7"/><path d="M10 3a7 7 0 0 1 0 14z" fill="currentColor"/>'),
  phone: icon('<rect x="5.5" y="2.5" width="9" height="15" rx="2"/><path d="M9 14.8h2"/>'),
  alone: icon(
    '<path d="M11 3.5h5.5V9M16 4l-7 7"/>',
    '<path d="M8 4.5H5A1.5 1.5 0 0 0 3.5 6v9A1.5 1.5 0 0 0 5 16.5h9a1.5 1.5 0 0 0 1.5-1.5v-3"/>',
  ),
};

export const envelope = html`<svg class="envelope" viewBox="0 0 120 84" width="120" height="84" fill="none"
stroke-width="3" stroke-linejoin="round" stroke-linecap="round" aria-hidden="true">
<rect x="2" y="2" width="116" height="80" rx="10"/>
<path d="m6 10 46 36a13 13 0 0 0 16 0l46-36M6 75l32-29M114 75 82 46"/></svg>`;

/** The wheel as a data address, which needs no request. */
export const favicon = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 20" fill="none" stroke="#b4632f" stroke-width="2">' +
    '<circle cx="10" cy="10" r="7.6"/><circle cx="10" cy="10" r="2"/><path d="M10 2v6M10 12v6M2 10h6M12 10h6"/></svg>',
)}`;
