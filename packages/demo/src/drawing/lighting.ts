import { inAir, onTable } from './motif.ts';
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

const deskLamp = onTable(({ main, accent, across, face, glow }) =>
  [
    ellipse(540, 400, 240, 240, glow(materials.glow)),
    standing(310, 130),
    ellipse(310, 626, 128, 24, darken(main, 0.3)),
    ellipse(310, 614, 128, 24, face(main)),
    stroke('M310 606 L236 400', darken(main, 0.12), 18),
    stroke('M236 400 L452 212', main, 18),
    circle(236, 400, 23, accent),
    circle(310, 606, 18, accent),
    turned(
      -28,
      470,
      220,
      [
        ellipse(484, 356, 104, 24, materials.glow),
        path('M436 206 Q484 186 532 206 L588 352 Q484 392 380 352 Z', across(main)),
        ellipse(484, 352, 103, 22, lighten(materials.glow, 0.2)),
        path('M381 352 A103 22 0 0 1 587 352 A103 14 0 0 0 381 352 Z', darken(main, 0.2)),
        rect(452, 176, 64, 34, 14, darken(main, 0.2)),
      ].join(''),
    ),
    circle(452, 212, 19, accent),
  ].join(''),
);

const pendant = inAir(({ main, across, glow }) =>
  [
    ellipse(400, 560, 300, 240, glow(materials.glow)),
    stroke('M400 0 V262', materials.graphite, 7),
    rect(374, 250, 52, 52, 12, across(materials.brass)),
    path('M374 296 H426 Q466 340 552 384 Q632 430 640 546 H160 Q168 430 248 384 Q334 340 374 296 Z', across(main)),
    ellipse(400, 546, 240, 34, darken(main, 0.25)),
    ellipse(400, 550, 224, 26, lighten(materials.glow, 0.25)),
    path('M344 534 Q400 516 456 534 Q456 592 400 596 Q344 592 344 534 Z', '#fffdf2'),
    stroke('M220 462 Q250 410 330 376', lighten(main, 0.5), 9, 'opacity="0.5"'),
  ].join(''),
);

const tableLamp = onTable(({ main, accent, across, ball, glow }) =>
  [
    ellipse(400, 400, 330, 290, glow(materials.glow)),
    standing(400, 120),
    ellipse(400, 624, 116, 22, darken(accent, 0.3)),
    path('M366 410 H434 Q436 560 514 616 Q400 646 286 616 Q364 560 366 410 Z', across(accent)),
    ellipse(400, 430, 196, 30, lighten(materials.glow, 0.3)),
    path('M182 424 C182 250 290 190 400 190 C510 190 618 250 618 424 Q400 470 182 424 Z', ball(main)),
    path(
      'M182 424 Q400 470 618 424 Q616 436 610 440 Q400 484 190 440 Q184 436 182 424 Z',
      lighten(materials.glow, 0.1),
    ),
    stroke('M236 344 Q268 262 350 232', '#ffffff', 12, 'opacity="0.45"'),
  ].join(''),
);

const floorLamp = onTable(({ main, accent, across, face, glow }) =>
  [
    ellipse(400, 300, 280, 270, glow(materials.glow)),
    standing(400, 150, 680),
    stroke('M400 300 L400 520', materials.walnut, 16),
    stroke('M400 380 L282 678 M400 380 L518 678', materials.walnut, 18),
    stroke('M400 400 L424 690', darken(materials.walnut, 0.25), 16),
    stroke('M394 400 L284 668', lighten(materials.walnut, 0.3), 5, 'opacity="0.7"'),
    rect(376, 356, 48, 34, 10, materials.brass),
    ellipse(400, 352, 166, 26, materials.glow),
    path('M316 116 H484 L568 344 Q400 384 232 344 Z', across(main)),
    path('M232 344 Q400 384 568 344 L563 330 Q400 368 237 330 Z', accent, 'opacity="0.9"'),
    ellipse(400, 116, 84, 14, lighten(materials.glow, 0.3)),
    stroke('M330 150 L276 320', face(lighten(main, 0.5)), 4, 'opacity="0.4"'),
  ].join(''),
);

const lantern = onTable(({ main, accent, across, ball, glow }) =>
  [
    ellipse(400, 440, 310, 270, glow(materials.glow)),
    standing(400, 140),
    stroke('M276 330 C276 90 524 90 524 330', accent, 15),
    mirrored(400, circle(276, 330, 15, accent)),
    path('M290 300 Q300 232 400 232 Q500 232 510 300 Z', ball(main)),
    rect(282, 296, 236, 28, 10, across(main)),
    rect(300, 322, 200, 224, 18, '#fff4d2', 'opacity="0.9"'),
    ellipse(400, 436, 70, 92, glow('#ffc866')),
    ellipse(400, 450, 30, 52, '#ffd98a'),
    [344, 400, 456].map((x) => stroke(`M${x} 326 V542`, darken(main, 0.1), 6, 'opacity="0.7"')).join(''),
    path('M276 544 H524 L546 622 Q546 640 528 640 H272 Q254 640 254 622 Z', across(main)),
    circle(400, 594, 17, accent),
  ].join(''),
);

const candle = onTable(({ main, accent, across, glow }) =>
  [
    ellipse(400, 250, 220, 200, glow(materials.glow)),
    standing(400, 140),
    path('M258 356 H542 V604 Q542 640 506 640 H294 Q258 640 258 604 Z', across(main)),
    ellipse(400, 356, 142, 28, lighten(main, 0.3)),
    ellipse(400, 360, 128, 22, '#fbf0d6'),
    stroke('M400 360 V318', '#4a3a33', 7),
    path('M400 206 Q446 268 430 306 Q400 340 370 306 Q354 268 400 206 Z', '#f6b24d'),
    path('M400 254 Q420 286 412 308 Q400 322 388 308 Q380 286 400 254 Z', '#fff0bd'),
    rect(314, 436, 172, 132, 8, materials.paper),
    stroke('M400 546 V478', darken(accent, 0.1), 4),
    mirrored(400, [486, 508, 530].map((y) => path(`M400 ${y + 10} q24 -4 34 -26 q-30 0 -34 26 Z`, accent)).join('')),
    steps(330, 140, 2)
      .map((x) => circle(x, 452, 3, accent))
      .join(''),
  ].join(''),
);

export const lightingMotifs = { deskLamp, pendant, tableLamp, floorLamp, lantern, candle };
