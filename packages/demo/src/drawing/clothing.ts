import { onWall } from './motif.ts';
import { circle, darken, lighten, materials, mirrored, path, rect, steps, stroke, turned } from './paint.ts';

const tee = onWall(({ main, accent, face }) =>
  [
    path(
      'M306 160 Q400 222 494 160 L566 188 L690 310 L606 396 L560 356 V650 Q400 672 240 650 V356 L194 396 L110 310 L234 188 Z',
      face(main),
    ),
    mirrored(
      400,
      stroke('M240 356 Q250 300 244 262', darken(main, 0.2), 5) + stroke('M122 322 L206 406', darken(main, 0.14), 4),
    ),
    path('M306 160 Q400 222 494 160 L476 153 Q400 196 324 153 Z', darken(main, 0.16)),
    path('M324 153 Q400 196 476 153 Q400 168 324 153 Z', darken(main, 0.42)),
    rect(284, 300, 78, 88, 6, lighten(main, 0.14), 'transform="translate(160 0)"'),
    stroke('M444 316 H522', darken(main, 0.18), 4),
    rect(506, 356, 14, 22, 2, accent),
    stroke('M300 640 Q310 560 290 480 M470 648 Q462 590 480 520', darken(main, 0.16), 6, 'opacity="0.5"'),
  ].join(''),
);

const sweater = onWall(({ main, accent, face }) =>
  [
    mirrored(
      400,
      [
        path('M246 196 Q180 220 164 300 L112 604 L192 624 L262 360 Z', face(darken(main, 0.08))),
        path('M118 570 L112 604 Q110 616 122 620 L182 634 Q194 636 196 624 L204 592 Z', darken(main, 0.22)),
      ].join(''),
    ),
    path('M312 172 Q400 214 488 172 L560 200 Q572 400 566 604 H234 Q228 400 240 200 Z', face(main)),
    path('M234 596 H566 V636 Q566 650 552 650 H248 Q234 650 234 636 Z', darken(main, 0.18)),
    steps(252, 22, 14)
      .map((x) => stroke(`M${x} 604 V642`, darken(main, 0.34), 4))
      .join(''),
    path('M312 172 Q400 234 488 172 Q484 150 470 146 Q400 186 330 146 Q316 150 312 172 Z', darken(main, 0.16)),
    path('M330 146 Q400 186 470 146 Q400 158 330 146 Z', darken(main, 0.45)),
    [300, 336]
      .map((y, row) =>
        steps(262, 40, 8)
          .map((x) =>
            path(
              `M${x - 16} ${y + 14} L${x} ${y - 8} L${x + 16} ${y + 14} L${x} ${y + 4} Z`,
              row ? lighten(main, 0.35) : accent,
            ),
          )
          .join(''),
      )
      .join(''),
    stroke('M250 262 H550 M250 374 H550', accent, 7),
  ].join(''),
);

const overshirt = onWall(({ main, accent, face }) =>
  [
    mirrored(
      400,
      [
        path('M252 192 Q186 214 168 300 L122 590 L200 608 L262 370 Z', face(darken(main, 0.1))),
        path('M128 556 L122 590 L200 608 L208 574 Z', darken(main, 0.24)),
      ].join(''),
    ),
    path('M300 168 L400 210 L500 168 L562 196 Q576 420 570 652 H230 Q224 420 238 196 Z', face(main)),
    path('M330 150 Q400 176 470 150 L400 226 Z', darken(main, 0.45)),
    path('M386 214 H414 V652 H386 Z', darken(main, 0.1)),
    stroke('M386 220 V652', darken(main, 0.3), 3),
    mirrored(400, path('M330 148 L400 224 L346 286 L292 176 Z', face(lighten(main, 0.1)))),
    mirrored(400, rect(264, 474, 100, 124, 8, lighten(main, 0.08)) + stroke('M264 500 H364', darken(main, 0.24), 4)),
    rect(446, 318, 84, 96, 6, lighten(main, 0.08)),
    stroke('M446 340 H530', darken(main, 0.24), 4),
    [290, 372, 454, 536, 616].map((y) => circle(400, y, 9, accent)).join(''),
  ].join(''),
);

const beanie = onWall(({ main, accent, ball, across, face }) =>
  [
    circle(400, 190, 66, face(accent)),
    steps(0, 30, 12)
      .map((a) => turned(a, 400, 190, stroke('M400 150 V128', darken(accent, 0.18), 8)))
      .join(''),
    path('M196 500 C186 300 270 224 400 224 C530 224 614 300 604 500 Z', ball(main)),
    steps(-150, 50, 7)
      .map((dx) =>
        stroke(
          `M${400 + dx * 0.3} 240 Q${400 + dx * 1.02} 330 ${400 + dx * 1.12} 480`,
          darken(main, 0.2),
          5,
          'opacity="0.6"',
        ),
      )
      .join(''),
    rect(178, 474, 444, 122, 34, across(lighten(main, 0.1))),
    steps(212, 29, 14)
      .map((x) => stroke(`M${x} 490 V580`, darken(main, 0.2), 6, 'opacity="0.6"'))
      .join(''),
    rect(520, 520, 54, 50, 6, materials.paper),
    stroke('M532 545 H562', accent, 5),
  ].join(''),
);

const socks = onWall(({ main, accent, face }) => {
  const sock = [
    path(
      'M330 140 H462 V430 Q462 470 500 500 L584 560 Q624 596 590 638 Q556 672 500 646 L372 572 Q330 544 330 490 Z',
      face(main),
    ),
    path('M330 470 Q380 450 404 492 Q420 540 372 572 Q330 544 330 490 Z', accent),
    path('M540 530 L584 560 Q624 596 590 638 Q566 662 532 656 Q500 600 540 530 Z', accent),
    [250, 300, 350].map((y) => rect(330, y, 132, 18, 0, accent, 'opacity="0.9"')).join(''),
    rect(322, 128, 148, 78, 14, lighten(main, 0.12)),
    steps(340, 19, 7)
      .map((x) => stroke(`M${x} 142 V192`, darken(main, 0.2), 4))
      .join(''),
  ].join('');
  return `<g transform="translate(-130 -8) rotate(6 400 400)">${sock}</g><g transform="translate(50 24)">${sock}</g>`;
});

const apron = onWall(({ main, accent, face }) =>
  [
    stroke('M318 196 C300 60 500 60 482 196', accent, 15),
    stroke('M220 390 Q150 420 130 520 M580 390 Q650 420 670 520', accent, 14),
    path(
      'M306 184 H494 Q500 330 590 372 V660 Q590 680 570 680 H230 Q210 680 210 660 V372 Q300 330 306 184 Z',
      face(main),
    ),
    stroke('M316 208 H484', darken(main, 0.2), 3, 'stroke-dasharray="9 8"'),
    mirrored(400, circle(326, 198, 9, materials.brass)),
    rect(290, 452, 220, 138, 10, face(lighten(main, 0.1))),
    stroke('M400 456 V586 M290 478 H510', darken(main, 0.22), 4),
    turned(
      8,
      350,
      440,
      rect(336, 372, 16, 100, 6, '#e0bd8e') +
        path('M322 330 Q344 300 366 330 Q366 372 344 384 Q322 372 322 330 Z', '#e0bd8e'),
    ),
    rect(290, 470, 110, 120, 8, lighten(main, 0.08)),
    stroke('M240 660 Q250 560 236 430 M560 660 Q552 560 566 430', darken(main, 0.16), 5, 'opacity="0.5"'),
  ].join(''),
);

export const clothingMotifs = { tee, sweater, overshirt, beanie, socks, apron };
