import { onTable, onWall } from './motif.ts';
import {
  circle,
  darken,
  ellipse,
  lighten,
  materials,
  mirrored,
  path,
  rect,
  standing,
  steps,
  stroke,
  turned,
} from './paint.ts';

const notebook = onWall(({ main, accent, face }) =>
  turned(
    8,
    400,
    400,
    [
      rect(236, 154, 352, 506, 14, darken(main, 0.35)),
      rect(240, 150, 346, 500, 10, materials.paper),
      steps(166, 14, 34)
        .map((y) => stroke(`M572 ${y} h10`, '#d9cdb8', 2))
        .join(''),
      path(
        'M232 140 H556 Q570 140 570 154 V636 Q570 650 556 650 H232 Q220 650 220 638 V152 Q220 140 232 140 Z',
        face(main),
      ),
      path('M232 140 H262 V650 H232 Q220 650 220 638 V152 Q220 140 232 140 Z', darken(main, 0.22)),
      rect(500, 140, 18, 510, 0, accent),
      rect(308, 236, 150, 74, 8, materials.paper),
      stroke('M330 264 H436 M330 284 H404', darken(main, 0.1), 5),
      path('M300 650 h26 v62 l-13 -14 l-13 14 Z', accent),
    ].join(''),
  ),
);

const pen = onWall(({ main, accent, across, face }) =>
  [
    turned(
      42,
      400,
      400,
      [
        path('M372 566 H428 L408 676 Q400 690 392 676 Z', face(materials.brass)),
        stroke('M400 590 V660', darken(materials.brass, 0.4), 3),
        circle(400, 592, 6, darken(materials.brass, 0.5)),
        path('M364 430 H436 L430 566 H370 Z', across(darken(main, 0.25))),
        rect(356, 410, 88, 24, 6, across(accent)),
        path('M358 160 Q358 96 400 96 Q442 96 442 160 V412 H358 Z', across(main)),
        rect(356, 196, 88, 14, 3, across(accent)),
        rect(430, 150, 16, 180, 8, across(accent)),
        circle(438, 330, 11, accent),
      ].join(''),
    ),
  ].join(''),
);

const pencilCup = onTable(({ main, accent, across, face }) => {
  const pencil = (x: number, top: number, colour: string) =>
    [
      rect(x - 15, top, 30, 300, 2, across(colour)),
      path(`M${x - 15} ${top + 1} L${x} ${top - 50} L${x + 15} ${top + 1} Z`, '#ecd3a8'),
      path(`M${x - 6} ${top - 30} L${x} ${top - 50} L${x + 6} ${top - 30} Z`, colour),
    ].join('');
  return [
    standing(400, 135),
    turned(-12, 400, 620, pencil(346, 250, '#d98b4f')),
    pencil(396, 206, '#5d86a6'),
    turned(11, 400, 620, pencil(446, 246, materials.leaf)),
    turned(5, 400, 620, rect(414, 190, 18, 300, 4, across(materials.steel)) + rect(408, 170, 30, 70, 6, '#c2584b')),
    path('M272 380 H528 V616 Q528 640 504 640 H296 Q272 640 272 616 Z', across(main)),
    rect(272, 560, 256, 80, 20, across(accent)),
    rect(272, 556, 256, 26, 0, across(accent)),
    ellipse(400, 381, 128, 22, lighten(main, 0.3)),
    path('M276 383 A124 18 0 0 0 524 383 A124 12 0 0 1 276 383 Z', face(darken(main, 0.3))),
  ].join('');
});

const keyboard = onWall(({ main, accent, face }) => {
  const key = (x: number, y: number, w: number, colour: string) =>
    rect(x, y, w, 48, 9, darken(colour, 0.22)) + rect(x + 3, y, w - 6, 41, 8, lighten(colour, 0.06));
  const cap = lighten(main, 0.55);
  const row = (y: number, widths: number[]) => {
    let x = 118;
    return widths
      .map((w, i) => {
        const drawn = key(x, y, w, i === 0 && y === 286 ? accent : i === widths.length - 1 ? main : cap);
        x += w + 6;
        return drawn;
      })
      .join('');
  };
  return turned(
    -8,
    400,
    400,
    [
      rect(90, 258, 620, 314, 30, darken(main, 0.36)),
      rect(90, 250, 620, 306, 30, face(main)),
      rect(106, 272, 588, 260, 16, darken(main, 0.3)),
      row(286, [48, 48, 48, 48, 48, 48, 48, 48, 48, 78]),
      row(342, [74, 48, 48, 48, 48, 48, 48, 48, 48, 52]),
      row(398, [88, 48, 48, 48, 48, 48, 48, 48, 92]),
      row(454, [62, 54, 54, 236, 54, 54]),
    ].join(''),
  );
});

