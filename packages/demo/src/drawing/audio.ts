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

/** Variation 0 is wireless with closed cups, 1 a studio pair with open grilles and a cable. */
const headphones = onWall(({ main, accent, variation, across, face }) =>
  [
    variation === 1 ? stroke('M246 600 C240 720 380 640 420 700 S560 740 600 690', darken(main, 0.3), 9) : '',
    stroke('M222 430 C222 120 578 120 578 430', darken(main, 0.12), 46),
    stroke('M236 330 C270 170 530 170 564 330', variation === 1 ? materials.walnut : lighten(main, 0.12), 22),
    stroke('M262 250 Q300 176 400 172', '#ffffff', 7, 'opacity="0.35"'),
    mirrored(
      400,
      [
        rect(206, 380, 32, 120, 12, across(variation === 1 ? materials.steel : accent)),
        path('M268 430 Q322 430 322 524 Q322 618 268 618 Z', darken(main, 0.4)),
        path('M190 524 Q190 420 246 420 H272 V628 H246 Q190 628 190 524 Z', across(main)),
        variation === 1
          ? ellipse(220, 524, 20, 62, materials.graphite) +
            steps(480, 22, 5)
              .map((y) => stroke(`M206 ${y} h28`, materials.steel, 4))
              .join('')
          : ellipse(222, 524, 17, 58, lighten(main, 0.14)) + ellipse(222, 524, 7, 24, accent),
      ].join(''),
    ),
    path('M300 470 Q312 524 300 578', face(main), 'opacity="0.4"'),
  ].join(''),
);

const earbuds = onTable(({ main, accent, across, ball, face }) =>
  [
    standing(400, 190),
    path('M222 470 Q222 320 400 320 Q578 320 578 470 Z', across(lighten(main, 0.1))),
    path('M256 470 Q262 352 400 352 Q538 352 544 470 Z', darken(main, 0.4)),
    mirrored(
      400,
      [
        path('M318 396 Q352 396 352 440 V520 H328 V460 Q296 460 296 428 Q296 396 318 396 Z', face(accent)),
        circle(312, 426, 33, ball(accent)),
        ellipse(298, 418, 12, 16, darken(accent, 0.4)),
      ].join(''),
    ),
    path('M212 470 H588 V560 Q588 640 508 640 H292 Q212 640 212 560 Z', across(main)),
    ellipse(400, 470, 188, 14, lighten(main, 0.3)),
    circle(400, 560, 7, '#a7e0b4'),
  ].join(''),
);

const speaker = onTable(({ main, accent, face, ball }) => {
  const box = (x: number, y: number, w: number, h: number) =>
    [
      standing(x + w / 2, w * 0.55, y + h),
      rect(x, y, w, h, 16, face(main)),
      rect(x + 14, y + 14, w - 28, h - 28, 10, materials.graphite),
      circle(x + w / 2, y + h * 0.27, w * 0.17, '#5b5f68'),
      circle(x + w / 2, y + h * 0.27, w * 0.1, ball(accent)),
      circle(x + w / 2, y + h * 0.66, w * 0.34, '#5b5f68'),
      circle(x + w / 2, y + h * 0.66, w * 0.29, darken(materials.graphite, 0.3)),
      circle(x + w / 2, y + h * 0.66, w * 0.13, ball(accent)),
    ].join('');
  return box(442, 250, 200, 370) + box(170, 250, 220, 392);
});

const portable = onTable(({ main, accent, across, face }) =>
  [
    standing(400, 235),
    stroke('M236 400 C236 210 564 210 564 400', accent, 20),
    stroke('M240 380 C250 224 550 216 560 370', lighten(accent, 0.4), 5),
    rect(150, 360, 500, 280, 76, across(main)),
    rect(186, 396, 428, 208, 50, darken(main, 0.3)),
    steps(216, 23, 17)
      .map((x) =>
        steps(422, 26, 7)
          .map((y) => circle(x, y, 5, lighten(main, 0.24)))
          .join(''),
      )
      .join(''),
    rect(352, 368, 96, 16, 8, face(lighten(main, 0.2))),
    rect(522, 556, 60, 22, 6, accent),
  ].join(''),
);

