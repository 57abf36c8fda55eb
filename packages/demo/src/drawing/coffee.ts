import { onTable } from './motif.ts';
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
  steam,
  steps,
  stroke,
} from './paint.ts';

const speckles: [number, number, number][] = [
  [300, 380, 5],
  [345, 430, 4],
  [286, 470, 4],
  [410, 375, 4],
  [455, 420, 6],
  [380, 500, 5],
  [480, 500, 4],
  [325, 545, 5],
  [430, 560, 4],
  [300, 590, 3],
  [365, 350, 3],
  [490, 360, 4],
  [420, 470, 3],
  [460, 590, 3],
];

/** Variation 0 is glazed stoneware, 1 enamelled steel, 2 glass with a double wall. */
const mug = onTable(({ main, accent, variation, across }) => {
  if (variation === 2) return glassMug();
  const body = 'M255 292 H525 V560 Q525 640 445 640 H335 Q255 640 255 560 Z';
  const enamel = 'M258 292 H522 L508 622 Q507 640 488 640 H292 Q273 640 272 622 Z';
  const rim = variation === 1 ? accent : lighten(main, 0.3);
  return [
    standing(395, 165),
    stroke('M512 366 C622 340 628 548 500 540', darken(main, 0.2), variation === 1 ? 24 : 36),
    stroke('M512 362 C612 338 618 540 500 534', main, variation === 1 ? 14 : 22),
    path(variation === 1 ? enamel : body, across(main)),
    variation === 1
      ? stroke('M275 628 Q390 640 505 628', accent, 12)
      : path(
          'M255 540 Q390 575 525 540 V560 Q525 640 445 640 H335 Q255 640 255 560 Z',
          across(accent),
          'opacity="0.75"',
        ),
    variation === 1 ? '' : speckles.map(([x, y, r]) => circle(x, y, r, accent, 'opacity="0.55"')).join(''),
    ellipse(390, 292, 135, 32, rim),
    ellipse(390, 294, 121, 25, darken(main, 0.3)),
    ellipse(390, 300, 110, 19, materials.coffee),
    steam(390, 262),
  ].join('');
});

function glassMug(): string {
  const glass = (x: number) =>
    [
      standing(x, 112),
      stroke(`M${x + 100} 400 C${x + 172} 386 ${x + 172} 520 ${x + 92} 520`, '#ffffff', 17, 'opacity="0.75"'),
      path(
        `M${x - 112} 330 H${x + 112} L${x + 100} 610 Q${x + 98} 640 ${x + 68} 640 H${x - 68} Q${x - 98} 640 ${x - 100} 610 Z`,
        '#ffffff',
        'opacity="0.6"',
      ),
      path(`M${x - 88} 410 H${x + 88} Q${x + 96} 600 ${x} 606 Q${x - 96} 600 ${x - 88} 410 Z`, materials.coffee),
      path(`M${x - 88} 410 H${x + 88} L${x + 89} 470 Q${x} 500 ${x - 89} 470 Z`, '#b98258'),
      ellipse(x, 410, 88, 17, '#f0dcc0'),
      ellipse(x, 330, 112, 22, '#ffffff', 'opacity="0.8"'),
      ellipse(x, 332, 98, 16, '#cfdde0', 'opacity="0.9"'),
      stroke(`M${x - 86} 370 L${x - 78} 560`, '#ffffff', 10, 'opacity="0.7"'),
    ].join('');
  return glass(512) + glass(262);
}

/** Variation 0 is a wide bowl of milky coffee, 1 a stack of fluted ramekins. */
const bowl = onTable(({ main, accent, variation, across }) => {
  if (variation === 1) {
    const dish = (x: number, y: number, filled: boolean) =>
      [
        path(
          `M${x - 135} ${y} H${x + 135} L${x + 120} ${y + 100} Q${x} ${y + 124} ${x - 120} ${y + 100} Z`,
          across(main),
        ),
        steps(x - 104, 26, 9)
          .map((sx) => stroke(`M${sx} ${y + 32} L${x + (sx - x) * 0.9} ${y + 100}`, darken(main, 0.16), 5))
          .join(''),
        ellipse(x, y, 135, 30, lighten(main, 0.4)),
        ellipse(x, y + 3, 119, 23, filled ? '#d9952f' : darken(main, 0.22)),
        filled
          ? path(`M${x - 80} ${y} q40 -14 80 -4 q-20 14 -80 4 Z`, '#f3c462') + ellipse(x + 44, y + 8, 34, 7, '#a85f22')
          : '',
      ].join('');
    return (
      standing(262, 136) + standing(538, 136) + dish(262, 526, true) + dish(538, 526, false) + dish(400, 412, true)
    );
  }
  return [
    standing(400, 120),
    path('M330 600 H470 L484 640 H316 Z', darken(main, 0.24)),
    path('M170 385 H630 Q612 616 400 616 Q188 616 170 385 Z', across(main)),
    path('M173 420 Q400 480 627 420 L623 448 Q400 508 177 448 Z', accent, 'opacity="0.85"'),
    ellipse(400, 385, 230, 52, lighten(main, 0.35)),
    ellipse(400, 389, 212, 42, darken(main, 0.2)),
    ellipse(400, 397, 198, 33, '#c99568'),
    path('M330 398 Q360 376 400 396 Q440 376 470 398 Q440 418 400 421 Q360 418 330 398 Z', '#f4e2c8'),
    steam(400, 345),
  ].join('');
});

