import { onTable } from './motif.ts';
import { darken, ellipse, lighten, materials, mirrored, path, rect, standing, steps, stroke } from './paint.ts';

const backpack = onTable(({ main, accent, across, face }) =>
  [
    standing(400, 190),
    stroke('M352 196 C352 120 448 120 448 196', darken(main, 0.35), 18),
    mirrored(400, path('M238 380 Q180 440 196 590 L236 600 Z', darken(main, 0.3))),
    path(
      'M232 300 Q232 178 340 178 H460 Q568 178 568 300 L582 580 Q582 640 522 640 H278 Q218 640 218 580 Z',
      across(main),
    ),
    path('M232 300 Q232 160 340 160 H460 Q568 160 568 300 V338 Q400 372 232 338 Z', face(lighten(main, 0.1))),
    path('M232 338 Q400 372 568 338 V350 Q400 386 232 350 Z', darken(main, 0.35), 'opacity="0.6"'),
    mirrored(
      400,
      rect(316, 320, 30, 150, 6, face(accent)) +
        rect(311, 396, 40, 26, 5, materials.brass) +
        rect(320, 403, 22, 12, 3, darken(accent, 0.35)),
    ),
    rect(272, 462, 256, 144, 24, face(darken(main, 0.08))),
    stroke('M286 488 H514', darken(main, 0.42), 6),
    rect(424, 484, 12, 34, 5, accent),
    rect(376, 216, 48, 48, 6, accent),
    mirrored(400, stroke('M254 250 Q262 200 316 186', lighten(main, 0.4), 6, 'opacity="0.5"')),
  ].join(''),
);

const duffel = onTable(({ main, accent, across, face }) =>
  [
    standing(400, 270),
    stroke('M262 420 C250 160 550 160 538 420', darken(accent, 0.12), 22),
    path(
      'M190 348 Q200 326 260 326 H540 Q600 326 610 348 Q664 400 664 500 Q664 640 600 640 H200 Q136 640 136 500 Q136 400 190 348 Z',
      across(main),
    ),
    stroke('M206 346 H594', darken(main, 0.4), 7),
    rect(574, 338, 38, 16, 5, materials.brass),
    path('M136 520 Q400 560 664 520 Q664 640 600 640 H200 Q136 640 136 520 Z', face(accent)),
    stroke('M140 528 Q400 566 660 528', lighten(accent, 0.35), 3, 'stroke-dasharray="10 9"'),
    mirrored(400, rect(244, 400, 36, 240, 4, face(darken(accent, 0.06))) + rect(248, 400, 28, 40, 4, materials.brass)),
    stroke('M262 410 C250 210 550 210 538 410', accent, 20),
    rect(356, 240, 88, 34, 14, darken(accent, 0.22)),
  ].join(''),
);

const tote = onTable(({ main, accent, across, face }) =>
  [
    standing(400, 185),
    stroke('M310 350 C300 110 500 110 490 350', darken(main, 0.22), 22),
    path('M222 322 H578 L598 616 Q598 640 574 640 H226 Q202 640 202 616 Z', across(main)),
    stroke('M312 360 C306 150 494 150 488 360', lighten(main, 0.1), 22),
    mirrored(400, rect(298, 322, 26, 66, 4, face(lighten(main, 0.1)))),
    stroke('M228 342 H572', darken(main, 0.22), 3, 'stroke-dasharray="9 8"'),
    path('M400 440 C330 440 310 500 340 540 C366 574 434 574 460 540 C490 500 470 440 400 440 Z', accent),
    stroke('M400 446 C396 420 404 408 420 400', darken(accent, 0.35), 7),
    path('M408 420 q30 -30 60 -12 q-20 28 -60 12 Z', materials.leaf),
  ].join(''),
);

const suitcase = onTable(({ main, accent, across, face }) =>
  [
    standing(400, 170),
    stroke('M346 190 V100 H454 V190', materials.steel, 14),
    rect(336, 82, 128, 28, 14, materials.graphite),
    mirrored(400, rect(272, 604, 44, 36, 14, materials.graphite)),
    rect(232, 184, 336, 430, 46, across(main)),
    steps(274, 42, 7)
      .map((x) => rect(x - 6, 206, 12, 386, 6, darken(main, 0.16), 'opacity="0.6"'))
      .join(''),
    steps(274, 42, 7)
      .map((x) => rect(x + 6, 206, 4, 386, 2, lighten(main, 0.4), 'opacity="0.5"'))
      .join(''),
    mirrored(
      400,
      path('M232 560 V568 Q232 614 278 614 H300 Q256 600 232 560 Z', accent) +
        path('M232 238 V230 Q232 184 278 184 H300 Q256 198 232 238 Z', accent),
    ),
    rect(356, 176, 88, 18, 9, accent),
    rect(556, 380, 22, 54, 8, face(accent)),
    stroke('M540 250 L584 300', materials.walnut, 5),
    rect(560, 296, 50, 78, 10, face(materials.paper)),
    stroke('M572 322 H598 M572 340 H590', accent, 4),
  ].join(''),
);

/** Variation 0 is a slim flask with a loop, 1 a travel mug with a lid and a sleeve. */
const bottle = onTable(({ main, accent, variation, across, face }) => {
  if (variation === 1) {
    return [
      standing(400, 110),
      path('M268 260 H532 L500 616 Q498 640 474 640 H326 Q302 640 300 616 Z', across(main)),
      path('M280 388 Q400 406 520 388 L508 524 Q400 542 292 524 Z', across(materials.cork)),
      stroke(
        'M284 404 Q400 422 516 404 M294 510 Q400 528 506 510',
        lighten(materials.cork, 0.4),
        3,
        'stroke-dasharray="9 8" opacity="0.8"',
      ),
      rect(252, 232, 296, 38, 15, across(darken(main, 0.3))),
      path('M278 232 Q284 194 320 190 H480 Q516 194 522 232 Z', across(darken(main, 0.2))),
      rect(344, 176, 70, 20, 9, materials.graphite),
      ellipse(462, 208, 20, 6, darken(main, 0.6)),
    ].join('');
  }
  return [
    standing(400, 105),
    stroke('M362 176 C352 96 448 96 438 176', darken(accent, 0.2), 16),
    rect(340, 160, 120, 84, 18, across(accent)),
    rect(348, 240, 104, 26, 4, across(materials.steel)),
    path(
      'M348 262 H452 Q508 290 508 356 V600 Q508 640 468 640 H332 Q292 640 292 600 V356 Q292 290 348 262 Z',
      across(main),
    ),
    rect(292, 586, 216, 14, 0, across(materials.steel)),
    path('M336 470 L374 410 L400 446 L420 420 L464 470 Z', face(lighten(main, 0.5)), 'opacity="0.75"'),
    stroke('M322 356 V560', lighten(main, 0.6), 9, 'opacity="0.55"'),
  ].join('');
});

export const travelMotifs = { backpack, duffel, tote, suitcase, bottle };
