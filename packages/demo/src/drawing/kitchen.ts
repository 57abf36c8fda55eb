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

const board = onWall(({ main, accent, face }) =>
  turned(
    -14,
    400,
    400,
    [
      path(
        'M262 250 Q262 214 298 214 H352 Q366 214 366 196 V128 Q366 94 400 94 Q434 94 434 128 V196 Q434 214 448 214 H502 Q538 214 538 250 V652 Q538 688 502 688 H298 Q262 688 262 652 Z',
        face(main),
      ),
      rect(330, 214, 46, 474, 0, darken(main, 0.16), 'opacity="0.55"'),
      rect(448, 214, 24, 474, 0, lighten(main, 0.35), 'opacity="0.5"'),
      steps(280, 58, 5)
        .map((x) =>
          stroke(`M${x} 236 C${x + 16} 360 ${x - 12} 500 ${x + 6} 668`, darken(main, 0.3), 2.5, 'opacity="0.4"'),
        )
        .join(''),
      circle(400, 138, 17, darken(main, 0.5)),
      stroke('M400 134 C380 80 440 60 420 22', accent, 8),
    ].join(''),
  ),
);

const knife = onWall(({ main, accent, face }) =>
  turned(
    42,
    400,
    400,
    [
      path('M368 492 V60 Q372 36 386 56 C452 150 486 300 486 492 Z', face('#cfd6da')),
      path('M368 492 V60 Q372 36 386 56 C408 160 414 320 412 492 Z', '#ffffff', 'opacity="0.4"'),
      stroke('M398 84 C454 180 478 320 478 484', '#ffffff', 4, 'opacity="0.8"'),
      rect(364, 486, 68, 36, 8, face(accent)),
      path('M366 518 H430 L438 716 Q440 752 400 752 Q362 752 362 716 Z', face(main)),
      [566, 626, 686].map((y) => circle(400, y, 9, accent)).join(''),
      stroke('M376 532 L374 712', lighten(main, 0.3), 6, 'opacity="0.6"'),
    ].join(''),
  ),
);

const cocotte = onTable(({ main, accent, across }) =>
  [
    standing(400, 230),
    mirrored(400, rect(126, 448, 90, 38, 19, darken(main, 0.18))),
    path('M172 424 H628 V570 Q628 640 558 640 H242 Q172 640 172 570 Z', across(main)),
    path('M172 556 Q400 590 628 556 V570 Q628 640 558 640 H242 Q172 640 172 570 Z', darken(main, 0.3), 'opacity="0.4"'),
    path('M176 404 Q196 300 400 300 Q604 300 624 404 Z', across(lighten(main, 0.06))),
    rect(158, 400, 484, 28, 14, across(darken(main, 0.08))),
    stroke('M224 370 Q270 326 350 320', lighten(main, 0.5), 9, 'opacity="0.6"'),
    rect(382, 278, 36, 28, 6, darken(accent, 0.25)),
    ellipse(400, 268, 44, 19, accent),
    ellipse(392, 262, 24, 7, lighten(accent, 0.4)),
  ].join(''),
);

const towel = onWall(({ main, accent, face }) =>
  [
    rect(150, 196, 500, 18, 9, materials.brass),
    mirrored(400, circle(150, 205, 19, darken(materials.brass, 0.15))),
    path('M236 190 H436 V612 Q336 624 236 612 Z', face(accent)),
    path('M376 190 H572 V660 Q474 672 376 660 Z', face(main)),
    [572, 596, 632].map((y, i) => rect(376, y, 196, i === 2 ? 8 : 14, 0, accent, 'opacity="0.85"')).join(''),
    [532, 556].map((y) => rect(236, y, 140, 12, 0, main, 'opacity="0.9"')).join(''),
    [420, 470, 520]
      .map((x) => stroke(`M${x} 220 Q${x - 10} 400 ${x + 6} 560`, darken(main, 0.15), 4, 'opacity="0.5"'))
      .join(''),
    [280, 330]
      .map((x) => stroke(`M${x} 220 Q${x - 8} 380 ${x + 4} 520`, darken(accent, 0.2), 4, 'opacity="0.5"'))
      .join(''),
    rect(236, 188, 336, 16, 8, lighten(main, 0.3), 'opacity="0.5"'),
    steps(382, 14, 14)
      .map((x) => stroke(`M${x} 664 v16`, main, 4))
      .join(''),
  ].join(''),
);

const utensils = onTable(({ main, accent, across, face }) =>
  [
    standing(400, 125),
    turned(
      -16,
      400,
      600,
      rect(372, 250, 22, 300, 8, face(materials.wood)) +
        ellipse(383, 214, 44, 66, face(materials.wood)) +
        ellipse(383, 216, 27, 46, darken(materials.wood, 0.2)),
    ),
    turned(
      17,
      400,
      600,
      rect(400, 250, 22, 300, 8, face(materials.walnut)) +
        rect(366, 136, 90, 138, 24, face(materials.walnut)) +
        [388, 408, 428].map((x) => rect(x, 162, 8, 82, 4, darken(materials.walnut, 0.5))).join(''),
    ),
    rect(389, 230, 22, 300, 8, face(lighten(materials.wood, 0.15))),
    path('M352 150 Q400 96 448 150 Q448 236 400 262 Q352 236 352 150 Z', face(lighten(materials.wood, 0.15))),
    path('M278 400 H522 L506 616 Q504 640 480 640 H320 Q296 640 294 616 Z', across(main)),
    path('M284 470 Q400 492 516 470 L513 512 Q400 534 287 512 Z', accent, 'opacity="0.85"'),
    ellipse(400, 400, 122, 22, lighten(main, 0.3)),
    path('M282 402 A118 18 0 0 0 518 402 A118 12 0 0 1 282 402 Z', darken(main, 0.3)),
  ].join(''),
);

const mill = onTable(({ main, accent, across, ball }) =>
  [
    standing(400, 105),
    path(
      'M318 640 Q304 600 326 560 Q358 500 350 430 Q344 390 326 366 H474 Q456 390 450 430 Q442 500 474 560 Q496 600 482 640 Z',
      across(main),
    ),
    path('M318 640 Q311 618 315 598 H485 Q489 618 482 640 Z', across(darken(main, 0.2))),
    rect(318, 346, 164, 22, 8, across(materials.steel)),
    path('M322 346 Q300 250 352 216 H448 Q500 250 478 346 Z', across(main)),
    circle(400, 190, 34, ball(accent)),
    [
      [548, 626, 13],
      [580, 636, 9],
      [236, 632, 11],
      [606, 622, 7],
    ]
      .map(([x = 0, y = 0, r = 0]) => circle(x, y, r, '#4a3a33'))
      .join(''),
    stroke('M348 262 Q336 300 346 330', lighten(main, 0.5), 8, 'opacity="0.6"'),
  ].join(''),
);

export const kitchenMotifs = { board, knife, cocotte, towel, utensils, mill };