const kettle = onTable(({ main, accent, across, ball }) =>
  [
    standing(400, 190),
    rect(250, 618, 320, 24, 12, darken(main, 0.35)),
    stroke('M300 560 C150 560 250 330 132 322', darken(main, 0.14), 26),
    stroke('M300 552 C162 552 258 326 140 316', lighten(main, 0.12), 8),
    stroke('M520 366 C690 300 690 500 640 560', materials.walnut, 32),
    stroke('M520 358 C676 300 676 490 632 548', lighten(materials.walnut, 0.22), 9),
    path('M318 360 H502 Q556 470 552 618 H268 Q264 470 318 360 Z', across(main)),
    path('M318 360 Q330 318 410 318 Q490 318 502 360 Z', ball(main)),
    ellipse(410, 360, 92, 13, darken(main, 0.3)),
    rect(396, 282, 28, 38, 10, accent),
    circle(410, 276, 23, materials.walnut),
    circle(410, 560, 15, accent),
  ].join(''),
);

const dripper = onTable(({ main, accent, across }) =>
  [
    standing(400, 165),
    path(
      'M296 452 H504 Q580 560 552 614 Q540 640 510 640 H290 Q260 640 248 614 Q220 560 296 452 Z',
      '#ffffff',
      'opacity="0.62"',
    ),
    path(
      'M264 548 Q400 572 536 548 Q566 588 550 612 Q538 632 508 632 H292 Q262 632 250 612 Q234 588 264 548 Z',
      materials.coffee,
    ),
    ellipse(400, 549, 137, 17, '#7a5138'),
    stroke('M282 500 Q252 550 258 590', '#ffffff', 10, 'opacity="0.75"'),
    stroke('M530 330 C640 310 640 420 500 412', darken(main, 0.2), 22),
    rect(262, 440, 276, 22, 11, darken(main, 0.24)),
    path('M212 232 H588 L462 444 H338 Z', across(main)),
    steps(286, 45.6, 6)
      .map((x) => stroke(`M${x} 274 L${400 + (x - 400) * 0.42} 426`, darken(main, 0.13), 6))
      .join(''),
    ellipse(400, 232, 188, 34, lighten(main, 0.4)),
    ellipse(400, 235, 168, 26, materials.paper),
    ellipse(400, 241, 120, 16, materials.coffee),
    rect(372, 462, 56, 16, 6, accent),
    stroke('M400 482 V540', materials.coffee, 6),
  ].join(''),
);

const press = onTable(({ main, across }) =>
  [
    standing(390, 150),
    stroke('M520 360 C640 350 640 570 520 556', darken(main, 0.1), 30),
    stroke('M518 354 C626 346 626 560 518 548', lighten(main, 0.25), 8),
    stroke('M390 200 V330', materials.steel, 12),
    circle(390, 180, 30, main),
    rect(264, 320, 252, 300, 14, '#ffffff', 'opacity="0.62"'),
    rect(272, 420, 236, 196, 10, materials.coffee),
    ellipse(390, 421, 118, 15, '#9a6a46'),
    rect(274, 396, 232, 18, 6, materials.steel),
    stroke('M390 320 V398', materials.steel, 10),
    stroke('M296 350 V596', '#ffffff', 12, 'opacity="0.6"'),
    path('M250 320 Q262 272 390 272 Q518 272 530 320 Z', across(main)),
    path('M254 320 L214 296 L262 344 Z', across(materials.steel)),
    rect(254, 318, 272, 24, 6, across(materials.steel)),
    rect(254, 588, 272, 24, 6, across(materials.steel)),
    rect(254, 470, 272, 12, 4, across(materials.steel)),
    path('M262 612 H518 L536 640 H508 L494 624 H286 L272 640 H244 Z', across(main)),
  ].join(''),
);

const teapot = onTable(({ main, accent, ball, across }) =>
  [
    standing(390, 170),
    stroke('M250 410 C230 180 560 180 540 410', darken(main, 0.3), 20),
    stroke('M254 396 C244 194 530 186 532 380', lighten(main, 0.12), 6),
    path('M520 540 C620 530 610 420 684 392 L704 424 C640 460 650 590 520 606 Z', across(darken(main, 0.08))),
    path('M292 612 H498 L520 640 H270 Z', darken(main, 0.34)),
    path(
      'M196 500 C196 400 290 376 395 376 C500 376 594 400 594 500 C594 590 500 628 395 628 C290 628 196 590 196 500 Z',
      ball(main),
    ),
    steps(236, 36, 10)
      .map((x) => circle(x, 470 - Math.sin((x - 236) / 103) * -18, 6, darken(main, 0.28)))
      .join(''),
    steps(254, 36, 9)
      .map((x) => circle(x, 504 - Math.sin((x - 236) / 103) * -18, 6, darken(main, 0.28)))
      .join(''),
    path('M300 382 Q320 336 395 336 Q470 336 490 382 Q395 404 300 382 Z', across(lighten(main, 0.06))),
    circle(395, 326, 20, accent),
  ].join(''),
);

const tin = onTable(({ main, accent, across }) =>
  [
    standing(400, 145),
    rect(256, 300, 288, 340, 18, across(main)),
    path('M262 226 H538 Q552 226 552 242 V322 Q400 346 248 322 V242 Q248 226 262 226 Z', across(accent)),
    ellipse(400, 228, 146, 22, lighten(accent, 0.3)),
    stroke('M252 308 Q400 332 548 308', darken(accent, 0.24), 5),
    path(
      'M290 392 H510 Q518 392 518 400 V566 Q518 574 510 574 H290 Q282 574 282 566 V400 Q282 392 290 392 Z',
      materials.paper,
    ),
    mirrored(400, path('M400 520 C352 514 334 470 340 428 C384 438 404 474 400 520 Z', materials.leaf)),
    path('M400 530 C378 486 382 440 400 414 C418 440 422 486 400 530 Z', darken(materials.leaf, 0.16)),
    stroke('M340 550 H460', accent, 6),
  ].join(''),
);

export const coffeeMotifs = { mug, bowl, kettle, dripper, press, teapot, tin };
