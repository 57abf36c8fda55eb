export const adjectives: readonly string[] = [
  'Quiet',
  'Honest',
  'Everyday',
  'Sunday',
  'Coastal',
  'Classic',
  'Little',
  'Generous',
  'Nordic',
  'Alpine',
  'Humble',
  'Modern',
  'Rustic',
  'Gentle',
  'Sturdy',
  'Early',
  'Evening',
  'Autumn',
  'Meadow',
  'Harbour',
  'Orchard',
  'Workshop',
  'Studio',
  'Cottage',
];

export const openings: readonly string[] = [
  'made in small batches by people who use it themselves.',
  'in a plain shape that took a long time to get right.',
  'for every day, and repaired when it must be.',
  'with nothing to add and nothing to take away.',
  'well made, simple and pleasant to hold.',
  'drawn by hand and finished the same way.',
];

export const closings: readonly string[] = [
  'More handsome with every year.',
  'A present that nobody hands on.',
  'Packed without plastic.',
  'At home in the smallest flat.',
  'Guaranteed for five years, and likely to last twenty.',
  'Goes with everything else in the shop.',
];
