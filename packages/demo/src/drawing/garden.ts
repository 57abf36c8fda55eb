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

const leafPath = (x: number, y: number, length: number) =>
  `M${x} ${y} C${x - length * 0.42} ${y - length * 0.35} ${x - length * 0.26} ${y - length * 0.85} ${x} ${y - length} C${x + length * 0.26} ${y - length * 0.85} ${x + length * 0.42} ${y - length * 0.35} ${x} ${y} Z`;

function leaves(x: number, y: number, plan: [angle: number, length: number][]): string {
  return plan
    .map(([angle, length], i) => {
      const colour = i % 2 ? materials.leaf : darken(materials.leaf, 0.2);
      const rib = stroke(`M${x} ${y} V${y - length * 0.86}`, lighten(colour, 0.3), 4, 'opacity="0.6"');
      return turned(angle, x, y, path(leafPath(x, y, length), colour) + rib);
    })
    .join('');
}

const plantPot = onTable(({ main, across }) =>
  [
    standing(400, 170),
    leaves(400, 420, [
      [-62, 230],
      [62, 230],
      [-34, 290],
      [36, 280],
      [0, 320],
    ]),
    ellipse(400, 628, 172, 16, darken(main, 0.3)),
    rect(232, 606, 336, 26, 12, across(main)),
    path('M272 440 H528 L496 614 H304 Z', across(main)),
    rect(252, 396, 296, 60, 12, across(lighten(main, 0.06))),
    rect(258, 454, 284, 10, 0, darken(main, 0.3), 'opacity="0.4"'),
  ].join(''),
);

const wateringCan = onTable(({ main, accent, across, face }) =>
  [
    standing(420, 180),
    stroke('M500 330 C700 250 720 560 560 560', darken(main, 0.2), 24),
    stroke('M500 324 C684 252 706 546 566 550', lighten(main, 0.2), 6),
    path('M316 590 L150 330 L186 306 L330 480 Z', face(darken(main, 0.1))),
    turned(
      -32,
      160,
      300,
      ellipse(160, 306, 66, 20, accent) +
        rect(126, 300, 68, 36, 8, accent) +
        ellipse(160, 300, 66, 18, lighten(accent, 0.3)) +
        steps(124, 18, 5)
          .map((x) => circle(x, 300, 4, darken(accent, 0.45)))
          .join(''),
    ),
    path('M312 344 H540 L564 620 Q564 640 544 640 H308 Q288 640 288 620 Z', across(main)),
    path('M300 344 Q310 296 426 296 Q542 296 552 344 Z', across(lighten(main, 0.08))),
    path('M380 320 H500 Q540 322 548 344 H340 Q350 322 380 320 Z', darken(main, 0.45)),
    stroke('M296 600 H558 M308 380 H544', accent, 9),
  ].join(''),
);

const secateurs = onWall(({ main, accent, face }) =>
  turned(
    24,
    400,
    400,
    [
      path('M392 350 Q470 300 474 130 Q396 170 352 306 Z', face('#cdd4d8')),
      path('M408 350 Q340 330 322 226 Q300 258 316 316 Q340 384 392 392 Z', face('#99a3aa')),
      path('M352 370 Q392 344 420 380 L486 640 Q494 690 462 694 Q432 696 424 660 Q412 500 352 400 Z', face(main)),
      path(
        'M448 366 Q408 344 380 380 L314 640 Q306 690 338 694 Q368 696 376 660 Q388 500 448 400 Z',
        face(lighten(main, 0.1)),
      ),
      path('M318 626 L314 640 Q306 690 338 694 Q368 696 376 660 L380 632 Q350 646 318 626 Z', accent),
      path('M482 626 L486 640 Q494 690 462 694 Q432 696 424 660 L420 632 Q450 646 482 626 Z', darken(accent, 0.1)),
      circle(400, 374, 34, materials.steel),
      circle(400, 374, 15, darken(materials.steel, 0.4)),
      stroke('M384 440 q16 10 32 0 M382 462 q18 10 36 0 M386 484 q14 10 28 0', materials.steel, 6),
    ].join(''),
  ),
);

const seedPacket = onWall(({ main, accent, face }) => {
  const packet = (colour: string, plant: string) =>
    [
      rect(270, 176, 260, 400, 8, face(materials.paper)),
      rect(270, 176, 260, 74, 8, face(colour)),
      rect(270, 240, 260, 10, 0, darken(colour, 0.2)),
      stroke('M318 212 H482', materials.paper, 10),
      circle(400, 420, 104, lighten(colour, 0.6)),
      plant,
      stroke('M330 548 H470', darken(colour, 0.1), 7),
    ].join('');
  const basil = leaves(400, 506, [
    [-48, 100],
    [48, 100],
    [-22, 150],
    [24, 146],
    [0, 168],
  ]);
  const dill = [-40, -20, 0, 20, 40]
    .map((a) =>
      turned(
        a,
        400,
        510,
        stroke('M400 510 V360', materials.leaf, 5) +
          circle(400, 356, 13, '#e2b23f') +
          circle(386, 372, 8, '#e2b23f') +
          circle(414, 372, 8, '#e2b23f'),
      ),
    )
    .join('');
  return (
    `<g transform="translate(-92 18) rotate(-13 400 400)">${packet(accent, dill)}</g>` +
    `<g transform="translate(84 36) rotate(9 400 400)">${packet(main, basil)}</g>`
  );
});

const hangingPlanter = onWall(({ main, accent, ball }) =>
  [
    stroke('M400 0 V110', accent, 8),
    circle(400, 116, 15, materials.brass),
    stroke('M400 120 L246 420 M400 120 L554 420', accent, 8),
    leaves(400, 420, [
      [-44, 190],
      [44, 190],
      [-16, 210],
      [18, 200],
    ]),
    path('M226 410 H574 Q574 590 400 600 Q226 590 226 410 Z', ball(main)),
    path('M226 410 H574 L572 440 Q400 468 228 440 Z', lighten(main, 0.25), 'opacity="0.7"'),
    mirrored(
      400,
      [
        stroke('M270 404 C220 430 236 540 214 620', darken(materials.leaf, 0.2), 7),
        [450, 500, 550, 600]
          .map((y, i) =>
            ellipse(
              i % 2 ? 206 : 246,
              y,
              23,
              15,
              i % 2 ? materials.leaf : darken(materials.leaf, 0.12),
              `transform="rotate(${i % 2 ? 24 : -24} 226 ${y})"`,
            ),
          )
          .join(''),
      ].join(''),
    ),
    stroke('M400 120 L400 412', accent, 7),
    rect(388, 404, 24, 18, 6, accent),
  ].join(''),
);

export const gardenMotifs = { plantPot, wateringCan, secateurs, seedPacket, hangingPlanter };