const turntable = onTable(({ main, accent, face }) =>
  [
    standing(400, 280),
    mirrored(400, rect(170, 600, 70, 40, 10, materials.graphite)),
    path('M130 530 H670 V606 Q670 616 660 616 H140 Q130 616 130 606 Z', face(darken(main, 0.12))),
    path('M200 300 H600 L670 532 H130 Z', face(main)),
    ellipse(368, 424, 184, 92, darken(main, 0.28)),
    ellipse(368, 416, 184, 92, '#2f3137'),
    [160, 132, 104]
      .map(
        (rx) => `<ellipse cx="368" cy="416" rx="${rx}" ry="${rx / 2}" fill="none" stroke="#4a4d55" stroke-width="3"/>`,
      )
      .join(''),
    path('M368 416 L224 360 A184 92 0 0 1 300 330 Z', '#ffffff', 'opacity="0.12"'),
    ellipse(368, 416, 60, 30, accent),
    ellipse(368, 416, 8, 4, materials.paper),
    ellipse(588, 352, 30, 17, materials.graphite),
    ellipse(588, 342, 24, 13, materials.steel),
    stroke('M588 340 L566 440 L486 462', lighten(materials.steel, 0.4), 10),
    rect(462, 452, 34, 20, 5, materials.graphite),
    ellipse(604, 500, 18, 9, materials.brass),
  ].join(''),
);

const radio = onTable(({ main, accent, face, ball }) =>
  [
    standing(400, 255),
    stroke('M560 330 L648 116', materials.steel, 8),
    circle(650, 110, 10, materials.steel),
    stroke('M270 330 C270 240 470 240 470 330', materials.walnut, 20),
    mirrored(400, rect(196, 616, 60, 26, 8, materials.walnut)),
    rect(140, 316, 520, 310, 56, face(main)),
    rect(172, 348, 260, 246, 34, lighten(main, 0.3)),
    steps(374, 24, 9)
      .map((y) => stroke(`M196 ${y} H408`, darken(main, 0.22), 7))
      .join(''),
    rect(464, 358, 162, 84, 16, materials.paper),
    steps(482, 21, 7)
      .map((x, i) => stroke(`M${x} ${i % 2 ? 402 : 394} V416`, materials.graphite, 4))
      .join(''),
    stroke('M540 370 V430', '#d2553f', 5),
    circle(506, 528, 42, darken(accent, 0.2)),
    circle(504, 524, 38, ball(accent)),
    stroke('M504 524 L520 500', materials.paper, 6),
    circle(598, 548, 22, ball(accent)),
    circle(598, 490, 16, ball(accent)),
  ].join(''),
);

const headphoneStand = onTable(({ main, accent, across, face }) =>
  [
    standing(400, 150),
    ellipse(400, 626, 150, 26, darken(main, 0.3)),
    ellipse(400, 614, 150, 26, face(main)),
    rect(378, 216, 44, 402, 10, across(main)),
    stroke('M262 400 C262 130 538 130 538 400', materials.graphite, 26),
    stroke('M290 268 Q326 206 400 204', '#ffffff', 6, 'opacity="0.3"'),
    path('M324 218 Q400 166 476 218 L470 250 Q400 206 330 250 Z', face(lighten(main, 0.1))),
    mirrored(
      400,
      turned(
        -4,
        262,
        440,
        [
          path('M288 378 Q330 380 330 446 Q330 512 288 514 Z', darken(materials.graphite, 0.35)),
          path('M222 446 Q222 364 268 364 H294 V528 H268 Q222 528 222 446 Z', across(materials.graphite)),
          ellipse(246, 446, 12, 42, accent),
        ].join(''),
      ),
    ),
    stroke('M300 612 q60 -12 130 -8', lighten(main, 0.5), 5, 'opacity="0.7"'),
  ].join(''),
);

export const audioMotifs = { headphones, earbuds, speaker, portable, turntable, radio, headphoneStand };