/** Variation 0 is a task chair on castors, 1 a folding bistro chair. */
const chair = onTable(({ main, accent, variation, face, across }) => {
  if (variation === 1) {
    return [
      standing(400, 180),
      stroke('M276 640 L494 420 M300 420 L520 640', darken(main, 0.25), 16),
      stroke('M270 160 L306 440 M530 160 L494 440', main, 18),
      stroke('M306 440 L262 640 M494 440 L538 640', main, 18),
      [180, 236, 292].map((y, i) => rect(262 + i * 7, y, 276 - i * 14, 34, 10, face(materials.wood))).join(''),
      path('M286 420 H514 L548 466 H252 Z', face(materials.wood)),
      [0, 1, 2]
        .map((i) => stroke(`M${280 - i * 9} ${430 + i * 11} H${520 + i * 9}`, darken(materials.wood, 0.25), 3))
        .join(''),
      rect(250, 464, 300, 16, 6, darken(materials.wood, 0.2)),
      stroke('M292 560 H508', darken(main, 0.15), 12),
    ].join('');
  }
  return [
    standing(400, 180),
    stroke('M400 580 L262 616 M400 580 L538 616 M400 580 L336 630 M400 580 L464 630', materials.graphite, 18),
    [262, 336, 464, 538]
      .map((x, i) => circle(x, i % 3 === 0 ? 624 : 636, 15, darken(materials.graphite, 0.3)))
      .join(''),
    rect(386, 470, 28, 116, 6, across(materials.steel)),
    stroke('M400 330 V470', materials.graphite, 26),
    path('M292 150 Q296 116 400 116 Q504 116 508 150 L528 346 Q528 378 400 378 Q272 378 272 346 Z', face(main)),
    steps(176, 34, 6)
      .map((y) =>
        stroke(`M${306 - (y - 176) * 0.09} ${y} Q400 ${y + 16} ${494 + (y - 176) * 0.09} ${y}`, darken(main, 0.14), 4),
      )
      .join(''),
    mirrored(
      400,
      stroke('M282 470 V406 Q282 390 262 390 H226', materials.graphite, 16) +
        rect(200, 376, 80, 24, 12, darken(accent, 0.1)),
    ),
    path(
      'M268 440 H532 Q566 440 566 466 Q566 496 530 496 H270 Q234 496 234 466 Q234 440 268 440 Z',
      face(lighten(main, 0.06)),
    ),
    rect(262, 484, 276, 18, 9, darken(main, 0.32)),
  ].join('');
});

const laptopStand = onTable(({ main, accent, face }) =>
  [
    standing(410, 240),
    path('M210 640 L300 470 H344 L262 640 Z', face(darken(main, 0.15))),
    path('M590 640 L500 470 H456 L538 640 Z', face(main)),
    rect(196, 620, 408, 22, 8, face(darken(main, 0.08))),
    path('M236 150 H564 Q580 150 580 166 V416 H220 V166 Q220 150 236 150 Z', materials.graphite),
    path('M238 168 H562 V400 H238 Z', face(accent)),
    path('M238 400 V330 Q310 270 390 330 T562 300 V400 Z', lighten(accent, 0.35), 'opacity="0.8"'),
    circle(490, 232, 30, materials.glow),
    path('M220 416 H580 L628 456 H172 Z', face('#dfe2e5')),
    rect(172, 454, 456, 14, 6, '#aeb4ba'),
    path('M256 424 H544 L562 442 H238 Z', '#8d949b'),
    rect(150, 466, 500, 16, 8, face(main)),
    mirrored(400, rect(150, 446, 20, 32, 6, face(main))),
  ].join(''),
);

const clock = onTable(({ main, accent, ball, face }) =>
  [
    standing(400, 150),
    mirrored(400, path('M300 590 L262 640 H302 L340 606 Z', darken(main, 0.3))),
    rect(376, 150, 48, 40, 12, darken(main, 0.2)),
    circle(400, 410, 232, ball(main)),
    circle(400, 410, 196, darken(main, 0.3)),
    circle(402, 413, 190, materials.paper),
    steps(0, 30, 12)
      .map((a) => turned(a, 400, 413, rect(395, 242, 10, a % 90 === 0 ? 36 : 20, 4, a % 90 === 0 ? accent : '#b9ad9b')))
      .join(''),
    stroke('M400 413 L334 350', accent, 14),
    stroke('M400 413 L488 312', accent, 9),
    stroke('M400 440 L400 540', '#d2553f', 4),
    circle(400, 413, 14, face(accent)),
  ].join(''),
);

export const officeMotifs = { notebook, pen, pencilCup, keyboard, chair, laptopStand, clock };
